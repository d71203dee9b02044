"""Nobody signs for a relative: no case and no assessment, and no deputy does in their place."""

from uuid import uuid4

import pytest

from logbook.database import db
from logbook.domain.catalogue import CaseRole
from logbook.models.cases import Case
from logbook.services import approval, assessing, audit, cases, conflicts
from logbook.services.refusals import Invalid, Refused
from tests.cast import RIVERSIDE, Member
from tests.makers.assessments import a_judgement, an_assessment
from tests.makers.cases import a_case, entered
from tests.makers.reminders import a_deputy

TO_THE_SIGNER = "A conflict of interest between you and this fellow is declared."
TO_WHO_ASKS = "A conflict of interest between this person and the fellow is declared."


def relatives(one: Member, other: Member, keeper: Member) -> None:
    conflicts.declare(keeper.actor, uuid4(), one.id, other.id)


def test_a_case_is_not_answered_by_a_relative(asha: Member, ben: Member, cora: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    relatives(asha, ben, cora)
    with pytest.raises(Refused, match=TO_THE_SIGNER):
        approval.approve(ben.actor, case_id, 1, role_stated=CaseRole.ASSISTED, level="3")
    with pytest.raises(Refused, match=TO_THE_SIGNER):
        approval.return_(ben.actor, case_id, 1, reason="which level?")
    db.session.expire_all()
    assert db.session.get_one(Case, (RIVERSIDE, case_id)).answered_at is None
    assert audit.verify() == []


def test_a_relative_is_not_asked_and_somebody_else_is(
    asha: Member, ben: Member, eve: Member, cora: Member
) -> None:
    relatives(ben, asha, cora)
    with pytest.raises(Invalid) as complaint:
        a_case(fellow=asha, supervisor=ben)
    assert complaint.value.complaints["supervisor"].id == TO_WHO_ASKS
    case_id = a_case(fellow=asha, supervisor=eve, submit=False)
    with pytest.raises(Invalid):
        cases.change(asha.actor, case_id, 1, entered(ben))
    cases.change(asha.actor, case_id, 1, entered(eve))


def test_an_assessment_is_neither_asked_of_a_relative_nor_given(
    asha: Member, ben: Member, cora: Member
) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    relatives(asha, ben, cora)
    with pytest.raises(Refused, match=TO_THE_SIGNER):
        assessing.finish(ben.actor, assessment_id, 1, a_judgement())
    with pytest.raises(Invalid) as complaint:
        an_assessment(fellow=asha, assessor=ben)
    assert [one.id for one in complaint.value.complaints.values()] == [TO_WHO_ASKS]


def test_a_case_is_not_passed_on_to_a_relative(
    asha: Member, ben: Member, eve: Member, cora: Member
) -> None:
    relatives(asha, eve, cora)
    case_id = a_case(fellow=asha, supervisor=ben)
    a_deputy(of=ben, deputy=eve)
    db.session.expire_all()
    assert db.session.get_one(Case, (RIVERSIDE, case_id)).supervisor_id == ben.id


def test_it_counts_until_it_is_ended(asha: Member, ben: Member, cora: Member) -> None:
    conflict_id = uuid4()
    case_id = a_case(fellow=asha, supervisor=ben)
    conflicts.declare(asha.actor, conflict_id, asha.id, ben.id)
    conflicts.end(cora.actor, conflict_id)
    approval.approve(ben.actor, case_id, 1, role_stated=CaseRole.ASSISTED, level="3")
