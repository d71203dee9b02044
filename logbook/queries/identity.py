"""Who is signed in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased

from logbook.domain.days import day_in
from logbook.domain.signatures import Method
from logbook.models.identity import Account, OpenedBy, SignInSession
from logbook.models.institutions import InstitutionOfficer
from logbook.models.programs import Membership, Program
from logbook.policy.actors import INSTALLATION, Actor, Role
from logbook.prepared import Prepared

LINK_SESSION = timedelta(hours=2)
"""How long a session lasts that a link has opened: one sitting, not a day on a lost phone."""

ONLY = frozenset({Role.SUPERVISOR})
"""The only role in which somebody is here who came by a link."""

_any_membership = aliased(Membership)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A signed-in person, with the program that they work in at the moment."""

    session_id: UUID
    began_at: datetime
    """When this session was begun, by signing in."""
    confirmed_at: datetime | None
    confirmed_by: Method | None
    """How they last proved again who they are, and when."""
    account_id: UUID
    name: str
    address: str
    locale: str | None
    theme: str
    shortcuts: bool
    has_installation: bool
    """Works for the installation as such: its administrator, or an officer of institutions."""
    can_switch: bool
    """Works in more than one program, the installation counted."""
    program_name: str | None
    time_zone: str
    actor: Actor | None
    """None for an account that belongs to no program."""
    limited: bool
    """Came by a link in a letter: is here as a supervisor only, and may open no more than that."""


# Every request of a signed-in person begins with it.
_SIGNED_IN = Prepared(
    select(
        SignInSession.id,
        SignInSession.created_at,
        SignInSession.confirmed_at,
        SignInSession.confirmed_by,
        SignInSession.account_id,
        SignInSession.program_id,
        Account.name,
        Account.address,
        Account.locale,
        Account.theme,
        Account.shortcuts,
        Account.is_administrator,
        Membership.id.label("membership_id"),
        Membership.roles,
        Membership.left_on,
        Program.name.label("program_name"),
        Program.time_zone,
        SignInSession.opened_by,
        InstitutionOfficer.id.label("office_id"),
        InstitutionOfficer.institution_id,
        select(func.count())
        .where(_any_membership.account_id == SignInSession.account_id)
        .scalar_subquery()
        .label("memberships"),
    )
    .join(Account, Account.id == SignInSession.account_id)
    .outerjoin(
        Membership,
        and_(
            Membership.program_id == SignInSession.program_id,
            Membership.account_id == SignInSession.account_id,
        ),
    )
    .outerjoin(Program, Program.id == SignInSession.program_id)
    .outerjoin(  # one at most: there is a key for it
        InstitutionOfficer,
        and_(
            InstitutionOfficer.account_id == SignInSession.account_id,
            InstitutionOfficer.ended_at.is_(None),
        ),
    )
    .where(
        SignInSession.token_hash == bindparam("token_hash"),
        SignInSession.ended_at.is_(None),
        SignInSession.created_at > bindparam("begun_after"),
        Account.closed_at.is_(None),
    ),
    keep=256,
)


def signed_in(token_hash: str, now: datetime, begun_after: datetime) -> SignedIn | None:
    """The person behind a session token; None when the session ended, expired or never was."""
    row = _SIGNED_IN.one_or_none(token_hash=token_hash, begun_after=begun_after)
    if row is None:
        return None
    limited = row.opened_by is OpenedBy.LINK
    if limited and now - row.created_at > LINK_SESSION:
        return None
    time_zone = row.time_zone or "UTC"
    has_installation = row.is_administrator or row.office_id is not None
    return SignedIn(
        session_id=row.id,
        began_at=row.created_at,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmed_by,
        account_id=row.account_id,
        name=row.name,
        address=row.address,
        locale=row.locale,
        theme=row.theme,
        shortcuts=row.shortcuts,
        has_installation=has_installation,
        can_switch=row.memberships + has_installation > 1,
        program_name=row.program_name,
        time_zone=time_zone,
        actor=_actor(row, day_in(time_zone, now), ONLY if limited else None),
        limited=limited,
    )


def _actor(row: Any, today: date, only: frozenset[Role] | None) -> Actor | None:
    """`only`: the roles that count, if not all do."""
    program_id, account_id = row.program_id, row.account_id
    if only is None and program_id == INSTALLATION and (roles := _roles_in_installation(row)):
        return Actor(account_id, INSTALLATION, roles, account_id, institution_id=row.institution_id)
    if row.membership_id is None:
        return None
    left_on = row.left_on
    return Actor(
        id=row.membership_id,
        program_id=program_id,
        roles=row.roles if only is None else row.roles & only,
        account_id=account_id,
        left=left_on is not None and left_on <= today,
    )


def _roles_in_installation(row: Any) -> frozenset[Role]:
    """Nobody's by default: without an institution an office is the nation's only where there is an
    office."""
    roles = {Role.ADMINISTRATOR} if row.is_administrator else set()
    if row.office_id is not None:
        roles.add(Role.NATIONAL_OFFICER if row.institution_id is None else Role.OFFICER)
    return frozenset(roles)
