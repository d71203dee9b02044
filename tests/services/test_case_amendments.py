"""An approved case never changes: another takes its place, and both stay readable."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, NoResultFound

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.domain.evidence import CaseEvidence
from logbook.domain.letters import LetterKind
from logbook.domain.sign_offs import State as SignOffState
from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case, CaseAnswer
from logbook.models.columns import new_id
from logbook.models.progress import Progress
from logbook.models.reminders import Letter
from logbook.policy.amending import may_amend
from logbook.queries.amendments import GIVEN_UP, cases_amendable_by, standing_amendment
from logbook.queries.evidence import evidence_of
from logbook.services import approval, audit, cases, progress
from logbook.services.case_amendments import Amending
from logbook.services.refusals import Conflict, Invalid, Refused
from logbook.services.signatures import signatures_under
from tests.cast import RIVERSIDE, Member
from tests.makers.amendments import WHY, an_amendment, an_approved_amendment
from tests.makers.cases import a_case, an_approved_case, entered
from tests.makers.sign_offs import a_candidate, a_granted, the

ROLE = CaseRole.PERFORMED_DIRECT
NERVE = {"procedure": "enc_cancer", "details": {}}


def case_of(case_id: UUID) -> Case:
    db.session.expire_all()
    return db.session.get_one(Case, (RIVERSIDE, case_id))


def states(*ids: UUID) -> list[State]:
    return [case_of(one).state for one in ids]


def events_of(case_id: UUID) -> list[str]:
    asked = select(LedgerEntry.event).where(LedgerEntry.subject_id == case_id)
    return list(db.session.scalars(asked.order_by(LedgerEntry.log, LedgerEntry.seq)))


def kept(fellow: Member) -> dict[str, int]:
    rows = db.session.execute(
        select(Progress.requirement, Progress.credit).where(
            Progress.enrollment_id == fellow.enrollment_id, Progress.credit != 0
        )
    )
    return {row.requirement: row.credit for row in rows}


@pytest.fixture
def old(asha: Member, ben: Member) -> UUID:
    return an_approved_case(fellow=asha, supervisor=ben)


def test_until_it_is_approved_the_old_one_counts(asha: Member, ben: Member, old: UUID) -> None:
    before = kept(asha)
    new = an_amendment(old, fellow=asha, supervisor=ben)
    assert states(old, new) == [State.APPROVED, State.SUBMITTED]
    assert kept(asha) == before
    assert (case_of(new).amends_id, case_of(new).amends_why) == (old, WHY)
    assert events_of(new) == ["case.amendment_begun", "case.submitted"]


def test_approved_it_takes_its_place_and_progress_moves_by_the_difference(
    asha: Member, ben: Member, old: UUID
) -> None:
    before, words = kept(asha), dict(case_of(old).content())
    new = an_approved_amendment(old, fellow=asha, supervisor=ben)
    assert states(old, new) == [State.AMENDED, State.APPROVED]
    assert kept(asha) == before
    assert dict(case_of(old).content()) == words | {"state": State.AMENDED}
    assert events_of(old)[-1] == "case.amended"
    assert progress.differences() == []
    assert audit.verify() == []
    [answer] = approval_answers(old)
    assert len(signatures_under(RIVERSIDE, "case_answer", answer)) == 1


def approval_answers(case_id: UUID) -> list[UUID]:
    from_ledger = select(CaseAnswer.id).where(CaseAnswer.case_id == case_id)
    return list(db.session.scalars(from_ledger))


def test_another_procedure_moves_the_credit_there(asha: Member, ben: Member, old: UUID) -> None:
    before = kept(asha)
    an_approved_amendment(old, fellow=asha, supervisor=ben, **NERVE)
    after = kept(asha)
    assert after != before
    assert progress.differences() == []
    assert asha.enrollment_id is not None
    shown = evidence_of(RIVERSIDE, asha.enrollment_id, {CaseEvidence})
    assert [one.procedure for one in shown if isinstance(one, CaseEvidence)] == [NERVE["procedure"]]


def test_returned_or_withdrawn_it_leaves_the_old_one_as_it_is(
    asha: Member, ben: Member, old: UUID
) -> None:
    new = an_amendment(old, fellow=asha, supervisor=ben)
    seal = case_of(old).seal()
    approval.return_(ben.actor, new, 1, reason="It was the left side.")
    assert states(old, new) == [State.APPROVED, State.RETURNED]
    cases.withdraw(asha.actor, new)
    assert states(old, new) == [State.APPROVED, State.WITHDRAWN]
    assert case_of(old).seal() == seal
    another = an_approved_amendment(old, fellow=asha, supervisor=ben)
    assert states(old, new, another) == [State.AMENDED, State.WITHDRAWN, State.APPROVED]
    assert progress.differences() == []


def test_taken_back_within_seconds_the_old_one_counts_with_its_answer(
    asha: Member, ben: Member, old: UUID
) -> None:
    assert asha.enrollment_id is not None
    before = kept(asha), evidence_of(RIVERSIDE, asha.enrollment_id)
    new = an_amendment(old, fellow=asha, supervisor=ben, **NERVE)
    given = approval.approve(ben.actor, new, 1, role_stated=ROLE, level="4")
    approval.undo(ben.actor, given)
    assert states(old, new) == [State.APPROVED, State.SUBMITTED]
    assert (kept(asha), evidence_of(RIVERSIDE, asha.enrollment_id)) == before
    assert events_of(old)[-2:] == ["case.amended", "case.put_back"]
    approval.approve(ben.actor, new, 3, role_stated=ROLE, level="4")
    assert states(old, new) == [State.AMENDED, State.APPROVED]
    assert progress.differences() == []
    assert audit.verify() == []


def test_what_stood_on_the_old_one_is_opened_again_and_its_signers_are_told(
    ben: Member, eve: Member
) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_granted(nia, ben, eve)
    old = db.session.scalars(
        select(Case.id).where(Case.fellow_id == nia.id, Case.supervisor_id == ben.id)
    ).one()
    new = an_amendment(old, fellow=nia, supervisor=ben)
    assert the(sign_off_id).state is SignOffState.GRANTED
    approval.approve(ben.actor, new, 1, role_stated=ROLE, level="4")
    assert the(sign_off_id).state is SignOffState.REVIEW
    told = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.REOPENED)).all()
    assert {one.member_id for one in told} == {nia.id, ben.id, eve.id}


def test_an_amendment_is_amended_in_its_turn(asha: Member, ben: Member, old: UUID) -> None:
    second = an_approved_amendment(old, fellow=asha, supervisor=ben)
    third = an_approved_amendment(second, fellow=asha, supervisor=ben, indication="axial pain")
    assert states(old, second, third) == [State.AMENDED, State.AMENDED, State.APPROVED]
    with pytest.raises(Refused, match="only an approved one is amended"):
        an_amendment(old, fellow=asha, supervisor=ben)
    assert progress.differences() == []


def test_one_at_a_time(asha: Member, ben: Member, old: UUID) -> None:
    draft = an_amendment(old, fellow=asha, supervisor=None, submit=False)
    with pytest.raises(Refused, match="is there already"):
        an_amendment(old, fellow=asha, supervisor=ben)
    cases.withdraw(asha.actor, draft)
    an_amendment(old, fellow=asha, supervisor=ben)
    with pytest.raises(Refused, match="is there already"):
        cases.reopen(asha.actor, draft)


def test_the_database_refuses_a_second_one(asha: Member, ben: Member, old: UUID) -> None:
    an_amendment(old, fellow=asha, supervisor=ben)
    other = a_case(fellow=asha, supervisor=ben)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(
            update(Case).where(Case.id == other).values(amends_id=old, amends_why=WHY)
        )
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(Case).where(Case.id == other).values(amends_why=WHY))


def test_the_same_page_sent_twice_is_one_amendment(asha: Member, ben: Member, old: UUID) -> None:
    new = an_amendment(old, fellow=asha, supervisor=ben)
    assert an_amendment(old, fellow=asha, supervisor=ben, id=new) == new
    assert events_of(new) == ["case.amendment_begun", "case.submitted"]
    with pytest.raises(Conflict):
        an_amendment(old, fellow=asha, supervisor=ben, id=new, indication="axial pain")
    with pytest.raises(Conflict):
        assert asha.enrollment_id is not None
        cases.log(
            asha.actor, new, asha.enrollment_id, entered(ben, indication="radicular leg pain")
        )


def test_it_says_why_and_names_no_patient(asha: Member, ben: Member, old: UUID) -> None:
    for why in ("  ", "see MRN 123456", "x" * 301):
        with pytest.raises(Invalid) as wrong:
            an_amendment(old, fellow=asha, supervisor=ben, why=why)
        assert set(wrong.value.complaints) == {"why"}
    assert standing_amendment(RIVERSIDE, old) is None


@pytest.mark.parametrize("gone", ["withdrawn", "voided"])
def test_nothing_takes_the_place_of_what_counts_no_longer(
    asha: Member, ben: Member, dana: Member, old: UUID, gone: str
) -> None:
    new = an_amendment(old, fellow=asha, supervisor=ben)
    if gone == "withdrawn":
        cases.withdraw(asha.actor, old, "Logged twice.")
    else:
        cases.void(dana.actor, old, "Logged for the wrong fellow.")
    with pytest.raises(Refused, match="nothing takes its place any more"):
        approval.approve(ben.actor, new, 1, role_stated=ROLE, level="4")
    approval.return_(ben.actor, new, 1, reason="What it amends is gone.")
    assert kept(asha) == {}


def test_withdrawn_after_approval_it_is_not_opened_again(
    asha: Member, ben: Member, old: UUID
) -> None:
    new = an_approved_amendment(old, fellow=asha, supervisor=ben)
    cases.withdraw(asha.actor, new, "It was not mine.")
    assert states(old, new) == [State.AMENDED, State.WITHDRAWN]
    assert (kept(asha), progress.differences()) == ({}, [])
    with pytest.raises(Refused, match="nothing takes its place any more"):
        cases.reopen(asha.actor, new)


def test_strangers_learn_nothing_and_others_are_told_why(
    asha: Member,
    ben: Member,
    eve: Member,
    dana: Member,
    finn: Member,
    rin: Member,
    ravi: Member,
    old: UUID,
) -> None:
    def propose(by: Member) -> UUID:
        said = entered(eve)
        return cases.amend(by.actor, new_id(), Amending(old, WHY), said)

    for stranger in (eve, finn, rin, ravi):
        with pytest.raises(NoResultFound):
            propose(stranger)
    for other in (ben, dana):
        with pytest.raises(Refused):
            propose(other)
    with pytest.raises(NoResultFound):
        cases.amend(asha.actor, new_id(), Amending(uuid4(), WHY), entered(ben))
    left = replace(asha.actor, left=True)
    with pytest.raises(Refused, match="You have left this program"):
        cases.amend(left, new_id(), Amending(old, WHY), entered(ben))
    assert standing_amendment(RIVERSIDE, old) is None


def test_the_list_says_what_the_policy_says(
    asha: Member, ben: Member, eve: Member, dana: Member, finn: Member, rin: Member, old: UUID
) -> None:
    an_amendment(an_approved_case(fellow=asha, supervisor=ben), fellow=asha, supervisor=ben)
    taken_back = an_approved_case(fellow=asha, supervisor=eve)
    cases.withdraw(asha.actor, an_amendment(taken_back, fellow=asha, supervisor=eve))
    an_approved_amendment(
        an_approved_case(fellow=finn, supervisor=ben), fellow=finn, supervisor=ben
    )
    a_case(fellow=asha, supervisor=ben)
    everything = list(db.session.scalars(select(Case)))
    waits = {one.amends_id for one in everything if one.state not in GIVEN_UP}
    found: set[UUID] = set()
    for member in (asha, ben, eve, dana, finn, rin):
        for actor in (member.actor, replace(member.actor, left=True)):
            listed = set(db.session.scalars(select(Case.id).where(cases_amendable_by(actor))))
            by_policy = {
                one.id
                for one in everything
                if one.program_id == actor.program_id and may_amend(actor, one, one.id in waits)
            }
            assert listed == by_policy
            found |= listed
    assert {old, taken_back} < found
