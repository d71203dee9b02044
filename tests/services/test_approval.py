"""Who may answer a case, what an answer does, and how long it can be taken back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case, CaseAnswer
from logbook.models.columns import new_id
from logbook.policy.actors import Actor, Role
from logbook.services import approval, cases, progress
from logbook.services.approval_together import MOST, Approval, approve_each, undo_each
from logbook.services.cases import Stale
from logbook.services.refusals import Invalid, Refused
from tests.cast import Member
from tests.makers.cases import a_case, entered

ROLE = CaseRole.PERFORMED_DIRECT


def approve(actor: Actor, case_id: UUID, revision: int = 1, **but: str) -> UUID:
    return approval.approve(actor, case_id, revision, role_stated=ROLE, **({"level": "3"} | but))


def case_of(member: Member, case_id: UUID) -> Case:
    db.session.expire_all()
    return db.session.get_one(Case, (member.program_id, case_id))


def events_of(case_id: UUID) -> list[str]:
    asked = select(LedgerEntry.event).where(LedgerEntry.subject_id == case_id)
    return list(db.session.scalars(asked.order_by(LedgerEntry.log, LedgerEntry.seq)))


@pytest.fixture
def case_id(asha: Member, ben: Member) -> UUID:
    return a_case(fellow=asha, supervisor=ben)


def test_the_role_that_counts_is_the_supervisors_and_both_are_kept(
    asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben, role=CaseRole.PERFORMED_INDIRECT)
    answer_id = approve(ben.actor, case_id, words=" clean technique ")
    case = case_of(asha, case_id)
    answer = db.session.get_one(CaseAnswer, (ben.program_id, answer_id))
    assert (case.state, case.role) == (State.APPROVED, CaseRole.PERFORMED_INDIRECT)
    assert (case.credited_role, answer.role_stated) == (ROLE, ROLE)
    assert answer.words == "clean technique"
    assert events_of(case_id) == ["case.submitted", "case.approved"]


def test_nobody_approves_their_own_case(asha: Member, case_id: UUID) -> None:
    both = Actor(asha.id, asha.program_id, frozenset({Role.FELLOW, Role.SUPERVISOR}))
    for actor in (asha.actor, both):
        with pytest.raises(Refused, match="Nobody approves their own case"):
            approve(actor, case_id)
    assert case_of(asha, case_id).state is State.SUBMITTED


def test_a_stranger_learns_nothing(eve: Member, rin: Member, ravi: Member, case_id: UUID) -> None:
    for stranger in (eve, rin, ravi):
        with pytest.raises(NoResultFound):
            approve(stranger.actor, case_id)


@pytest.mark.parametrize("who", ["dana", "cora", "mia", "ola"])
def test_who_only_oversees_does_not_answer(
    who: str, request: pytest.FixtureRequest, case_id: UUID
) -> None:
    with pytest.raises(Refused, match="Only the supervisor who is asked"):
        approve(request.getfixturevalue(who).actor, case_id)


def test_a_supervisor_who_left_cannot_answer_what_waits_for_them(
    ben: Member, case_id: UUID
) -> None:
    left = Actor(ben.id, ben.program_id, ben.actor.roles, left=True)
    with pytest.raises(Refused, match="You have left this program"):
        approve(left, case_id)


def test_what_is_wrong_is_said_for_each_field(ben: Member, case_id: UUID) -> None:
    with pytest.raises(Invalid) as wrong:
        approve(ben.actor, case_id, level="9", words="call +62 812 3456 7890")
    assert set(wrong.value.complaints) == {"level", "words"}
    with pytest.raises(Invalid):
        approve(ben.actor, case_id, words="x" * 501)
    with pytest.raises(Invalid):
        approval.return_(ben.actor, case_id, 1, reason="  ")
    with pytest.raises(Invalid):
        approval.return_(ben.actor, case_id, 1, reason="see MRN 123456")


def test_not_observed_sends_the_case_back_to_be_addressed_anew(
    asha: Member, ben: Member, eve: Member, case_id: UUID
) -> None:
    approval.not_observed(ben.actor, case_id, 1)
    assert case_of(asha, case_id).state is State.RETURNED
    cases.change(asha.actor, case_id, 2, entered(eve))
    approve(eve.actor, case_id, 3)
    assert case_of(asha, case_id).state is State.APPROVED


def test_a_case_changed_meanwhile_is_not_answered_unseen(
    asha: Member, ben: Member, case_id: UUID
) -> None:
    cases.change(asha.actor, case_id, 1, entered(ben, indication="axial pain"))
    with pytest.raises(Stale):
        approve(ben.actor, case_id, 1)
    approve(ben.actor, case_id, 2)
    with pytest.raises(Refused):
        approve(ben.actor, case_id, 3)


@pytest.mark.parametrize("said", ["approve", "return", "not_observed"])
def test_every_answer_can_be_taken_back(
    asha: Member, ben: Member, case_id: UUID, said: str
) -> None:
    answer_id = {
        "approve": lambda: approve(ben.actor, case_id),
        "return": lambda: approval.return_(ben.actor, case_id, 1, reason="side?"),
        "not_observed": lambda: approval.not_observed(ben.actor, case_id, 1),
    }[said]()
    assert approval.undo(ben.actor, answer_id) == case_id
    case = case_of(asha, case_id)
    assert (case.state, case.credited_role, case.answered_at) == (State.SUBMITTED, None, None)
    assert events_of(case_id)[-1] == "case.answer_undone"
    assert progress.differences(asha.program_id) == []
    with pytest.raises(Refused, match="taken back already"):
        approval.undo(ben.actor, answer_id)
    approve(ben.actor, case_id, 3)


def test_after_ten_seconds_an_answer_stands(ben: Member, case_id: UUID) -> None:
    begun = datetime.now(UTC)
    with time_machine.travel(begun, tick=False):
        answer_id = approve(ben.actor, case_id)
    with (
        time_machine.travel(begun + timedelta(seconds=10, microseconds=1), tick=False),
        pytest.raises(Refused, match="10 seconds only"),
    ):
        approval.undo(ben.actor, answer_id)
    with time_machine.travel(begun + timedelta(seconds=10), tick=False):
        approval.undo(ben.actor, answer_id)


def test_only_who_answered_takes_it_back(
    ben: Member, eve: Member, asha: Member, dana: Member, rin: Member, case_id: UUID
) -> None:
    answer_id = approve(ben.actor, case_id)
    for stranger in (eve, rin):
        with pytest.raises(NoResultFound):
            approval.undo(stranger.actor, answer_id)
    for other in (asha, dana):
        with pytest.raises(Refused):
            approval.undo(other.actor, answer_id)


def test_who_is_no_supervisor_any_more_takes_nothing_back(ben: Member, case_id: UUID) -> None:
    answer_id = approve(ben.actor, case_id)
    now_director = replace(ben.actor, roles=frozenset({Role.DIRECTOR}))
    with pytest.raises(Refused, match="no supervisor of this program now"):
        approval.undo(now_director, answer_id)
    with pytest.raises(Refused, match="left this program"):
        approval.undo(replace(ben.actor, left=True), answer_id)
    with pytest.raises(NoResultFound):
        approval.undo(replace(ben.actor, roles=frozenset()), answer_id)


def test_an_answer_is_not_taken_back_from_under_a_later_change(
    asha: Member, ben: Member, case_id: UUID
) -> None:
    answer_id = approval.return_(ben.actor, case_id, 1, reason="which side?")
    cases.change(asha.actor, case_id, 2, entered(ben, False, indication="axial"))
    with pytest.raises(Stale):
        approval.undo(ben.actor, answer_id)


def wanted(case_id: UUID, revision: int = 1, level: str = "3") -> Approval:
    return Approval(case_id, revision, ROLE, level)


def test_together_each_stands_for_itself(asha: Member, ben: Member, eve: Member) -> None:
    good, stale, wrong = (a_case(fellow=asha, supervisor=ben) for _ in range(3))
    foreign = a_case(fellow=asha, supervisor=eve)
    withdrawn = a_case(fellow=asha, supervisor=ben)
    cases.withdraw(asha.actor, withdrawn)
    cases.change(asha.actor, stale, 1, entered(ben, indication="axial pain"))
    outcome = approve_each(
        ben.actor,
        [wanted(good), wanted(stale), wanted(wrong, level="x"), wanted(foreign), wanted(withdrawn)],
    )
    assert len(outcome.done) == 1
    assert case_of(asha, good).state is State.APPROVED
    assert {id_: set(why) for id_, why in outcome.failed.items()} == {
        stale: {""},
        wrong: {"level"},
        foreign: {""},
        withdrawn: {""},
    }
    assert case_of(asha, stale).state is State.SUBMITTED
    assert events_of(good) == ["case.submitted", "case.approved"]
    assert progress.differences() == []


def test_what_was_approved_together_is_taken_back_one_by_one(asha: Member, ben: Member) -> None:
    ids = [a_case(fellow=asha, supervisor=ben) for _ in range(2)]
    given = approve_each(ben.actor, [wanted(id_) for id_ in ids]).done
    outcome = undo_each(ben.actor, [*given, new_id()])
    assert outcome.done == ids
    assert len(outcome.failed) == 1


def test_at_most_so_many_at_once_and_at_least_one(ben: Member) -> None:
    with pytest.raises(Invalid):
        approve_each(ben.actor, [wanted(new_id())] * (MOST + 1))
    with pytest.raises(Invalid):
        undo_each(ben.actor, [])
