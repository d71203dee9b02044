"""Proving again who one is, within a session: what a sitting of signatures begins with."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain import one_time
from logbook.domain.events_identity import ConfirmationRefused, Confirmed
from logbook.domain.signatures import Method, Presence
from logbook.models.identity import Account, Attempted, SignInSession
from logbook.policy.actors import Actor
from logbook.services import passwords, second_factor, throttle
from logbook.services.identity import TooManyTries
from logbook.services.unit import unit_of_work


class _UsedUp(Exception):
    """The code was right, and somebody was quicker with it."""


def confirm(actor: Actor, session_id: UUID, password: str, code: str) -> Presence | None:
    """Password, and a code for whoever uses a device. None whatever of it was wrong, after the
    same work. Raises TooManyTries. The actor: the person outside any program.

    The slow check of the password comes before the transaction, so that it holds up no writer.
    """
    now, typed = datetime.now(UTC), one_time.as_typed(code)
    if throttle.too_many(Attempted.CONFIRM, [str(actor.id)], now):
        _refuse(actor, throttled=True)
        raise TooManyTries
    account = db.session.get_one(Account, actor.id)
    knows = passwords.matches(account.password_hash, password)
    factor = second_factor.of(actor.id)
    step = second_factor.step_shown(factor, typed, now)
    needs_code = factor is not None and factor.confirmed_at is not None
    on_paper = not one_time.is_of_a_device(typed)
    if not knows or (needs_code and step is None and not on_paper):
        _refuse(actor, throttled=False)
        return None
    try:
        return _confirmed(actor, session_id, step, typed if needs_code else None)
    except _UsedUp:
        _refuse(actor, throttled=False)
        return None


def _confirmed(actor: Actor, session_id: UUID, step: int | None, code: str | None) -> Presence:
    """`code`: None for whoever uses no device."""
    with unit_of_work(actor) as unit:
        if code is not None and not second_factor.use_up(actor.id, step, code, unit.now):
            raise _UsedUp
        second_factor.keep_under_newest_key(actor.id)
        session = db.session.scalars(
            select(SignInSession).where(
                SignInSession.id == session_id,
                SignInSession.account_id == actor.id,
                SignInSession.ended_at.is_(None),
            )
        ).one()
        method = Method.PASSWORD if code is None else Method.PASSWORD_AND_CODE
        session.confirmed_at, session.confirmed_by = unit.now, method
        recovery = code is not None and step is None
        unit.record(
            Confirmed(subject_id=actor.id, session_id=session_id, method=method, recovery=recovery)
        )
        return Presence(method, unit.now)


def _refuse(actor: Actor, *, throttled: bool) -> None:
    with unit_of_work(actor) as unit:
        if not throttled:
            throttle.note(Attempted.CONFIRM, [str(actor.id)], unit.now)
        unit.record(ConfirmationRefused(subject_id=actor.id, throttled=throttled))
