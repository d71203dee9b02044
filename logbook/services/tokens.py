"""Personal tokens: made, revoked, let sign for a while, and counted as they are used.

They belong to a person, not to a program's records: they are told to the installation's ledger.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from sqlalchemy import case, func, select, update

from logbook.database import db
from logbook.domain.decisions import Message, say
from logbook.domain.events_api import TokenMade, TokenMaySign, TokenRevoked
from logbook.domain.scopes import (
    LIVES,
    MOST_IN_WINDOW,
    MOST_TOKENS,
    NAME_LENGTH,
    PREFIX,
    WINDOW,
    Scope,
    window_of,
)
from logbook.domain.signatures import Presence
from logbook.models.programs import Membership
from logbook.models.tokens import ApiToken
from logbook.policy.actors import Actor
from logbook.services.identity import hash_of
from logbook.services.refusals import Conflict, Invalid
from logbook.services.unit import Unit, beside_the_ledger, unit_of_work


@dataclass(frozen=True, slots=True)
class Wanted:
    """A token that is to be made."""

    program_id: UUID
    name: str
    scopes: frozenset[Scope]
    days: int


@dataclass(frozen=True, slots=True)
class Use:
    """How often a token was used in this minute, and when the next begins."""

    used: int
    window_ends: datetime

    @property
    def left(self) -> int:
        return max(0, MOST_IN_WINDOW - self.used)

    @property
    def too_often(self) -> bool:
        return self.used > MOST_IN_WINDOW

    def wait(self, now: datetime) -> int:
        """Whole seconds until it may be used again; at least one."""
        return max(1, ceil((self.window_ends - now) / timedelta(seconds=1)))


def make(actor: Actor, token_id: UUID, wanted: Wanted) -> str:
    """Under the id that the page made. Returns the token, which is nowhere else: sent twice, it is
    a Conflict, for it cannot be shown again. Invalid, and NoResultFound for another's program.
    The actor: the person outside any program."""
    token = PREFIX + secrets.token_urlsafe(32)
    with unit_of_work(actor) as unit:
        if db.session.get(ApiToken, token_id) is not None:
            raise Conflict(say("This token is made already. It was shown then, and only then."))
        _own_program(actor.id, wanted.program_id)
        if wrong := _complaints(unit, wanted):
            raise Invalid(wrong)
        db.session.add(
            ApiToken(
                id=token_id,
                account_id=actor.id,
                program_id=wanted.program_id,
                name=_tidy(wanted.name),
                token_hash=hash_of(token),
                ending=token[-4:],
                scopes=wanted.scopes,
                made_at=unit.now,
                expires_at=unit.now + timedelta(days=wanted.days),
            )
        )
        unit.record(
            TokenMade(
                subject_id=actor.id,
                token_id=token_id,
                scopes=tuple(sorted(wanted.scopes)),
                days=wanted.days,
            )
        )
    return token


def revoke(actor: Actor, token_id: UUID) -> None:
    """From now on it opens nothing. NoResultFound for another's, and for one that is revoked."""
    with unit_of_work(actor) as unit:
        _mine(actor, token_id).revoked_at = unit.now
        unit.record(TokenRevoked(subject_id=actor.id, token_id=token_id))


def let_sign(actor: Actor, token_id: UUID, presence: Presence) -> None:
    """Its owner has just proved who they are: for ten minutes from then the token signs as they
    would. The proof itself never passes through the program that holds the token."""
    with unit_of_work(actor) as unit:
        token = _mine(actor, token_id)
        if Scope.QUEUE_ANSWER not in token.scopes:
            raise Conflict(say("This token may answer nothing, so it has nothing to sign."))
        token.confirmed_at, token.confirmed_by = presence.at, presence.method
        unit.record(TokenMaySign(subject_id=actor.id, token_id=token_id, method=presence.method))


def use(token_id: UUID, now: datetime) -> Use:
    """Count one more request with this token, in one statement: all workers count together, and
    no two requests are counted as one."""
    window = window_of(now)
    counted = case((ApiToken.window_at == window, ApiToken.window_used + 1), else_=1)
    with beside_the_ledger():
        used = db.session.scalars(
            update(ApiToken)
            .where(ApiToken.id == token_id)
            .values(window_at=window, window_used=counted, last_used_at=now)
            .returning(ApiToken.window_used)
            .execution_options(synchronize_session=False)
        ).one()
    return Use(used, window + WINDOW)


def _mine(actor: Actor, token_id: UUID) -> ApiToken:
    return db.session.scalars(
        select(ApiToken)
        .where(
            ApiToken.id == token_id,
            ApiToken.account_id == actor.id,
            ApiToken.revoked_at.is_(None),
        )
        .with_for_update()
    ).one()


def _own_program(account_id: UUID, program_id: UUID) -> None:
    db.session.scalars(
        select(Membership.id).where(
            Membership.program_id == program_id, Membership.account_id == account_id
        )
    ).one()


def _complaints(unit: Unit, wanted: Wanted) -> dict[str, Message]:
    wrong: dict[str, Message] = {}
    if not 0 < len(_tidy(wanted.name)) <= NAME_LENGTH:
        wrong["name"] = say("Give it a name of at most 60 characters.")
    if not wanted.scopes:
        wrong["scopes"] = say("Choose at least one.")
    if wanted.days not in LIVES:
        wrong["days"] = say("Choose one of the list.")
    if _in_use(unit) >= MOST_TOKENS:
        wrong[""] = say("At most %(most)s tokens. Revoke one.", most=MOST_TOKENS)
    return wrong


def _in_use(unit: Unit) -> int:
    return db.session.scalars(
        select(func.count()).where(
            ApiToken.account_id == unit.actor.id,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > unit.now,
        )
    ).one()


def _tidy(name: str) -> str:
    return " ".join(name.split())


def scopes_in(codes: Iterable[str]) -> frozenset[Scope]:
    """Those of the codes that are scopes."""
    return frozenset(Scope(code) for code in codes if code in set(Scope))
