"""Links in letters. The one that opens a queue works once and is kept as a hash; the one that
stops letters holds what it means, under our signature, and can only ever stop them."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Row, select

from logbook.database import db
from logbook.domain.decisions import say
from logbook.domain.events_reminders import SignedInByLink
from logbook.domain.letters import LetterKind
from logbook.domain.reminders import LINK_LIFE
from logbook.models.columns import new_id
from logbook.models.identity import Account, OpenedBy, QueueLink, SignInSession
from logbook.models.programs import Membership, Program
from logbook.policy.actors import Role
from logbook.services.identity import hash_of, of_account
from logbook.services.refusals import Conflict
from logbook.services.unit import Unit, unit_of_work


@dataclass(frozen=True, slots=True)
class QueueOf:
    """Whose queue a link opens."""

    account_id: UUID
    name: str
    locale: str | None
    program_id: UUID
    program: str


@dataclass(frozen=True, slots=True)
class Stop:
    """Which letters to whom a link stops."""

    program_id: UUID
    member_id: UUID
    kind: LetterKind


def _signer(purpose: str) -> URLSafeSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt=purpose)


def make_queue_link(unit: Unit, account_id: UUID, program_id: UUID) -> str:
    """A fresh token, within a unit of work. Signed, so that a guess is told from a link without
    asking the database; random, so that signing alone makes none."""
    token = str(_signer("queue-link").dumps(secrets.token_urlsafe(24)))
    link = QueueLink(
        id=new_id(),
        account_id=account_id,
        program_id=program_id,
        token_hash=hash_of(token),
        expires_at=unit.now + LINK_LIFE,
    )
    db.session.add(link)
    return token


def queue_of_link(token: str) -> QueueOf | None:
    """Whose queue a link opens, while it can still be used; looking uses nothing up. None also for
    who has left, or is no supervisor any more."""
    try:
        _signer("queue-link").loads(token)
    except BadSignature:
        return None
    now = datetime.now(UTC)
    row = _usable(token, now)
    if row is None:
        return None
    account, program, membership = row
    actor = membership.as_actor(program.day_of(now))
    if actor.left or not actor.is_(Role.SUPERVISOR):
        return None
    return QueueOf(account.id, account.name, account.locale, program.id, program.name)


def _usable(token: str, now: datetime) -> Row[Account, Program, Membership] | None:
    """Whose link this is and where it leads, if it was not used and has not expired."""
    return db.session.execute(
        select(Account, Program, Membership)
        .select_from(QueueLink)
        .join(Account, Account.id == QueueLink.account_id)
        .join(Program, Program.id == QueueLink.program_id)
        .join(
            Membership,
            (Membership.program_id == QueueLink.program_id)
            & (Membership.account_id == QueueLink.account_id),
        )
        .where(
            QueueLink.token_hash == hash_of(token),
            QueueLink.used_at.is_(None),
            QueueLink.expires_at > now,
            Account.closed_at.is_(None),
        )
    ).one_or_none()


def open_queue(token: str) -> str:
    """Use a link up: a new session's token. Conflict if somebody was faster or it has expired."""
    found = queue_of_link(token)
    if found is None:
        raise gone()
    with unit_of_work(of_account(found.account_id)) as unit:
        asked = select(QueueLink).where(QueueLink.token_hash == hash_of(token)).with_for_update()
        link = db.session.scalars(asked).one()
        if link.used_at is not None or link.expires_at <= unit.now:
            raise gone()
        link.used_at = unit.now
        session_token = secrets.token_urlsafe(32)
        session = SignInSession(
            id=new_id(),
            account_id=found.account_id,
            token_hash=hash_of(session_token),
            program_id=found.program_id,
            created_at=unit.now,
            opened_by=OpenedBy.LINK,
        )
        db.session.add(session)
        unit.record(
            SignedInByLink(
                subject_id=found.account_id, session_id=session.id, program_id=found.program_id
            )
        )
    return session_token


def gone() -> Conflict:
    return Conflict(say("This link has been used or has expired."))


def stop_token(stop: Stop) -> str:
    """For the link by which a reader stops letters of a kind, without signing in."""
    said = [stop.program_id.hex, stop.member_id.hex, stop.kind.value]
    return str(_signer("stop-letters").dumps(said))


def stop_of(token: str) -> Stop | None:
    try:
        program_id, member_id, kind = _signer("stop-letters").loads(token)
    except BadSignature:
        return None
    return Stop(UUID(program_id), UUID(member_id), LetterKind(kind))
