"""What a policy says of one record, its twin says of the whole table: for everybody."""

import pytest
from flask import Flask
from sqlalchemy import select

from logbook.database import db
from logbook.models.cases import Case
from logbook.models.credentials import Credential
from logbook.models.reminders import Delegation
from logbook.models.rounds import FeedbackRound
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import may_view
from logbook.policy.credentials import may_view as may_view_credential
from logbook.policy.reminders import may_see_delegation
from logbook.policy.rounds import may_view as may_view_round
from logbook.queries.credential_visibility import credentials_visible_to
from logbook.queries.round_visibility import rounds_visible_to
from logbook.queries.stand_ins import delegations_visible_to
from logbook.queries.visibility import cases_visible_to
from logbook.services import approval, cases
from tests.cast import CAST, RIVERSIDE, TODAY, Member
from tests.makers.cases import a_case, an_approved_case
from tests.makers.credentials import a_credential, a_verified_credential
from tests.makers.people import a_member
from tests.makers.reminders import a_deputy
from tests.makers.rounds import a_closed_round

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
    found = list(db.session.scalars(select(Case).where(Case.program_id == RIVERSIDE)))
    assert len({case.state for case in found}) == 6
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


@pytest.mark.parametrize("name", STRANGERS)
def test_a_stranger_lists_nothing(one_of_each: list[Case], name: str) -> None:
    """A policy is asked of a record that was found under the actor's program; the list finds."""
    assert listed(CAST[name].actor) == set()
