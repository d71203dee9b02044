"""Institutions are named, programs join, and officers come and go: by the administrator only."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from logbook.database import begin_to_write, db
from logbook.models.audit import LedgerEntry
from logbook.models.columns import new_id
from logbook.models.identity import Account, SignInSession
from logbook.models.institutions import Institution, InstitutionOfficer
from logbook.models.programs import Program
from logbook.policy.actors import INSTALLATION, Role
from logbook.queries.identity import signed_in
from logbook.services import audit, identity, institutions
from logbook.services.institutions import slug_of
from logbook.services.refusals import Invalid, Refused
from tests.cast import HILLSIDE, RIVERSIDE, Member
from tests.makers.institutions import an_institution, an_officer, office_of


def happened() -> list[str]:
    """What the installation's ledger was told."""
    asked = select(LedgerEntry.event).where(LedgerEntry.program_id == INSTALLATION)
    return list(db.session.scalars(asked.order_by(LedgerEntry.seq)))


def home_of(program_id: object) -> object:
    return db.session.get_one(Program, program_id, populate_existing=True).institution_id


def test_an_institution_is_named_once(ada: Member) -> None:
    made = an_institution(name="Lakeview Hospitals")
    found = db.session.get_one(Institution, made)
    assert (found.slug, found.country, found.least) == ("lakeview-hospitals", "US", 4)
    for name in ("Lakeview Hospitals", "lakeview  hospitals!"):
        with pytest.raises(Invalid) as wrong:
            institutions.create(ada.actor, name=name, country="US")
        assert set(wrong.value.complaints) == {"name"}


@pytest.mark.parametrize(
    ("name", "country", "field"), [("Good", "USA", "country"), ("Good", "1x", "country")]
)
def test_a_country_has_two_letters(ada: Member, name: str, country: str, field: str) -> None:
    with pytest.raises(Invalid) as wrong:
        institutions.create(ada.actor, name=name, country=country)
    assert set(wrong.value.complaints) == {field}


def test_a_name_needs_letters(ada: Member) -> None:
    with pytest.raises(Invalid):
        institutions.create(ada.actor, name="???", country="US")


def test_short_names() -> None:
    assert slug_of("Zürich, Universitäts-Spital (A)") == "zurich-universitats-spital-a"


def test_programs_join_and_leave(ada: Member) -> None:
    here, there = an_institution(RIVERSIDE), an_institution(name="Seaside")
    assert home_of(RIVERSIDE) == here
    with pytest.raises(Invalid):
        institutions.join(ada.actor, here, RIVERSIDE)
    institutions.join(ada.actor, there, RIVERSIDE)
    assert home_of(RIVERSIDE) == there
    with pytest.raises(Invalid):
        institutions.leave(ada.actor, here, RIVERSIDE)
    institutions.leave(ada.actor, there, RIVERSIDE)
    assert home_of(RIVERSIDE) is None
    assert [one for one in happened() if one.startswith("institution.program")] == [
        "institution.program_joined",
        "institution.program_left",
        "institution.program_joined",
        "institution.program_left",
    ]
    assert audit.verify(INSTALLATION) == []


def test_the_installation_itself_joins_nothing(ada: Member) -> None:
    here = an_institution()
    with pytest.raises(Exception, match="No row was found"):
        institutions.join(ada.actor, here, INSTALLATION)


def test_how_few_has_bounds(ada: Member) -> None:
    here = an_institution()
    institutions.set_least(ada.actor, here, 6)
    assert db.session.get_one(Institution, here).least == 6
    for least in (2, 21):
        with pytest.raises(Invalid):
            institutions.set_least(ada.actor, here, least)


def test_a_new_officer_gets_an_account_and_a_link(ada: Member) -> None:
    here = an_institution()
    made = institutions.appoint(ada.actor, here, name="Olive", address=" Olive@Example.org")
    assert made.link is not None
    owner = identity.owner_of_link(made.link.token)
    assert owner is not None and owner.id == made.account_id
    assert owner.address == "olive@example.org"
    assert {"account.created", "officer.appointed"} <= set(happened())


