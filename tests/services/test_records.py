"""What several fellows did, entered at once: all or none, and one for a double tap."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.knowledge import Result
from logbook.domain.portfolio import By, ItemContent, ItemState, last_periods
from logbook.models.audit import LedgerEntry
from logbook.models.columns import new_id
from logbook.models.knowledge import Sitting
from logbook.models.portfolio import PortfolioItem
from logbook.policy.actors import Role
from logbook.queries.evidence import evidence_of
from logbook.services import attendance, audit, hours, knowledge, milestones, portfolio, progress
from logbook.services.attendance import Held
from logbook.services.hours import Given, Row
from logbook.services.milestones import Rated
from logbook.services.portfolio import Entered, StaleItem
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import CAST, TODAY, Member
from tests.makers.curricula import a_version, enrolled_on, the_nurses_version
from tests.makers.people import a_fellow
from tests.makers.records import a_review

HELD = Held("didactic", TODAY, "Neuropathic pain", 60)
MONTH = last_periods(TODAY, By.MONTH, 1)[0]
GIVEN = Given("course", MONTH, "Practice")
NOBODY_WHO_RUNS_IT = ("asha", "ben", "eve", "mia", "ola", "lee")


@pytest.fixture
def enrollment(asha: Member) -> UUID:
    return enrolled_on(asha, a_version(asha.program_id))


@pytest.fixture
def other(finn: Member) -> UUID:
    return enrolled_on(finn, a_version(finn.program_id, "second"))


def a_result(score: int | None = 80) -> Result:
    return Result("opioid_knowledge", TODAY, score)


def all_is_well(program_id: UUID) -> None:
    db.session.expire_all()
    assert progress.differences(program_id) == []
    assert list(audit.verify(program_id)) == []


def test_results_are_entered_for_all_or_for_none(
    cora: Member, enrollment: UUID, other: UUID
) -> None:
    ids = new_id(), new_id()
    with pytest.raises(Invalid) as wrong:
        knowledge.enter_together(
            cora.actor, [(ids[0], enrollment, a_result()), (ids[1], other, a_result(101))]
        )
    assert set(wrong.value.complaints) == {"row-1-score"}
    assert db.session.scalar(select(func.count()).select_from(Sitting)) == 0
    rows = [(ids[0], enrollment, a_result()), (ids[1], other, a_result(40))]
    for _ in range(2):  # a double tap
        knowledge.enter_together(cora.actor, rows)
    assert db.session.scalar(select(func.count()).select_from(Sitting)) == 2
    more = [*rows, (new_id(), enrollment, a_result(90))]
    knowledge.enter_together(cora.actor, more)  # only the new one
    assert db.session.scalar(select(func.count()).select_from(Sitting)) == 3
    with pytest.raises(Conflict):
        knowledge.enter_together(cora.actor, [(ids[0], enrollment, a_result(81))])
    with pytest.raises(Invalid):
        knowledge.enter_together(cora.actor, [])
    all_is_well(cora.program_id)


@pytest.mark.parametrize("name", NOBODY_WHO_RUNS_IT)
def test_only_who_runs_the_program_enters_for_others(enrollment: UUID, name: str) -> None:
    actor = CAST[name].actor
    with pytest.raises(Refused):
        knowledge.enter_together(actor, [(new_id(), enrollment, a_result())])
    with pytest.raises(Refused):
        hours.record(actor, GIVEN, [Row(new_id(), enrollment, 60)])
    with pytest.raises(Refused):
        attendance.add(actor, new_id(), [enrollment])
    with pytest.raises(Refused):
        attendance.strike_out(actor, new_id(), "Why not.")


def test_who_came_late_to_the_list_is_added_once(
    cora: Member, enrollment: UUID, other: UUID
) -> None:
    session = new_id()
    attendance.record(cora.actor, session, HELD, [enrollment])
    attendance.add(cora.actor, session, [other, enrollment])
    with pytest.raises(Invalid):
        attendance.add(cora.actor, session, [other])
    assert [len(evidence_of(cora.program_id, one)) for one in (enrollment, other)] == [1, 1]
    with pytest.raises(StaleItem):
        attendance.record(cora.actor, session, HELD, [enrollment])
    all_is_well(cora.program_id)


def test_a_session_is_taken_back_with_all_that_it_gave(
    cora: Member, enrollment: UUID, other: UUID
) -> None:
    session = new_id()
    attendance.record(cora.actor, session, HELD, [enrollment, other])
    with pytest.raises(Invalid):
        attendance.strike_out(cora.actor, session, " ")
    attendance.strike_out(cora.actor, session, "It was cancelled.")
    with pytest.raises(Conflict):
        attendance.strike_out(cora.actor, session, "It was cancelled.")
    assert evidence_of(cora.program_id, enrollment) == []
    items = db.session.scalars(select(PortfolioItem)).all()
    assert {(one.state, one.answer_words) for one in items} == {
        (ItemState.VOIDED, "It was cancelled.")
    }
    told = select(LedgerEntry.event).where(LedgerEntry.subject_id == session)
    assert sorted(db.session.scalars(told)) == ["session.recorded", "session.struck_out"]
    all_is_well(cora.program_id)


def test_attendance_is_of_the_past_and_of_others(cora: Member, enrollment: UUID) -> None:
    to_come = replace(HELD, held_on=TODAY + timedelta(days=3))
    with pytest.raises(Invalid) as wrong:
        attendance.record(cora.actor, new_id(), to_come, [enrollment])
    assert set(wrong.value.complaints) == {"held_on"}
    herself = replace(CAST["asha"].actor, roles=frozenset({Role.FELLOW, Role.COORDINATOR}))
    with pytest.raises(Invalid) as own:
        attendance.record(herself, new_id(), HELD, [enrollment])
    assert set(own.value.complaints) == {"present"}


def test_a_day_has_one_review_and_some_curricula_none(mia: Member) -> None:
    a_review()
    with pytest.raises(Invalid) as wrong:
        a_review("4")
    assert set(wrong.value.complaints) == {"reviewed_on"}
    nurse = a_fellow("Nia Putri", version_id=the_nurses_version()).enrollment_id
    assert nurse is not None
    with pytest.raises(Invalid) as none:
        milestones.write(mia.actor, new_id(), nurse, None, Rated(TODAY, {}), record=False)
    assert set(none.value.complaints) == {"levels"}


def test_a_result_that_is_sent_twice_is_one(cora: Member, enrollment: UUID) -> None:
    sitting = new_id()
    for _ in range(2):
        knowledge.enter(cora.actor, sitting, enrollment, a_result())
    assert len(evidence_of(cora.program_id, enrollment)) == 1


def test_hours_of_a_month_are_given_for_all_or_for_none(
    cora: Member, enrollment: UUID, other: UUID
) -> None:
    rows = [Row(new_id(), enrollment, 90 * 60), Row(new_id(), other, 800 * 60)]
    with pytest.raises(Invalid) as wrong:
        hours.record(cora.actor, GIVEN, rows)
    assert set(wrong.value.complaints) == {"row-1"}
    assert evidence_of(cora.program_id, enrollment) == []
    rows[1] = Row(rows[1].item_id, other, 100 * 60)
    for _ in range(2):  # a double tap
        hours.record(cora.actor, GIVEN, rows)
    [one] = evidence_of(cora.program_id, enrollment)
    assert (one.on, one.minutes) == (MONTH.until, 5400)  # type: ignore[union-attr]
    with pytest.raises(Invalid) as twice:
        hours.record(cora.actor, GIVEN, [Row(new_id(), other, 60)])
    assert set(twice.value.complaints) == {"row-0"}
    third = enrolled_on(CAST["finn"], a_version(cora.program_id, "third"))
    with pytest.raises(Invalid):  # finn's hours of these days are there, on whatever version
        hours.record(cora.actor, GIVEN, [*rows, Row(new_id(), third, 60)])
    with pytest.raises(StaleItem):
        hours.record(cora.actor, GIVEN, [Row(rows[0].item_id, enrollment, 60)])
    all_is_well(cora.program_id)


def test_hours_are_only_of_kinds_that_count_hours(cora: Member, enrollment: UUID) -> None:
    for kind in ("reflection", "didactic", "no_such"):
        with pytest.raises(Invalid):
            hours.record(
                cora.actor, Given(kind, MONTH, "Practice"), [Row(new_id(), enrollment, 60)]
            )
    to_come = last_periods(TODAY + timedelta(days=62), By.MONTH, 1)[0]
    with pytest.raises(Invalid) as wrong:
        hours.record(cora.actor, Given("course", to_come, ""), [Row(new_id(), enrollment, 60)])
    assert set(wrong.value.complaints) == {"period", "title"}


def test_nobody_gives_hours_to_themselves_or_to_strangers(
    cora: Member, dana: Member, enrollment: UUID
) -> None:
    ravi = CAST["ravi"].enrollment_id
    assert ravi is not None
    with pytest.raises(NoResultFound):
        hours.record(cora.actor, GIVEN, [Row(new_id(), ravi, 60)])
    with pytest.raises(NoResultFound):
        knowledge.enter_together(cora.actor, [(new_id(), ravi, a_result())])
    herself = replace(CAST["asha"].actor, roles=frozenset({Role.FELLOW, Role.COORDINATOR}))
    with pytest.raises(Invalid):
        hours.record(herself, GIVEN, [Row(new_id(), enrollment, 60)])
    with pytest.raises(Invalid):
        hours.record(cora.actor, GIVEN, [])


def test_nobody_is_told_of_another_s_draft(asha: Member, cora: Member, enrollment: UUID) -> None:
    """The fellow's own draft for the same days stands in nobody's way; sending it does."""
    own = ItemContent("course", MONTH.until, "Mine", MONTH.since, 60)
    item = portfolio.add(asha.actor, new_id(), enrollment, Entered(own, send=False))
    hours.record(cora.actor, GIVEN, [Row(new_id(), enrollment, 120)])
    with pytest.raises(Invalid):
        portfolio.change(asha.actor, item, 1, Entered(own, send=True))
    all_is_well(cora.program_id)


def test_a_draft_that_is_sent_twice_is_one(mia: Member, dana: Member, enrollment: UUID) -> None:
    review, draft = new_id(), Rated(TODAY, {"PC3": "3"})
    for _ in range(2):
        milestones.write(mia.actor, review, enrollment, None, draft, record=False)
    with pytest.raises(Conflict):
        milestones.write(dana.actor, review, enrollment, None, draft, record=False)
    all_is_well(mia.program_id)
