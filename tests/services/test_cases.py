"""What a fellow may do with a case, through the services."""

import pytest

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
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
