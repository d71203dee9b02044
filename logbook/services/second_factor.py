"""Codes from a device: setting it up, codes on paper for when it is lost, turning it off.

A device's secret is kept under a mask (`masks`). See docs/adr/0013.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update

from logbook.database import db
from logbook.domain import one_time
from logbook.domain.decisions import say
from logbook.domain.events_identity import (
    RecoveryCodesMade,
    SecondFactorBegun,
    SecondFactorOff,
    SecondFactorOn,
    SecondFactorReset,
)
from logbook.models.columns import new_id
from logbook.models.devices import Passkey, RecoveryCode, SecondFactor
from logbook.models.identity import Account
from logbook.policy.actors import Actor
from logbook.policy.identity import may_administer
from logbook.services import masks, passwords
from logbook.services.identity import fold
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work

SECRET_BYTES = 20
"""As long as RFC 4226 wants it."""

MASK = b"logbook/second factor/1:"

NOBODYS = bytes(SECRET_BYTES)
"""Looked at where there is none, so that it takes as long."""


@dataclass(frozen=True, slots=True)
class WhoLost:
    """Whom to tell that their devices were taken off the account."""

    address: str
    name: str
    locale: str | None


def of(account_id: UUID) -> SecondFactor | None:
    """The device of this person, on or still being set up."""
    return db.session.get(SecondFactor, account_id)


def secret_of(factor: SecondFactor) -> bytes | None:
    """None when the service has lost the key that its mask follows from."""
    return masks.reveal(MASK, masks.Masked(factor.seed, factor.key_id, factor.masked))


def step_shown(factor: SecondFactor | None, code: str, at: datetime) -> int | None:
    """The time step of which this device shows the code; as much work when there is none."""
    secret = secret_of(factor) if factor is not None else None
    found = one_time.step_shown(secret or NOBODYS, code, at)
    return None if secret is None else found


def begin(actor: Actor) -> None:
    """A new secret, which counts for nothing before a first code of it. Conflict when a device is
    in use."""
    with unit_of_work(actor) as unit:
        factor = of(actor.id)
        if factor is not None and factor.confirmed_at is not None:
            raise Conflict(say("You use a device already. Turn it off first."))
        if factor is None:
            factor = SecondFactor(account_id=actor.id, last_step=0)
            db.session.add(factor)
        _keep(factor, secrets.token_bytes(SECRET_BYTES))
        factor.begun_at = unit.now
        unit.record(SecondFactorBegun(subject_id=actor.id))


def turn_on(actor: Actor, code: str) -> list[str]:
    """By a first code. Returns the codes on paper, which are shown this once."""
    with unit_of_work(actor) as unit:
        factor = of(actor.id)
        if factor is None or factor.confirmed_at is not None:
            raise Conflict(say("This was changed in another window. Look at it anew."))
        step = step_shown(factor, one_time.as_typed(code), unit.now)
        if step is None:
            raise Invalid({"first_code": say("This is not the code that the device shows now.")})
        factor.confirmed_at, factor.last_step = unit.now, step
        unit.record(SecondFactorOn(subject_id=actor.id))
        return _new_codes(actor.id)


def make_recovery_codes(actor: Actor) -> list[str]:
    """Ten others; those until now are good for nothing any more."""
    with unit_of_work(actor) as unit:
        factor = of(actor.id)
        if factor is None or factor.confirmed_at is None:
            raise Conflict(say("This was changed in another window. Look at it anew."))
        unit.record(RecoveryCodesMade(subject_id=actor.id))
        return _new_codes(actor.id)


def turn_off(actor: Actor, password: str) -> None:
    """By the password. Invalid when it is another."""
    account = db.session.get_one(Account, actor.id)
    if not passwords.matches(account.password_hash, password):
        raise Invalid({"password": say("This is not your password.")})
    with unit_of_work(actor) as unit:
        _forget(actor.id)
        unit.record(SecondFactorOff(subject_id=actor.id))


def reset(actor: Actor, address: str) -> WhoLost:
    """The administrator takes device, codes and passkeys off an account whose owner has lost them.
    The password stays as it is, and what was signed stays signed."""
    with unit_of_work(actor) as unit:
        insist(may_administer(actor))
        account = db.session.scalars(
            select(Account).where(Account.address == fold(address))
        ).one_or_none()
        if account is None:
            raise Invalid({"address": say("Nobody here has this address.")})
        passkeys = _remove_passkeys(unit, account.id)
        if of(account.id) is None and not passkeys:
            raise Invalid({"address": say("This person uses no device and no passkey.")})
        _forget(account.id)
        unit.record(SecondFactorReset(subject_id=account.id, passkeys=passkeys))
        return WhoLost(account.address, account.name, account.locale)


def codes_left(account_id: UUID) -> int:
    """How many codes on paper are still good."""
    asked = select(func.count()).where(
        RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalars(asked).one()


def _remove_passkeys(unit: Unit, account_id: UUID) -> int:
    mine = select(Passkey).where(Passkey.account_id == account_id, Passkey.removed_at.is_(None))
    found = db.session.scalars(mine).all()
    for passkey in found:
        passkey.removed_at = unit.now
    return len(found)


def _forget(account_id: UUID) -> None:
    for kind in (SecondFactor, RecoveryCode):
        db.session.execute(delete(kind).where(kind.account_id == account_id))


def _new_codes(account_id: UUID) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = one_time.new_recovery_codes()
    for code in codes:
        hashed = one_time.hash_of_recovery(code)
        db.session.add(RecoveryCode(id=new_id(), account_id=account_id, code_hash=hashed))
    return codes


def use_up(account_id: UUID, step: int | None, code: str, now: datetime) -> bool:
    """Take a code out of use, whichever kind it is: of two who show the same one, the database
    lets one through. Within a unit of work."""
    if step is not None:
        claim = (
            update(SecondFactor)
            .where(SecondFactor.account_id == account_id, SecondFactor.last_step < step)
            .values(last_step=step)
        )
    else:
        claim = (
            update(RecoveryCode)
            .where(
                RecoveryCode.account_id == account_id,
                RecoveryCode.code_hash == one_time.hash_of_recovery(code),
                RecoveryCode.used_at.is_(None),
            )
            .values(used_at=now)
        )
    # An UPDATE answers with a CursorResult, which has a rowcount; it is declared as a Result.
    done = db.session.execute(claim.execution_options(synchronize_session=False))
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def keep_under_newest_key(account_id: UUID) -> None:
    """So that a key which was changed can be given up once everybody has confirmed under the new
    one. Within a unit of work."""
    factor = of(account_id)
    if factor is not None and not masks.is_newest(factor.key_id):
        secret = secret_of(factor)
        if secret is not None:
            _keep(factor, secret)


def _keep(factor: SecondFactor, secret: bytes) -> None:
    """Under a mask that was never used before."""
    hidden = masks.hide(MASK, secret)
    factor.seed, factor.key_id, factor.masked = hidden.seed, hidden.key_id, hidden.masked
