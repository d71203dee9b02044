"""Institutions are named, programs join them, and officers are appointed: by the administrator.

Told to the installation's ledger. An officer who has no account yet gets one, and a link to set a
password.
"""

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.decisions import say
from logbook.domain.events import AccountCreated, PasswordLinkAsked
from logbook.domain.events_institutions import (
    InstitutionChanged,
    InstitutionCreated,
    OfficerAppointed,
    OfficerDismissed,
    ProgramJoined,
    ProgramLeft,
)
from logbook.domain.suppression import LEAST, MOST
from logbook.models.columns import new_id
from logbook.models.identity import Account
from logbook.models.institutions import Institution, InstitutionOfficer
from logbook.models.programs import Program
from logbook.policy.actors import INSTALLATION, Actor
from logbook.policy.identity import may_administer
from logbook.services.identity import Link, fold, make_link
from logbook.services.refusals import Invalid, insist
from logbook.services.unit import Unit, unit_of_work

COUNTRY = re.compile("[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Appointed:
    """An officer; with a link where the account was made for it."""

    account_id: UUID
    link: Link | None


def create(actor: Actor, *, name: str, country: str) -> UUID:
    """A new institution, without programs or officers. Returns its id."""
    with unit_of_work(actor) as unit:
        insist(may_administer(actor))
        name, country, slug = name.strip(), country.strip().upper(), slug_of(name)
        if not COUNTRY.fullmatch(country):
            raise Invalid({"country": say("Two letters, such as US or ID.")})
        if not slug:
            raise Invalid({"name": say("Use letters in the name.")})
        taken = (Institution.name == name) | (Institution.slug == slug)
        if db.session.scalars(select(Institution.id).where(taken)).first():
            raise Invalid({"name": say("There is an institution of this name already.")})
        made = Institution(id=new_id(), name=name, slug=slug, country=country, created_at=unit.now)
        db.session.add(made)
        unit.record(InstitutionCreated(subject_id=made.id))
        return made.id


def slug_of(name: str) -> str:
    """Lower-case letters, digits and hyphens; what a command line takes without quotes."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:40]


def set_least(actor: Actor, institution_id: UUID, least: int) -> None:
    """On how few people a number that is shown may rest."""
    with unit_of_work(actor) as unit:
        institution = db.session.get_one(Institution, institution_id)
        insist(may_administer(actor))
        if not LEAST <= least <= MOST:
            between = say("Between %(least)s and %(most)s.", least=LEAST, most=MOST)
            raise Invalid({"least": between})
        institution.least = least
        unit.record(InstitutionChanged(subject_id=institution_id, least=least))


def join(actor: Actor, institution_id: UUID, program_id: UUID) -> None:
    """From now on the officers of this institution see what the program comes to. It leaves the
    institution it was in, if any."""
    with unit_of_work(actor) as unit:
        db.session.get_one(Institution, institution_id)
        program = _program(program_id)
        insist(may_administer(actor))
        if program.institution_id == institution_id:
            raise Invalid({"program": say("This program belongs to the institution already.")})
        if program.institution_id is not None:
            unit.record(ProgramLeft(subject_id=program.institution_id, program_id=program_id))
        program.institution_id = institution_id
        unit.record(ProgramJoined(subject_id=institution_id, program_id=program_id))


def leave(actor: Actor, institution_id: UUID, program_id: UUID) -> None:
    with unit_of_work(actor) as unit:
        program = _program(program_id)
        insist(may_administer(actor))
        if program.institution_id != institution_id:
            raise Invalid({"program": say("This program does not belong to the institution.")})
        program.institution_id = None
        unit.record(ProgramLeft(subject_id=institution_id, program_id=program_id))


def _program(program_id: UUID) -> Program:
    """Locked; not the installation itself."""
    found = select(Program).where(Program.id == program_id, Program.id != INSTALLATION)
    return db.session.scalars(found.with_for_update(key_share=True)).one()


def appoint(
    actor: Actor,
    institution_id: UUID | None,
    *,
    name: str,
    address: str,
    stored: str | None = None,
) -> Appointed:
    """Let somebody read the roll-ups of one institution; of all, without one. `stored`: the hash of
    a new account's password, for the demo only."""
    with unit_of_work(actor) as unit:
        insist(may_administer(actor))
        if institution_id is not None:
            db.session.get_one(Institution, institution_id)
        account, link = _account(unit, name.strip(), fold(address), stored)
        if _office_of(account.id) is not None:
            raise Invalid({"address": say("This person is an officer already.")})
        office = InstitutionOfficer(
            id=new_id(),
            account_id=account.id,
            institution_id=institution_id,
            appointed_at=unit.now,
        )
        db.session.add(office)
        unit.record(OfficerAppointed(subject_id=account.id, institution_id=institution_id))
        return Appointed(account.id, link)


def _account(
    unit: Unit, name: str, address: str, stored: str | None
) -> tuple[Account, Link | None]:
    """The account of this address, or a new one with a link to set its password."""
    found = db.session.scalars(select(Account).where(Account.address == address)).one_or_none()
    if found is not None:
        if found.closed_at is not None:
            raise Invalid({"address": say("The account of this address is closed.")})
        return found, None
    made = Account(
        id=new_id(), address=address, name=name, password_hash=stored, created_at=unit.now
    )
    db.session.add(made)
    db.session.flush()
    unit.record(AccountCreated(subject_id=made.id))
    unit.record(PasswordLinkAsked(subject_id=made.id))
    return made, make_link(unit, made)


def _office_of(account_id: UUID) -> InstitutionOfficer | None:
    return db.session.scalars(
        select(InstitutionOfficer).where(
            InstitutionOfficer.account_id == account_id, InstitutionOfficer.ended_at.is_(None)
        )
    ).one_or_none()


def dismiss(actor: Actor, office_id: UUID) -> None:
    """From now on they see nothing more: each request asks again."""
    with unit_of_work(actor) as unit:
        office = db.session.get_one(InstitutionOfficer, office_id, with_for_update=True)
        insist(may_administer(actor))
        if office.ended_at is not None:
            raise Invalid({"office": say("This has ended already.")})
        office.ended_at = unit.now
        unit.record(
            OfficerDismissed(subject_id=office.account_id, institution_id=office.institution_id)
        )
