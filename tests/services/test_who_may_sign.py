"""Who may sign for whom: each refusal with its reason in policy, and by the database itself.

Own case and competency, a declared conflict, somebody who was no supervisor on that day, who left,
whose privilege has ended: for the answer to a case, an assessment and a judgement.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from logbook.database import db
from logbook.domain.assessment_content import Judgement as Said
from logbook.domain.cases import Answer
from logbook.domain.catalogue import CaseRole
from logbook.domain.privileges import Checked, Scope
from logbook.models.assessments import Assessment
from logbook.models.cases import Case, CaseAnswer
from logbook.models.columns import new_id
from logbook.models.programs import Membership
from logbook.models.sign_offs import Judgement
from logbook.policy.actors import Role
from logbook.services import approval, assessing, audit, conflicts, privileges, programs, progress
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.assessments import an_assessment
from tests.makers.cases import a_case
from tests.makers.people import a_member
from tests.makers.sign_offs import a_candidate, a_proposal, judge

BLOCK = "esi_lumbosacral_transforaminal"


def approve(by: Member, case_id: UUID) -> UUID:
    return approval.approve(by.actor, case_id, 1, role_stated=CaseRole.PERFORMED_DIRECT, level="3")


@contextmanager
def refused_by_the_database(why: str) -> Iterator[None]:
    with pytest.raises(DatabaseError, match=why), db.session.begin_nested():
        yield


def an_answer(case_id: UUID, by: UUID, answer: Answer = Answer.APPROVED) -> CaseAnswer:
    """As somebody who goes past the service would write it."""
    approved = answer is Answer.APPROVED
    return CaseAnswer(
        program_id=RIVERSIDE,
        id=new_id(),
        case_id=case_id,
        case_revision=1,
        supervisor_id=by,
        answer=answer,
        role_stated=CaseRole.PERFORMED_DIRECT if approved else None,
        scale="s" if approved else None,
        level="3" if approved else None,
        words="" if approved else "look again",
        answered_at=datetime.now(UTC),
    )


def forged(case_id: UUID, by: UUID, answer: Answer = Answer.APPROVED) -> None:
    db.session.add(an_answer(case_id, by, answer))
    db.session.flush()


def forged_assessment(assessment_id: UUID, **but: object) -> None:
    said = {"state": "finished", "finished_at": datetime.now(UTC), "went_well": "All of it."}
    said |= {"next_step": "The other side.", "discipline": "physician", **but}
    table = Assessment.__table__
    db.session.execute(
        table.update().where(table.c.id == assessment_id).values(**said)  # type: ignore[attr-defined]
    )


def related(one: Member, other: Member) -> None:
    conflicts.declare(one.actor, uuid4(), one.id, other.id)


def gave(by: Member, to: Member, scope: Scope = Scope.ALL, code: str = "", **but: object) -> UUID:
    id_ = new_id()
    days = {"starts_on": TODAY - timedelta(days=30), "ends_on": None} | but
    privileges.give(by.actor, id_, to.id, scope=scope, code=code, **days)  # type: ignore[arg-type]
    return id_


# ── the answer to a case ─────────────────────────────────────────────────────────────────────


def test_nobody_approves_their_own_case(asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    with pytest.raises(Refused, match="own case"):
        approve(asha, case_id)
    with refused_by_the_database("may not answer"):
        forged(case_id, asha.id)


def test_relatives_approve_nothing_of_each_other(asha: Member, ben: Member, cora: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    related(ben, asha)
    with pytest.raises(Refused, match="conflict of interest"):
        approve(ben, case_id)
    with refused_by_the_database("may not answer"):
        forged(case_id, ben.id)
    approval.not_observed(ben.actor, case_id, 1)  # so that somebody else is asked


def test_who_came_after_the_day_of_the_case_approves_it_not(asha: Member, cora: Member) -> None:
    newcomer = a_member("Lars", Role.SUPERVISOR)
    day = TODAY - timedelta(days=1)
    case_id = a_case(fellow=asha, supervisor=newcomer, performed_on=day)
    programs.set_since(cora.actor, newcomer.id, TODAY)
    with pytest.raises(Refused, match="no supervisor of this program on the day"):
        approve(newcomer, case_id)
    with refused_by_the_database("may not answer"):
        forged(case_id, newcomer.id)


@pytest.mark.parametrize("answer", list(Answer))
def test_who_is_no_supervisor_answers_nothing(
    asha: Member, ben: Member, dana: Member, lee: Member, answer: Answer
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    for stranger in (dana, lee):
        with refused_by_the_database("may not answer"):
            forged(case_id, stranger.id, answer)
    with pytest.raises(Refused, match="Only the supervisor who is asked"):
        approve(dana, case_id)


def test_who_has_left_answers_nothing(asha: Member, ben: Member, cora: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    programs.leave(cora.actor, ben.id, TODAY)
    gone = db.session.get_one(Membership, (RIVERSIDE, ben.id)).as_actor(TODAY)
    with pytest.raises(Refused, match="You have left"):
        approval.approve(gone, case_id, 1, role_stated=CaseRole.OBSERVED, level="3")
    with refused_by_the_database("may not answer"):
        forged(case_id, ben.id)


# ── with privileges ──────────────────────────────────────────────────────────────────────────


def test_where_none_are_checked_nothing_changes(asha: Member, ben: Member) -> None:
    approve(ben, a_case(fellow=asha, supervisor=ben))


def test_where_a_program_warns_it_goes_through(asha: Member, ben: Member, dana: Member) -> None:
    privileges.set_checked(dana.actor, Checked.WARN)
    approve(ben, a_case(fellow=asha, supervisor=ben))


def test_where_it_refuses_a_privilege_of_that_day_is_needed(
    asha: Member, ben: Member, dana: Member, cora: Member
) -> None:
    privileges.set_checked(dana.actor, Checked.REFUSE)
    case_id = a_case(fellow=asha, supervisor=ben)
    category = db.session.get_one(Case, (RIVERSIDE, case_id)).category
    gave(cora, ben, Scope.CATEGORY, "another")
    gave(cora, ben, Scope.PROCEDURE, BLOCK, starts_on=TODAY + timedelta(days=1))
    lapsed = TODAY - timedelta(days=1)
    gave(cora, ben, Scope.ALL, ends_on=lapsed)
    with pytest.raises(Refused, match="no privilege"):
        approve(ben, case_id)
    with refused_by_the_database("may not answer"):
        forged(case_id, ben.id)
    approval.return_(ben.actor, case_id, 1, reason="The level is missing.")

    gave(cora, ben, Scope.CATEGORY, category)
    approve(ben, a_case(fellow=asha, supervisor=ben))
    assert audit.verify(RIVERSIDE) == [] and progress.differences(RIVERSIDE) == []


def test_a_privilege_that_was_ended_counts_no_more(
    asha: Member, ben: Member, dana: Member, cora: Member
) -> None:
    privileges.set_checked(dana.actor, Checked.REFUSE)
    privilege_id = gave(cora, ben)
    signed = a_case(fellow=asha, supervisor=ben)
    approve(ben, signed)
    privileges.end(cora.actor, privilege_id)
    with pytest.raises(Refused, match="no privilege"):
        approve(ben, a_case(fellow=asha, supervisor=ben))
    with pytest.raises(Conflict):
        privileges.end(cora.actor, privilege_id)
    assert db.session.get_one(Case, (RIVERSIDE, signed)).state == "approved"


def test_nobody_gives_privileges_to_themselves_and_only_supervisors_have_any(
    asha: Member, ben: Member, dana: Member, cora: Member
) -> None:
    for actor, to in ((ben, ben), (asha, ben), (cora, cora), (dana, dana)):
        with pytest.raises(Refused):
            gave(actor, to)
    with pytest.raises(Invalid):
        gave(cora, asha)
    with pytest.raises(Invalid):
        gave(cora, ben, ends_on=TODAY - timedelta(days=31))
    with pytest.raises(Refused):
        privileges.set_checked(cora.actor, Checked.OFF)


def test_given_twice_it_is_one(ben: Member, cora: Member) -> None:
    id_ = new_id()
    for _ in range(2):
        privileges.give(
            cora.actor, id_, ben.id, scope=Scope.ALL, code="", starts_on=TODAY, ends_on=None
        )
    found = db.session.execute(text("SELECT count(*) FROM privilege")).scalar_one()
    assert found == 1


# ── an assessment ────────────────────────────────────────────────────────────────────────────


def test_relatives_assess_nothing_of_each_other(asha: Member, ben: Member) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    related(asha, ben)
    with pytest.raises(Refused, match="conflict of interest"):
        assessing.finish(ben.actor, assessment_id, 1, Said(level="3", went_well="a", next_step="b"))
    with refused_by_the_database("may not assess"):
        forged_assessment(assessment_id)


@pytest.mark.parametrize("who", ["dana", "lee"])
def test_who_is_no_supervisor_assesses_nobody(
    asha: Member, ben: Member, cast: dict[str, Member], who: str
) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    with refused_by_the_database("may not assess"):
        forged_assessment(assessment_id, assessor_id=cast[who].id)


def test_nobody_assesses_themselves(asha: Member, ben: Member) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    with refused_by_the_database("not_ones_own|may not assess"):
        forged_assessment(assessment_id, assessor_id=asha.id)


# ── a judgement ──────────────────────────────────────────────────────────────────────────────


def test_a_judge_needs_privileges_for_what_the_competency_names(
    ben: Member, eve: Member, dana: Member, cora: Member
) -> None:
    nia = a_candidate(ben, eve)
    gave(cora, ben)
    of_eve = gave(cora, eve)
    privileges.set_checked(dana.actor, Checked.REFUSE)
    sign_off_id = a_proposal(nia, ben, eve)
    judge(sign_off_id, ben)
    privileges.end(cora.actor, of_eve)
    with pytest.raises(Refused, match="no privilege today"):
        judge(sign_off_id, eve)
    with pytest.raises(Invalid):
        a_proposal(a_candidate(name="Zoe"), ben, eve)
    with refused_by_the_database("no privilege to judge"):
        db.session.add(a_judgement(sign_off_id, nia, eve))
        db.session.flush()
    gave(cora, eve)
    judge(sign_off_id, eve)
    assert audit.verify(RIVERSIDE) == []


def a_judgement(sign_off_id: UUID, fellow: Member, by: Member) -> Judgement:
    return Judgement(
        program_id=RIVERSIDE,
        id=uuid4(),
        sign_off_id=sign_off_id,
        fellow_id=fellow.id,
        judge_id=by.id,
        place=1,
        level="4",
        words="Fine.",
        given_on=TODAY,
        given_at=datetime.now(UTC),
        grounds_sha256="0" * 64,
    )
