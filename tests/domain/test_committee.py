"""Rules of the committee that need no database."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from logbook.domain.committee import (
    MeetingState,
    MeetingStep,
    PlanState,
    allows,
    minutes_of,
    next_to_rate,
    plan_state,
    spread,
)
from logbook.domain.competencies import Level, Scale
from logbook.domain.document import Text

TODAY = date(2026, 11, 26)
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
A, B, C = (UUID(int=n) for n in (1, 2, 3))
SCALE = Scale(
    id="milestone",
    kind="committee",
    name=Text({"en": "Milestones"}),
    source="",
    levels=tuple(
        Level(code, order, Text({"en": code}))
        for order, code in enumerate(("1", "1.5", "2", "2.5", "3"), start=1)
    ),
    outside=(Level("not_yet", 0, Text({"en": "Not yet assessable"})),),
    target="3",
)


def test_ratings_are_counted_and_never_averaged() -> None:
    found = spread([{"PC1": "3"}, {"PC1": "2"}, {"PC1": "3"}, {"PC1": "not_yet"}], "PC1", SCALE)
    assert found.counts == (("not_yet", 1), ("2", 1), ("3", 2))
    assert found.apart == 2  # by way of 2.5
    assert found.agreed is None
    assert spread([{"PC1": "2"}, {"PC1": "2"}], "PC1", SCALE).agreed == "2"
    assert spread([{}], "PC1", SCALE).counts == ()


def test_who_is_rated_next() -> None:
    assert next_to_rate([A, B, C], rated={A}, not_for={B}) == C
    assert next_to_rate([A, B], rated={A}, not_for={B}) is None


@pytest.mark.parametrize(
    ("done", "due", "state"),
    [
        (None, 0, PlanState.OPEN),
        (None, -1, PlanState.OVERDUE),
        (NOON, -1, PlanState.DONE),
    ],
)
def test_a_plan_is_overdue_the_day_after(done: datetime | None, due: int, state: PlanState) -> None:
    assert plan_state(done, TODAY + timedelta(days=due), TODAY) is state


def test_minutes_are_rounded_up_and_run_until_now() -> None:
    assert minutes_of(NOON, NOON + timedelta(seconds=61), NOON) == 2
    assert minutes_of(NOON, None, NOON + timedelta(minutes=3)) == 3
    assert minutes_of(None, None, NOON) == 0


def test_nothing_leads_out_of_approved_minutes() -> None:
    assert not any(allows(MeetingState.APPROVED, step) for step in MeetingStep)
    assert not any(allows(MeetingState.CANCELLED, step) for step in MeetingStep)
