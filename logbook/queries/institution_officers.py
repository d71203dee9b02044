"""Institutions as the administrator sees them: names and offices, and no number of a program."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from logbook.database import db
from logbook.models.identity import Account
from logbook.models.institutions import Institution, InstitutionOfficer
from logbook.models.programs import Program
from logbook.policy.actors import INSTALLATION
from logbook.queries.institutions import INSTITUTION, InstitutionRow
from logbook.queries.programs import Choice


@dataclass(frozen=True, slots=True)
class Officer:
    office_id: UUID
    name: str
    address: str
    institution_id: UUID | None
    since: datetime


def officers(institution_id: UUID | None) -> list[Officer]:
    """Of one institution, or of all, now; for the administrator."""
    wanted = InstitutionOfficer.institution_id
    rows = db.session.execute(
        select(
            InstitutionOfficer.id,
            Account.name,
            Account.address,
            wanted,
            InstitutionOfficer.appointed_at,
        )
        .join(Account, Account.id == InstitutionOfficer.account_id)
        .where(
            InstitutionOfficer.ended_at.is_(None),
            wanted.is_(None) if institution_id is None else wanted == institution_id,
        )
        .order_by(Account.name)
    )
    return [Officer(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Named:
    """An institution as the administrator sees it: no number of its programs."""

    institution: InstitutionRow
    programs: int


def all_institutions() -> list[Named]:
    """For the administrator, by name."""
    counted = select(func.count()).where(Program.institution_id == Institution.id).scalar_subquery()
    rows = db.session.execute(INSTITUTION.add_columns(counted).order_by(Institution.name))
    return [Named(InstitutionRow(*row[:5]), row[5]) for row in rows]


def named(institution_id: UUID) -> InstitutionRow:
    """For the administrator. NoResultFound when there is none."""
    row = db.session.execute(INSTITUTION.where(Institution.id == institution_id)).one()
    return InstitutionRow(*row)


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs of an institution, and those that could join it."""

    joined: list[Choice]
    others: list[Choice]


def programs_of_institution(institution_id: UUID) -> Programs:
    """For the administrator: names, no numbers."""
    rows = db.session.execute(
        select(Program.id, Program.name, Program.institution_id)
        .where(Program.id != INSTALLATION)
        .order_by(Program.name)
    )
    joined: list[Choice] = []
    others: list[Choice] = []
    for id_, name, home in rows:
        (joined if home == institution_id else others).append(Choice(id_, name))
    return Programs(joined, others)
