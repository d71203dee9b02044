"""What a policy says of one record, its twin says of the whole table: for everybody."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from logbook.database import db
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.committee import CommitteeMeeting
from logbook.models.committee_decisions import CommitteeLetter, CommitteePlan
from logbook.models.credentials import Credential
from logbook.models.curriculum import Enrollment
from logbook.models.hospital import CodeMap, HospitalImport, KeptColumns
from logbook.models.knowledge import Sitting
from logbook.models.milestones import MilestoneReview, SelfRating
from logbook.models.portfolio import TeachingSession
from logbook.models.reconcile import HospitalShare
from logbook.models.reminders import Delegation
from logbook.models.rounds import FeedbackRound
from logbook.models.sign_offs import ConflictOfInterest, JudgeSeat, SignOff
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import may_view
from logbook.policy.committee import may_read_of, may_read_plan, may_see_meeting
from logbook.policy.conflicts import may_see as may_see_conflict
from logbook.policy.credentials import may_view as may_view_credential
from logbook.policy.hospital import may_import
from logbook.policy.hospital import may_view as may_view_share
from logbook.policy.knowledge import may_see_results
from logbook.policy.milestones import may_see as may_see_review
from logbook.policy.reminders import may_see_delegation
from logbook.policy.rotations import may_see_time
from logbook.policy.rounds import may_view as may_view_round
from logbook.policy.sign_offs import may_view as may_view_sign_off
from logbook.policy.teaching import may_see_sessions
from logbook.queries.committee_visibility import (
    letters_visible_to,
    meetings_visible_to,
    plans_visible_to,
    self_ratings_visible_to,
)
from logbook.queries.conflicts import conflicts_visible_to
from logbook.queries.credential_visibility import credentials_visible_to
from logbook.queries.hospital_visibility import hospital_visible_to, shares_visible_to
from logbook.queries.portfolio_visibility import (
    reviews_visible_to,
    sessions_visible_to,
    sittings_visible_to,
)
from logbook.queries.rotation_visibility import time_visible_to
from logbook.queries.round_visibility import rounds_visible_to
from logbook.queries.sign_off_visibility import sign_offs_visible_to
from logbook.queries.stand_ins import delegations_visible_to
from logbook.queries.visibility import cases_visible_to
from logbook.services import approval, cases, committee_rating, conflicts
from tests.cast import CAST, RIVERSIDE, TODAY, Member
from tests.makers import committee
from tests.makers.amendments import an_approved_amendment
from tests.makers.cases import a_case, an_approved_case
from tests.makers.credentials import a_credential, a_verified_credential
from tests.makers.hospital import imported, mapped
from tests.makers.hospital_files import a_bundle, a_procedure
from tests.makers.people import a_member
from tests.makers.records import a_draft, a_review, a_session, a_sitting, all_levels
from tests.makers.reminders import a_deputy
from tests.makers.rounds import a_closed_round
from tests.makers.sign_offs import a_candidate, a_proposal

RIVERSIDERS = ["asha", "finn", "ben", "eve", "lee", "dana", "cora", "mia", "ola"]
STRANGERS = ["rin", "ravi", "ada"]


@pytest.fixture
def one_of_each(app: Flask, asha: Member, finn: Member, ben: Member, eve: Member) -> list[Case]:
    """Cases of both fellows with both supervisors, in every state."""
    a_case(fellow=asha, supervisor=ben, submit=False)
    a_case(fellow=finn, supervisor=None, submit=False)
    a_case(fellow=finn, supervisor=eve)
    an_approved_case(fellow=asha, supervisor=ben)
    returned = a_case(fellow=asha, supervisor=eve)
    approval.return_(eve.actor, returned, 1, reason="Which side?")
    cases.withdraw(finn.actor, a_case(fellow=finn, supervisor=ben), "Logged twice.")
    voided = a_case(fellow=asha, supervisor=ben)
    cases.void(CAST["dana"].actor, voided, "Logged for the wrong fellow.")
    wrong = an_approved_case(fellow=finn, supervisor=eve)
    an_approved_amendment(wrong, fellow=finn, supervisor=ben)
    found = list(db.session.scalars(select(Case).where(Case.program_id == RIVERSIDE)))
    assert len({case.state for case in found}) == 7
    return found


def listed(actor: Actor) -> set[object]:
    return set(db.session.scalars(select(Case.id).where(cases_visible_to(actor))))


@pytest.mark.parametrize("name", RIVERSIDERS)
def test_a_member_lists_what_they_may_open(one_of_each: list[Case], name: str) -> None:
    actor = CAST[name].actor
    assert listed(actor) == {case.id for case in one_of_each if may_view(actor, case)}


@pytest.mark.parametrize("name", RIVERSIDERS)
def test_a_member_lists_the_rounds_that_they_may_open(app: Flask, cora: Member, name: str) -> None:
    for fellow in (CAST["asha"], CAST["finn"]):
        a_closed_round(fellow=fellow, by=cora)
    found = db.session.scalars(select(FeedbackRound)).all()
    actor = CAST[name].actor
    listed_ = select(FeedbackRound.id).where(rounds_visible_to(actor))
    assert set(db.session.scalars(listed_)) == {
        one.id for one in found if may_view_round(actor, one)
    }


@pytest.mark.parametrize("name", RIVERSIDERS)
def test_a_member_lists_the_credentials_that_they_may_open(
    app: Flask, cora: Member, name: str
) -> None:
    a_verified_credential(of=CAST["asha"], by=cora)
    for holder in ("finn", "ben", "dana", "ola"):
        a_credential(of=CAST[holder])
    found = db.session.scalars(select(Credential)).all()
    actor = CAST[name].actor
    listed_ = select(Credential.id).where(credentials_visible_to(actor))
    assert set(db.session.scalars(listed_)) == {
        one.id for one in found if may_view_credential(actor, one)
    }


@pytest.mark.parametrize("name", RIVERSIDERS)
def test_a_member_finds_the_time_that_they_may_see(app: Flask, name: str) -> None:
    actor, here = CAST[name].actor, Enrollment.program_id == RIVERSIDE
    found = db.session.scalars(select(Enrollment).where(here)).all()
    listed_ = select(Enrollment.id).where(here, time_visible_to(actor))
    assert set(db.session.scalars(listed_)) == {
        one.id for one in found if may_see_time(actor, one.fellow_id)
    }


@pytest.mark.parametrize("name", [*RIVERSIDERS, *STRANGERS])
def test_a_member_lists_the_records_that_they_may_open(app: Flask, name: str) -> None:
    """Sessions, results and reviews of both fellows; a stranger finds none of them."""
    a_session()
    for enrollment_id in (CAST["asha"].enrollment_id, CAST["finn"].enrollment_id):
        a_sitting(enrollment_id=enrollment_id)
        a_draft(enrollment_id=enrollment_id)
        a_review(enrollment_id=enrollment_id, on=TODAY - timedelta(days=20))
    actor = CAST[name].actor
    for kind, twin, may in (
        (TeachingSession, sessions_visible_to, lambda _: may_see_sessions(actor)),
        (Sitting, sittings_visible_to, lambda one: may_see_results(actor, one.fellow_id)),
        (MilestoneReview, reviews_visible_to, lambda one: may_see_review(actor, one)),
    ):
        found = db.session.scalars(select(kind).where(kind.program_id == RIVERSIDE)).all()
        expected = {one.id for one in found if may(one)} if name in RIVERSIDERS else set()
        assert set(db.session.scalars(select(kind.id).where(twin(actor)))) == expected, kind


@pytest.mark.parametrize("name", RIVERSIDERS)
def test_a_member_lists_the_sign_offs_that_they_may_open(
    app: Flask, ben: Member, eve: Member, dana: Member, name: str
) -> None:
    a_proposal(a_candidate(ben, eve), ben, eve)
    a_proposal(a_candidate(eve, name="Zoe", judges=[{"role": "supervisor"}]), eve)
    found = db.session.scalars(select(SignOff)).all()
    actor = CAST[name].actor
    asked = set(
        db.session.scalars(select(JudgeSeat.sign_off_id).where(JudgeSeat.judge_id == actor.id))
    )
    listed_ = select(SignOff.id).where(sign_offs_visible_to(actor))
    assert set(db.session.scalars(listed_)) == {
        one.id for one in found if may_view_sign_off(actor, one, one.id in asked)
    }


@pytest.mark.parametrize("name", RIVERSIDERS)
def test_a_member_lists_the_conflicts_that_they_may_see(
    app: Flask, ben: Member, asha: Member, finn: Member, name: str
) -> None:
    conflicts.declare(asha.actor, new_id(), asha.id, ben.id)
    conflicts.declare(finn.actor, new_id(), finn.id, CAST["eve"].id)
    found = db.session.scalars(select(ConflictOfInterest)).all()
    actor = CAST[name].actor
    listed_ = select(ConflictOfInterest.id).where(conflicts_visible_to(actor))
    assert set(db.session.scalars(listed_)) == {
        one.id for one in found if may_see_conflict(actor, {one.member_id, one.other_id})
    }


@pytest.mark.parametrize("name", RIVERSIDERS)
def test_a_member_lists_the_delegations_that_they_may_see(
    app: Flask, ben: Member, eve: Member, name: str
) -> None:
    third = a_member("Zoe", Role.SUPERVISOR)
    for of, deputy in ((ben, eve), (eve, ben), (third, eve), (third, ben)):
        standing = None if of is third and deputy is ben else TODAY
        a_deputy(of=of, deputy=deputy, ends_on=standing)
    found = db.session.scalars(select(Delegation)).all()
    actor = CAST[name].actor
    listed_ = select(Delegation.id).where(delegations_visible_to(actor))
    assert set(db.session.scalars(listed_)) == {
        one.id for one in found if may_see_delegation(actor, one)
    }


@pytest.mark.parametrize("name", [*RIVERSIDERS, *STRANGERS])
def test_a_member_lists_what_of_the_committee_they_may_read(app: Flask, name: str) -> None:
    """A meeting in each state, letters and plans of asha, own ratings of both fellows."""
    committee.a_held_meeting()
    committee.a_meeting()
    committee.an_asked_meeting()
    committee.close(committee.a_session([CAST["finn"]]))
    for fellow in (CAST["asha"], CAST["finn"]):
        committee_rating.rate_self(fellow.actor, new_id(), all_levels(), "")
    actor = CAST[name].actor
    for kind, twin, may in (
        (CommitteeMeeting, meetings_visible_to, lambda one: may_see_meeting(actor, one)),
        (CommitteeLetter, letters_visible_to, lambda one: may_read_of(actor, one.fellow_id)),
        (SelfRating, self_ratings_visible_to, lambda one: may_read_of(actor, one.fellow_id)),
        (
            CommitteePlan,
            plans_visible_to,
            lambda one: may_read_plan(actor, one.fellow_id, one.owner_id),
        ),
    ):
        found = db.session.scalars(select(kind).where(kind.program_id == RIVERSIDE)).all()
        assert found
        expected = {one.id for one in found if may(one)} if name in RIVERSIDERS else set()
        assert set(db.session.scalars(select(kind.id).where(twin(actor)))) == expected, kind


@pytest.mark.parametrize("name", STRANGERS)
def test_a_stranger_lists_nothing(one_of_each: list[Case], name: str) -> None:
    """A policy is asked of a record that was found under the actor's program; the list finds."""
    assert listed(CAST[name].actor) == set()


@pytest.mark.parametrize("name", [*RIVERSIDERS, *STRANGERS])
def test_a_member_lists_the_hospitals_record_that_they_may_see(
    app: Flask, asha: Member, name: str
) -> None:
    """Shares of asha and of nobody, and what whoever brings the record in sees of it."""
    alone = [{"actor": {"reference": "Practitioner/ben"}}]
    imported(a_bundle(a_procedure(1), a_procedure(2, performer=alone)))
    mapped()
    actor = CAST[name].actor
    shares = db.session.scalars(select(HospitalShare)).all()
    assert {one.fellow_id for one in shares} == {asha.id, None}
    may = {one.id for one in shares if may_view_share(actor, one)}
    listed_ = set(db.session.scalars(select(HospitalShare.id).where(shares_visible_to(actor))))
    assert listed_ == (may if name in RIVERSIDERS else set())
    for kind in (CodeMap, HospitalImport, KeptColumns):
        seen = set(db.session.scalars(select(kind.id).where(hospital_visible_to(actor, kind))))
        there = set(db.session.scalars(select(kind.id).where(kind.program_id == RIVERSIDE)))
        mine = bool(may_import(actor)) and name in RIVERSIDERS
        assert seen == (there if mine else set()), kind
