"""Other systems that are told of what happens in a program, and what they are told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.domain.webhooks import DeliveryState, Told
from logbook.models.columns import Tells, UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class Webhook(Sealed, Owned, Base):
    """One address that is told. It is never changed: it is removed, and another is made. Sealed:
    whoever could move it unseen would be told in its place."""

    __tablename__ = "webhook"
    __table_args__ = (
        within("membership", "made_by_id"),
        within("membership", "removed_by_id"),
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removed_by_one"),
    )

    address: Mapped[str] = mapped_column(String(500))
    tells: Mapped[frozenset[Told]] = mapped_column(Tells)
    seed: Mapped[bytes] = mapped_column(LargeBinary(16))
    """With `masked` and the service's key, the secret by which tellings are signed."""
    masked: Mapped[bytes] = mapped_column(LargeBinary(32))
    key_id: Mapped[str] = mapped_column(String(16))
    made_by_id: Mapped[UUID]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_by_id: Mapped[UUID | None]
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    log: Mapped[str] = mapped_column(String(8))
    """How far the ledger has been read for it: the log, and the next place in it."""
    next_seq: Mapped[int]

    def content(self) -> Mapping[str, object]:
        return {
            "address": self.address,
            "tells": sorted(self.tells),
            "seed": self.seed.hex(),
            "masked": self.masked.hex(),
            "key_id": self.key_id,
            "made_by": str(self.made_by_id),
            "made_at": moment(self.made_at),
            "removed_by": str(self.removed_by_id) if self.removed_by_id else None,
            "removed_at": moment(self.removed_at),
        }


class WebhookDelivery(Owned, Base):
    """One thing that one webhook is told: ids and codes, never a name and nothing of a patient."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        within("webhook", "webhook_id"),
        # Read twice from the ledger, an entry is told once.
        UniqueConstraint("program_id", "webhook_id", "log", "seq"),
        CheckConstraint("(state = 'delivered') = (delivered_at IS NOT NULL)", name="has_time"),
        CheckConstraint("state <> 'sending' OR taken_at IS NOT NULL", name="taken_has_time"),
        CheckConstraint("tries >= 0", name="tries_are_counted"),
        # What is to be sent next.
        Index(None, "program_id", "state", "due_at"),
    )

    webhook_id: Mapped[UUID]
    log: Mapped[str] = mapped_column(String(8))
    """Of the ledger's entry that it tells of, with its place."""
    seq: Mapped[int]
    told: Mapped[Told] = mapped_column(as_text(Told, "told"))
    about_id: Mapped[UUID]
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[DeliveryState] = mapped_column(
        as_text(DeliveryState, "state"), default=DeliveryState.WAITING
    )
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_answer: Mapped[str] = mapped_column(String(80), default="")
    """The receiver's status, or the kind of what went wrong on the way."""