def test_who_has_an_account_keeps_it(ada: Member, dana: Member) -> None:
    here = an_institution()
    made = institutions.appoint(ada.actor, here, name="X", address="dana@example.org")
    assert (made.account_id, made.link) == (dana.account_id, None)
    with pytest.raises(Invalid):
        institutions.appoint(ada.actor, None, name="X", address="dana@example.org")


def test_a_closed_account_gets_no_office(ada: Member, dana: Member) -> None:
    db.session.get_one(Account, dana.account_id).closed_at = datetime.now(UTC)
    db.session.commit()
    with pytest.raises(Invalid):
        institutions.appoint(ada.actor, None, name="X", address="dana@example.org")


def a_session(account_id: object, program_id: object) -> str:
    token_hash = identity.hash_of(f"a session of {account_id}")
    db.session.add(
        SignInSession(
            account_id=account_id,
            token_hash=token_hash,
            program_id=program_id,
            created_at=datetime.now(UTC),
        )
    )
    db.session.commit()
    return token_hash


def acting(token_hash: str) -> object:
    now = datetime.now(UTC)
    found = signed_in(token_hash, now, now - timedelta(days=1))
    assert found is not None
    return found.actor


def test_who_signs_in_as_an_officer_is_one_until_they_are_dismissed(ada: Member) -> None:
    here = an_institution()
    officer = an_officer(here)
    token_hash = a_session(officer.account_id, INSTALLATION)
    assert acting(token_hash) == officer.actor
    institutions.dismiss(ada.actor, office_of(officer))
    assert acting(token_hash) is None
    with pytest.raises(Invalid):
        institutions.dismiss(ada.actor, office_of(officer))
    assert happened()[-1] == "officer.dismissed"


def test_a_national_officer_has_the_role_and_no_institution(app: Flask) -> None:
    officer = an_officer(None)
    assert acting(a_session(officer.account_id, INSTALLATION)) == officer.actor
    assert officer.actor.roles == {Role.NATIONAL_OFFICER}


def test_without_an_office_the_installation_is_nobodys(dana: Member) -> None:
    assert acting(a_session(dana.account_id, INSTALLATION)) is None


def test_a_director_who_is_an_officer_changes_places(ada: Member, dana: Member) -> None:
    here = an_institution()
    token_hash = a_session(dana.account_id, RIVERSIDE)
    session_id = db.session.scalars(
        select(SignInSession.id).where(SignInSession.token_hash == token_hash)
    ).one()
    who = identity.of_account(dana.account_id)
    with pytest.raises(Exception, match="No row was found"):
        identity.switch_program(who, session_id, INSTALLATION)
    institutions.appoint(ada.actor, here, name="X", address="dana@example.org")
    identity.switch_program(who, session_id, INSTALLATION)
    actor = acting(token_hash)
    assert getattr(actor, "roles", None) == {Role.OFFICER}
    identity.switch_program(who, session_id, RIVERSIDE)
    assert acting(token_hash) == dana.actor


def test_the_database_refuses_a_second_office(app: Flask) -> None:
    officer = an_officer(None)
    begin_to_write()
    db.session.add(
        InstitutionOfficer(
            id=new_id(), account_id=officer.account_id, appointed_at=datetime.now(UTC)
        )
    )
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


ACTS: dict[str, Callable[[Member], object]] = {
    "create": lambda who: institutions.create(who.actor, name="New", country="US"),
    "join": lambda who: institutions.join(who.actor, _first(), HILLSIDE),
    "leave": lambda who: institutions.leave(who.actor, _first(), RIVERSIDE),
    "set_least": lambda who: institutions.set_least(who.actor, _first(), 5),
    "appoint": lambda who: institutions.appoint(
        who.actor, None, name="New", address="n@example.org"
    ),
    "dismiss": lambda who: institutions.dismiss(who.actor, _office()),
}


def _first() -> object:
    return db.session.scalars(select(Institution.id)).first()


def _office() -> object:
    return db.session.scalars(select(InstitutionOfficer.id)).first()


@pytest.mark.parametrize("act", ACTS)
def test_only_the_administrator_does_that(dana: Member, act: str) -> None:
    officer = an_officer(an_institution(RIVERSIDE))
    for who in (dana, officer):
        with pytest.raises(Refused):
            ACTS[act](who)
