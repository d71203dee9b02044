"""Copies of whole records that their owners take with them. The file itself lies in a folder."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.models.columns import UtcDateTime
from logbook.models.tenancy import Owned, within


class RecordCopy(Owned, Base):
    """One copy that somebody asked for. Its id is made by whoever asks. How far it has come is not
    kept here: that is told by the parts which lie in its folder."""

    __tablename__ = "record_copy"
    __table_args__ = (
        within("membership", "member_id"),
        CheckConstraint(
            "(ready_at IS NULL) = (sha256 IS NULL) AND (ready_at IS NULL) = (size IS NULL)",
            name="ready_whole",
        ),
        CheckConstraint("swept_at IS NULL OR ready_at IS NOT NULL", name="swept_after_ready"),
        Index(None, "program_id", "member_id", "asked_at"),
    )

    member_id: Mapped[UUID]
    language: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    size: Mapped[int | None]
    """In bytes."""
    sha256: Mapped[str | None] = mapped_column(String(64))
    swept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
