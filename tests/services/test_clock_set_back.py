"""The clock of the machine is set back between one step and the next: nothing is refused that was
in order, nothing opens again that was over, and the ledger keeps the order in which it happened."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select

from logbook.database import db
from logbook.domain.assessments import State as AssessmentState
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.domain.sign_offs import State as SignOffState
from logbook.domain.signatures import Method, Proven
from logbook.models.assessments import Assessment
from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case
from logbook.services import approval, assessing, audit, cases, links, progress
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.assessments import a_judgement, an_assessment
from tests.makers.cases import a_case
from tests.makers.reminders import a_link
from tests.makers.sign_offs import a_candidate, a_granted, a_proposal, judge, the

NOW = datetime.combine(TODAY, time(12), UTC)
"""At noon, so that a few hours earlier it is the same day."""
BACK = [timedelta(milliseconds=5), timedelta(hours=3), timedelta(days=400)]
"""By a time server, by a hand, by an empty battery: over the beginning of an academic year too."""


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def events_of(subject_id: object) -> list[str]:
    asked = select(LedgerEntry.event).where(LedgerEntry.subject_id == subject_id)
    return list(db.session.scalars(asked.order_by(LedgerEntry.log, LedgerEntry.seq)))


def holds() -> bool:
    db.session.expire_all()
    return audit.verify() == [] and progress.differences() == []


@pytest.mark.parametrize("back", BACK)
def test_a_case_is_answered_before_it_was_handed_in(
    asha: Member, ben: Member, clock: time_machine.Traveller, back: timedelta
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    clock.move_to(NOW - back, tick=False)
    approval.approve(ben.actor, case_id, 1, role_stated=CaseRole.ASSISTED, level="3")
    db.session.expire_all()
    assert db.session.get_one(Case, (RIVERSIDE, case_id)).state is State.APPROVED
    assert events_of(case_id) == ["case.submitted", "case.approved"]
    assert holds()


@pytest.mark.parametrize("back", BACK)
def test_no_answer_can_be_taken_back_again(
    asha: Member, ben: Member, clock: time_machine.Traveller, back: timedelta
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    answer_id = approval.approve(ben.actor, case_id, 1, role_stated=CaseRole.ASSISTED, level="3")
    clock.move_to(NOW - back, tick=False)
    with pytest.raises(Refused, match="seconds only"):
        approval.undo(ben.actor, answer_id)
    assert holds()


@pytest.mark.parametrize("back", BACK)
def test_an_assessment_is_given_before_it_was_asked_for(
    asha: Member, ben: Member, clock: time_machine.Traveller, back: timedelta
) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    clock.move_to(NOW - back, tick=False)
    assessing.finish(ben.actor, assessment_id, 1, a_judgement())
    assessing.acknowledge(asha.actor, assessment_id, useful=True)
    db.session.expire_all()
    kept = db.session.get_one(Assessment, (RIVERSIDE, assessment_id))
    assert kept.state is AssessmentState.ACKNOWLEDGED
    assert holds()


@pytest.mark.parametrize("back", BACK)
def test_a_competency_is_judged_before_it_was_proposed(
    ben: Member, eve: Member, clock: time_machine.Traveller, back: timedelta
) -> None:
    sign_off_id = a_proposal(a_candidate(ben, eve), ben, eve)
    judge(sign_off_id, ben)
    clock.move_to(NOW - back, tick=False)
    judge(sign_off_id, eve)
    assert the(sign_off_id).state is SignOffState.GRANTED
    assert holds()


def test_what_stands_does_not_fall_when_the_clock_comes_right(
    asha: Member, ben: Member, eve: Member, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOW - timedelta(hours=3), tick=False)
    sign_off_id = a_granted(a_candidate(ben, eve), ben, eve)
    case_id = a_case(fellow=asha, supervisor=ben)
    clock.move_to(NOW, tick=False)
    cases.withdraw(asha.actor, case_id)
    assert the(sign_off_id).state is SignOffState.GRANTED
    assert holds()


def test_a_used_link_stays_used(ben: Member, clock: time_machine.Traveller) -> None:
    token = a_link(ben)
    links.open_queue(token)
    clock.move_to(NOW - timedelta(hours=3), tick=False)
    assert links.queue_of_link(token) is None
    with pytest.raises(Conflict, match="used or has expired"):
        links.open_queue(token)


@pytest.mark.parametrize(
    ("gone", "why"),
    [(timedelta(seconds=-1), "set back"), (timedelta(minutes=11), "too long ago")],
)
def test_a_passkey_that_was_asked_under_another_clock_is_asked_again(
    asha: Member, ben: Member, clock: time_machine.Traveller, gone: timedelta, why: str
) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    asked = Proven(Method.PASSKEY, at=NOW, proof={})
    clock.move_to(NOW + gone, tick=False)
    with pytest.raises(Invalid) as refused:
        assessing.finish(ben.actor, assessment_id, 1, a_judgement(), by=asked)
    assert why in refused.value.complaints["passkey"].id
    db.session.expire_all()
    kept = db.session.get_one(Assessment, (RIVERSIDE, assessment_id))
    assert kept.state is AssessmentState.REQUESTED
    assert holds()
