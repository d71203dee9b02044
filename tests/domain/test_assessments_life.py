"""The life of an assessment: what was said has no way back, and time takes a request."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.assessments import (
    EXPIRES_DAYS,
    SIGNED,
    TRANSITIONS,
    State,
    Step,
    after,
    allows,
    late_by,
    state_at,
)
from logbook.domain.life import ImpossibleStep

ASKED = datetime(2026, 3, 1, 12, tzinfo=UTC)


@given(st.lists(st.sampled_from(list(Step)), max_size=12))
def test_nothing_leads_away_from_what_was_said(steps: list[Step]) -> None:
    state, said = State.REQUESTED, False
    for step in steps:
        if allows(state, step):
            state = after(state, step)
        said = said or state in SIGNED
    assert (state in SIGNED) is said


def test_nothing_leads_away_from_what_was_amended() -> None:
    assert not any(allows(State.AMENDED, step) for step in Step)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_there_are_no_other_ways_through(state: State, step: Step) -> None:
    if (state, step) in TRANSITIONS:
        assert after(state, step) is TRANSITIONS[state, step]
    else:
        with pytest.raises(ImpossibleStep):
            after(state, step)


def test_a_request_lapses_at_its_time_and_nothing_else_does() -> None:
    end = ASKED + timedelta(days=EXPIRES_DAYS)
    assert state_at(State.REQUESTED, ASKED, end - timedelta(seconds=1)) is State.REQUESTED
    assert state_at(State.REQUESTED, ASKED, end) is State.EXPIRED
    for state in set(State) - {State.REQUESTED}:
        assert state_at(state, ASKED, end) is state


@pytest.mark.parametrize(("days", "late"), [(0, 0), (14, 0), (15, 15), (60, 60)])
def test_feedback_is_late_after_fourteen_days(days: int, late: int) -> None:
    day = date(2026, 3, 1)
    assert late_by(day, day + timedelta(days=days)) == late
