"""What a person proves with who they are, as their own account page shows it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from logbook.database import db
from logbook.models.devices import Passkey, RecoveryCode, SecondFactor


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    id: UUID
    credential_id: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device that shows codes."""

    on_since: datetime | None
    """None while it is being set up."""
    codes_left: int
    """On paper."""


def passkeys_of(account_id: UUID) -> list[PasskeyRow]:
    """Those in use, the oldest first: one statement."""
    rows = db.session.execute(
        select(Passkey.id, Passkey.credential_id, Passkey.name, Passkey.added_at, Passkey.used_at)
        .where(Passkey.account_id == account_id, Passkey.removed_at.is_(None))
        .order_by(Passkey.added_at, Passkey.id)
    )
    return [PasskeyRow(*row) for row in rows]


def device_of(account_id: UUID) -> DeviceRow | None:
    """One statement."""
    left = select(func.count()).where(
        RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    )
    row = db.session.execute(
        select(SecondFactor.confirmed_at, left.scalar_subquery()).where(
            SecondFactor.account_id == account_id
        )
    ).one_or_none()
    return None if row is None else DeviceRow(*row)
