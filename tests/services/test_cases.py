"""What a fellow may do with a case, through the services."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.progress import Progress
from logbook.services import approval, cases, progress
from logbook.services.refusals import Invalid, Refused
from tests.cast import Member
from tests.makers.cases import a_case, an_approved_case, entered


def credit_of(fellow: Member, requirement: str) -> int:
    db.session.expire_all()
    row = db.session.query(Progress).filter_by(
        program_id=fellow.program_id, enrollment_id=fellow.enrollment_id, requirement=requirement
    )
    return row.one().credit


LUMBAR = "epa08.spine_lumbar_sacral"


def test_a_case_sent_twice_is_one_case(asha: Member, ben: Member) -> None:
    case_id, once = new_id(), entered(ben)
    assert asha.enrollment_id is not None
    cases.log(asha.actor, case_id, asha.enrollment_id, once)
    cases.log(asha.actor, case_id, asha.enrollment_id, once)
    found = db.session.query(Case).filter_by(fellow_id=asha.id).all()
    assert [case.id for case in found] == [case_id]


def test_approval_moves_progress_by_exactly_one(asha: Member, ben: Member) -> None:
    before = credit_of(asha, LUMBAR)
    an_approved_case(fellow=asha, supervisor=ben)
    assert credit_of(asha, LUMBAR) == before + 1
    assert progress.differences(asha.program_id) == []


def test_withdrawing_an_approved_case_takes_its_credit_back(asha: Member, ben: Member) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    cases.withdraw(asha.actor, case_id, "Logged for the wrong day.")
    assert credit_of(asha, LUMBAR) == 0
    assert db.session.get_one(Case, (asha.program_id, case_id)).state is State.WITHDRAWN


def test_the_role_that_the_supervisor_states_is_the_one_that_counts(
    asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben, role=CaseRole.PERFORMED_INDIRECT)
    approval.approve(ben.actor, case_id, 1, role_stated=CaseRole.ASSISTED, level="2")
    case = db.session.get_one(Case, (asha.program_id, case_id))
    assert (case.role, case.credited_role) == (CaseRole.PERFORMED_INDIRECT, CaseRole.ASSISTED)
    assert credit_of(asha, LUMBAR) == 0


def test_nobody_is_their_own_supervisor(asha: Member) -> None:
    with pytest.raises(Invalid) as refusal:
        a_case(fellow=asha, supervisor=asha)
    assert "supervisor" in refusal.value.complaints


def test_a_supervisor_who_has_left_is_not_asked(asha: Member, lee: Member) -> None:
    with pytest.raises(Invalid):
        a_case(fellow=asha, supervisor=lee)


def test_only_the_fellow_changes_a_case(asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    with pytest.raises(Refused):
        cases.change(ben.actor, case_id, 1, entered(ben))


def test_what_is_handed_in_stays_whole(asha: Member, ben: Member) -> None:
    """A submitted case cannot be emptied by saving it as if it were a draft."""
    case_id = a_case(fellow=asha, supervisor=ben)
    with pytest.raises(Invalid) as refusal:
        cases.change(asha.actor, case_id, 1, entered(None, submit=False, age_band=None))
    assert {"supervisor", "age_band"} <= refusal.value.complaints.keys()


def test_a_changed_draft_stays_a_draft_until_it_is_submitted(asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben, submit=False)
    cases.change(asha.actor, case_id, 1, entered(ben, submit=False, indication="sciatica"))
    case = db.session.get_one(Case, (asha.program_id, case_id))
    assert (case.state, case.indication, case.revision) == (State.DRAFT, "sciatica", 2)
    cases.change(asha.actor, case_id, 2, entered(ben))
    assert case.state is State.SUBMITTED
    assert case.submitted_at is not None


def test_a_stale_change_changes_nothing(asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    cases.change(asha.actor, case_id, 1, entered(ben, indication="the first"))
    with pytest.raises(cases.Stale):
        cases.change(asha.actor, case_id, 1, entered(ben, indication="the second"))
    assert db.session.get_one(Case, (asha.program_id, case_id)).indication == "the first"


def test_another_case_under_a_known_id_is_stale(asha: Member, finn: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    for other, said in ((asha, entered(ben, indication="another")), (finn, entered(ben))):
        assert other.enrollment_id is not None
        with pytest.raises(cases.Stale):
            cases.log(other.actor, case_id, other.enrollment_id, said)


def test_withdrawing_what_is_approved_needs_a_reason(asha: Member, ben: Member) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    with pytest.raises(Invalid):
        cases.withdraw(asha.actor, case_id, " \0 ")
    assert credit_of(asha, LUMBAR) == 1


def test_a_withdrawn_case_is_reopened_as_a_draft_without_its_approval(
    asha: Member, ben: Member
) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    cases.withdraw(asha.actor, case_id, "The wrong level.")
    cases.reopen(asha.actor, case_id)
    case = db.session.get_one(Case, (asha.program_id, case_id))
    assert (case.state, case.credited_role, case.closing_words) == (State.DRAFT, None, "")


def test_a_director_voids_with_a_reason_that_stays(asha: Member, ben: Member, dana: Member) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    with pytest.raises(Invalid):
        cases.void(dana.actor, case_id, "")
    cases.void(dana.actor, case_id, "Logged for the wrong fellow.")
    case = db.session.get_one(Case, (asha.program_id, case_id))
    assert (case.state, case.closing_words) == (State.VOIDED, "Logged for the wrong fellow.")
    assert credit_of(asha, LUMBAR) == 0
    assert progress.differences(asha.program_id) == []


def test_the_coordinator_asks_another_supervisor(
    asha: Member, ben: Member, eve: Member, lee: Member, cora: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    for nobody in (lee.id, asha.id, new_id()):
        with pytest.raises(Invalid):
            cases.reassign(cora.actor, case_id, nobody)
    cases.reassign(cora.actor, case_id, eve.id)
    assert db.session.get_one(Case, (asha.program_id, case_id)).supervisor_id == eve.id


def test_a_strangers_hands_reach_nothing(
    asha: Member, ben: Member, eve: Member, rin: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    for stranger in (eve, rin):
        for act in (
            lambda who: cases.withdraw(who, case_id, "Mine."),
            lambda who: cases.void(who, case_id, "Mine."),
            lambda who: cases.reassign(who, case_id, eve.id),
            lambda who: cases.change(who, case_id, 1, entered(ben)),
        ):
            with pytest.raises(NoResultFound):
                act(stranger.actor)


def test_who_the_patient_is_stays_out(asha: Member, ben: Member) -> None:
    with pytest.raises(Invalid) as refusal:
        a_case(fellow=asha, supervisor=ben, reflection="MRN 00123456 did well.")
    assert "reflection" in refusal.value.complaints


def test_control_characters_are_left_out(asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben, indication="leg\0 pain\x1b")
    assert db.session.get_one(Case, (asha.program_id, case_id)).indication == "leg pain"


@pytest.mark.parametrize("same", [True, False])
def test_of_two_posts_at_the_same_moment_one_finds_the_row_of_the_other(
    asha: Member, ben: Member, monkeypatch: pytest.MonkeyPatch, same: bool
) -> None:
    """Neither saw the other's row when it looked; the database lets one of them in."""
    case_id = a_case(fellow=asha, supervisor=ben)
    looked = cases.ground_of
    monkeypatch.setattr(
        cases, "ground_of", lambda *asked: replace(looked(*asked), already_logged=False)
    )
    assert asha.enrollment_id is not None
    again = entered(ben) if same else entered(ben, indication="neck pain")
    before = ledger_size()
    if same:
        assert cases.log(asha.actor, case_id, asha.enrollment_id, again) == case_id
    else:
        with pytest.raises(cases.Stale):  # as it would have been told a moment later
            cases.log(asha.actor, case_id, asha.enrollment_id, again)
    assert ledger_size() == before


def ledger_size() -> int:
    return db.session.scalars(select(func.count()).select_from(LedgerEntry)).one()
