"""Who belongs to a program, and what it consists of."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from logbook.database import db
from logbook.domain.document import Text
from logbook.domain.sites import Capability
from logbook.models.curriculum import CurriculumVersion, Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Invitation, Membership, Program, Site
from logbook.policy.actors import INSTALLATION, Actor, Role
from logbook.queries.curriculum import curriculum_of


@dataclass(frozen=True, slots=True)
class MemberRow:
    id: UUID
    name: str
    address: str
    roles: frozenset[Role]
    profession: str
    joined_on: date
    left_on: date | None


@dataclass(frozen=True, slots=True)
class InvitationRow:
    id: UUID
    name: str
    address: str
    roles: frozenset[Role]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class EnrollmentRow:
    id: UUID
    fellow_id: UUID
    fellow: str
    curriculum: Text
    edition: str
    starts_on: date
    ends_on: date
    full_time_percent: int


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: a supervisor, a site, a program."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site; `capabilities`: None where nobody has said what it has."""

    id: UUID
    name: str
    capabilities: frozenset[Capability] | None


def _members() -> Select[*tuple[Any, ...]]:
    return select(
        Membership.id,
        Account.name,
        Account.address,
        Membership.roles,
        Membership.profession,
        Membership.joined_on,
        Membership.left_on,
    ).join(Account, Account.id == Membership.account_id)


def members(actor: Actor) -> list[MemberRow]:
    """Everybody, those who stay first, by name."""
    rows = db.session.execute(
        _members()
        .where(Membership.program_id == actor.program_id)
        .order_by(Membership.left_on.is_not(None), Account.name)
    )
    return [MemberRow(*row) for row in rows]


def member(actor: Actor, member_id: UUID) -> MemberRow:
    """NoResultFound when not of this program."""
    row = db.session.execute(
        _members().where(Membership.program_id == actor.program_id, Membership.id == member_id)
    ).one()
    return MemberRow(*row)


def supervisors(actor: Actor, today: date) -> list[Choice]:
    """Who can be asked now. Programs are small: roles are told apart here, not in SQL."""
    return [
        Choice(one.id, one.name)
        for one in members(actor)
        if Role.SUPERVISOR in one.roles and (one.left_on is None or one.left_on > today)
    ]


def open_invitations(actor: Actor, now: datetime) -> list[InvitationRow]:
    rows = db.session.execute(
        select(
            Invitation.id,
            Invitation.name,
            Invitation.address,
            Invitation.roles,
            Invitation.expires_at,
        )
        .where(
            Invitation.program_id == actor.program_id,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.expires_at)
    )
    return [InvitationRow(*row) for row in rows]


def sites(actor: Actor) -> list[Choice]:
    return [Choice(one.id, one.name) for one in sites_equipped(actor)]


def sites_equipped(actor: Actor) -> list[SiteRow]:
    """The sites with what each has, by name."""
    rows = db.session.execute(_sites(actor).order_by(Site.name))
    return [SiteRow(*row) for row in rows]


def site(actor: Actor, site_id: UUID) -> SiteRow:
    """NoResultFound when not of this program."""
    return SiteRow(*db.session.execute(_sites(actor).where(Site.id == site_id)).one())


def _sites(actor: Actor) -> Select[*tuple[Any, ...]]:
    return select(Site.id, Site.name, Site.capabilities).where(Site.program_id == actor.program_id)


def _enrollments(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Enrollment.id,
            Enrollment.fellow_id,
            Account.name,
            Enrollment.version_id,
            CurriculumVersion.edition,
            Enrollment.starts_on,
            Enrollment.ends_on,
            Enrollment.full_time_percent,
        )
        .join(
            Membership,
            (Membership.program_id == Enrollment.program_id)
            & (Membership.id == Enrollment.fellow_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .join(
            CurriculumVersion,
            (CurriculumVersion.program_id == Enrollment.program_id)
            & (CurriculumVersion.id == Enrollment.version_id),
        )
        .where(Enrollment.program_id == actor.program_id)
    )


def enrollments(actor: Actor) -> list[EnrollmentRow]:
    """All of the program, those that end first first."""
    rows = db.session.execute(_enrollments(actor).order_by(Enrollment.ends_on, Account.name))
    return [_enrollment(actor, *row) for row in rows]


def enrollment(actor: Actor, enrollment_id: UUID) -> EnrollmentRow:
    """NoResultFound when not of this program."""
    row = db.session.execute(_enrollments(actor).where(Enrollment.id == enrollment_id)).one()
    return _enrollment(actor, *row)


def _enrollment(
    actor: Actor, id: UUID, fellow_id: UUID, fellow: str, version_id: UUID, *rest: Any
) -> EnrollmentRow:
    title = curriculum_of(actor.program_id, version_id).title
    return EnrollmentRow(id, fellow_id, fellow, title, *rest)


def programs_of(account_id: UUID) -> list[Choice]:
    """Where an account has a membership."""
    rows = db.session.execute(
        select(Program.id, Program.name)
        .join(Membership, Membership.program_id == Program.id)
        .where(Membership.account_id == account_id)
        .order_by(Program.name)
    )
    return [Choice(*row) for row in rows]


def all_programs() -> list[Choice]:
    """Every program of the installation, for its administrator: names, no records."""
    rows = db.session.execute(
        select(Program.id, Program.name).where(Program.id != INSTALLATION).order_by(Program.name)
    )
    return [Choice(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class InvitationFound:
    """What an invited person sees of an invitation that can still be used."""

    address: str
    name: str
    program: str
    roles: frozenset[Role]
    has_account: bool


def find_invitation(token_hash: str, now: datetime) -> InvitationFound | None:
    row = db.session.execute(
        select(Invitation.address, Invitation.name, Program.name, Invitation.roles, Account.id)
        .join(Program, Program.id == Invitation.program_id)
        .outerjoin(Account, Account.address == Invitation.address)
        .where(
            Invitation.token_hash == token_hash,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now,
        )
    ).one_or_none()
    return InvitationFound(*row[:4], row[4] is not None) if row else None


def program(program_id: UUID) -> Choice:
    """A program's name, for the administrator. NoResultFound when there is none."""
    row = db.session.execute(
        select(Program.id, Program.name).where(Program.id == program_id, Program.id != INSTALLATION)
    ).one()
    return Choice(*row)


def deputy_after_days(actor: Actor) -> int:
    """A case that nobody answered for so long goes to its supervisor's standing deputy."""
    asked = select(Program.deputy_after_days).where(Program.id == actor.program_id)
    return db.session.scalars(asked).one()
