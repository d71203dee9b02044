"""Personal tokens: whose one is that a request carries, and those that a person has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, select

from logbook.database import db
from logbook.domain.days import day_in
from logbook.domain.scopes import Scope
from logbook.domain.signatures import Presence
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program
from logbook.models.tokens import ApiToken
from logbook.policy.actors import Actor
from logbook.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token that is good, and for whom it speaks."""

    token_id: UUID
    scopes: frozenset[Scope]
    presence: Presence | None
    """When and how its owner last proved who they are, so that it may sign; None: never."""
    actor: Actor
    account_id: UUID
    name: str
    program: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token, as its owner's page shows it."""

    id: UUID
    name: str
    program: str
    ending: str
    scopes: frozenset[Scope]
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    presence: Presence | None

    def is_over(self, now: datetime) -> bool:
        return self.expires_at <= now

    def may_sign(self, now: datetime) -> bool:
        return self.presence is not None and self.presence.is_fresh(now)


_BEARER = Prepared(
    select(
        ApiToken.id,
        ApiToken.account_id,
        ApiToken.program_id,
        ApiToken.scopes,
        ApiToken.confirmed_at,
        ApiToken.confirmed_by,
        Account.name,
        Program.name.label("program"),
        Program.time_zone,
        Membership.id.label("membership_id"),
        Membership.roles,
        Membership.left_on,
    )
    .join(Account, Account.id == ApiToken.account_id)
    .join(Program, Program.id == ApiToken.program_id)
    .join(
        Membership,
        and_(
            Membership.program_id == ApiToken.program_id,
            Membership.account_id == ApiToken.account_id,
        ),
    )
    .where(
        ApiToken.token_hash == bindparam("token_hash"),
        ApiToken.revoked_at.is_(None),
        ApiToken.expires_at > bindparam("now"),
        Account.closed_at.is_(None),
    )
)


def bearer(token_hash: str, now: datetime) -> Bearer | None:
    """Who is behind a token; None when it was revoked, has expired or never was."""
    row = _BEARER.one_or_none(token_hash=token_hash, now=now)
    if row is None:
        return None
    left = row.left_on is not None and row.left_on <= day_in(row.time_zone, now)
    return Bearer(
        token_id=row.id,
        scopes=row.scopes,
        presence=_presence(row),
        actor=Actor(row.membership_id, row.program_id, row.roles, row.account_id, left),
        account_id=row.account_id,
        name=row.name,
        program=row.program,
        time_zone=row.time_zone,
    )


def tokens_of(account_id: UUID) -> list[TokenRow]:
    """Those that were not revoked, the newest first: one statement. What has expired is shown, so
    that its owner knows why a program no longer gets in."""
    rows = db.session.execute(
        select(
            ApiToken.id,
            ApiToken.name,
            Program.name.label("program"),
            ApiToken.ending,
            ApiToken.scopes,
            ApiToken.made_at,
            ApiToken.expires_at,
            ApiToken.last_used_at,
            ApiToken.confirmed_at,
            ApiToken.confirmed_by,
        )
        .join(Program, Program.id == ApiToken.program_id)
        .where(ApiToken.account_id == account_id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.made_at.desc(), ApiToken.id.desc())
    )
    return [TokenRow(*row[:8], _presence(row)) for row in rows]


def _presence(row: Any) -> Presence | None:
    return None if row.confirmed_at is None else Presence(row.confirmed_by, row.confirmed_at)
