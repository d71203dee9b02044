"""Who may not assess and who may not judge: each refusal with its reason, by the named cast."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from logbook.database import db
from logbook.models.programs import Membership
from logbook.policy.actors import Actor, Role
from logbook.services import assessing, programs, sign_off_judging
from logbook.services.refusals import Invalid, Refused
from logbook.services.sign_off_judging import Said
from tests.cast import CAST, RIVERSIDE, TODAY, Member
from tests.makers.assessments import a_judgement, an_assessment
from tests.makers.people import a_member
from tests.makers.sign_offs import STRONGLY, a_candidate, a_proposal, evidence, judge
from tests.services.test_who_may_sign import forged_assessment, refused_by_the_database, related


def as_now(member: Member) -> Actor:
    return db.session.get_one(Membership, (RIVERSIDE, member.id)).as_actor(TODAY)


def assess(as_: Actor, assessment_id: UUID) -> None:
    assessing.finish(as_, assessment_id, 1, a_judgement())


def came_today(member: Member) -> None:
    programs.set_since(CAST["cora"].actor, member.id, TODAY)


# ── an assessment ────────────────────────────────────────────────────────────────────────────


def test_nobody_assesses_themselves(asha: Member, ben: Member) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    with pytest.raises(Refused, match="Nobody assesses themselves"):
        assess(asha.actor, assessment_id)
    with pytest.raises(Invalid):
        an_assessment(fellow=asha, assessor=asha)


def test_nobody_assesses_who_was_not_asked(asha: Member, ben: Member, eve: Member) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    with pytest.raises(Exception, match="No row was found"):
        assess(eve.actor, assessment_id)


def test_who_is_no_supervisor_any_more_assesses_nobody(
    asha: Member, ben: Member, dana: Member
) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    programs.change_roles(dana.actor, ben.id, frozenset({Role.COMMITTEE}))
    with pytest.raises(Refused, match="Only the assessor who is asked"):
        assess(as_now(ben), assessment_id)


def test_who_has_left_assesses_nobody(asha: Member, ben: Member, cora: Member) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    programs.leave(cora.actor, ben.id, TODAY)
    with pytest.raises(Refused, match="You have left this program"):
        assess(as_now(ben), assessment_id)
    with refused_by_the_database("may not assess"):
        forged_assessment(assessment_id)


def test_who_came_after_the_day_assesses_it_not(asha: Member) -> None:
    lars, day = a_member("Lars", Role.SUPERVISOR), TODAY - timedelta(days=1)
    assessment_id = an_assessment(fellow=asha, assessor=lars, happened_on=day)
    came_today(lars)
    with pytest.raises(Refused, match="no supervisor of this program on the day that is assessed"):
        assess(lars.actor, assessment_id)
    with refused_by_the_database("may not sign this on that day"):
        forged_assessment(assessment_id)
    assess(lars.actor, an_assessment(fellow=asha, assessor=lars))


# ── a competency ─────────────────────────────────────────────────────────────────────────────


def test_nobody_judges_their_own_competency(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben, eve)
    with pytest.raises(Invalid) as wrong:
        a_proposal(nia, nia, eve)
    assert wrong.value.complaints["judge_0"].id == "Nobody judges their own competency."
    sign_off_id = a_proposal(nia, ben, eve)
    said = Said("4", "I was splendid.", evidence(nia).seen)
    with pytest.raises(Refused, match="Nobody judges their own competency"):
        sign_off_judging.judge(nia.actor, sign_off_id, sign_off_id, said, STRONGLY)


def test_no_relative_judges(ben: Member, eve: Member) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_proposal(nia, ben, eve)
    related(ben, nia)
    with pytest.raises(Refused, match="conflict of interest"):
        judge(sign_off_id, ben)
    with pytest.raises(Invalid) as wrong:
        a_proposal(a_candidate(name="Zoe"), ben, ben)
    assert "judge_1" in wrong.value.complaints


def test_who_was_not_asked_judges_nothing(ben: Member, eve: Member) -> None:
    sign_off_id = a_proposal(a_candidate(ben, eve), ben, eve)
    sam = a_member("Sam", Role.SUPERVISOR, Role.AUDITOR)
    with pytest.raises(Refused, match="Only those who are asked"):
        judge(sign_off_id, sam)


def test_who_is_no_supervisor_any_more_judges_nothing(
    ben: Member, eve: Member, dana: Member
) -> None:
    sign_off_id = a_proposal(a_candidate(ben, eve), ben, eve)
    programs.change_roles(dana.actor, ben.id, frozenset({Role.COMMITTEE}))
    with pytest.raises(Refused, match="is no supervisor of the program now"):
        judge(sign_off_id, ben)


def test_who_has_left_judges_nothing(ben: Member, eve: Member, cora: Member) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_proposal(nia, ben, eve)
    programs.leave(cora.actor, ben.id, TODAY)
    said = Said("4", "Steady.", evidence(nia).seen)
    with pytest.raises(Refused, match="You have left this program"):
        sign_off_judging.judge(as_now(ben), sign_off_id, sign_off_id, said, STRONGLY)


def test_who_has_yet_to_come_is_not_asked(ben: Member, eve: Member) -> None:
    lars = a_member("Lars", Role.SUPERVISOR)
    tomorrow = TODAY + timedelta(days=1)
    db.session.execute(
        update(Membership).where(Membership.id == lars.id).values(joined_on=tomorrow)
    )
    db.session.commit()
    with pytest.raises(Invalid) as wrong:
        a_proposal(a_candidate(ben, eve), lars, eve)
    assert "not a member of the program on that day" in wrong.value.complaints["judge_0"].id
