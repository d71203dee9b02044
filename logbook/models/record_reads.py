"""Readings of other people's records. Triggers refuse UPDATE, and DELETE of what is not old."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.readings import Page, Why
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.tenancy import Owned, within


class RecordRead(Owned, Base):
    """Somebody read a page of somebody else's record, once or more often within one hour."""

    __tablename__ = "record_read"
    __table_args__ = (
        within("membership", "owner_id"),
        within("membership", "reader_id"),
        UniqueConstraint("program_id", "reader_id", "record_id", "page", "hour"),
        CheckConstraint("owner_id <> reader_id", name="not_ones_own"),
        # Who read mine, the newest first; and all of a program.
        Index(None, "program_id", "owner_id", "hour"),
        Index(None, "program_id", "hour"),
    )

    owner_id: Mapped[UUID]
    reader_id: Mapped[UUID]
    record_id: Mapped[UUID]
    """The case, the item, ...; of a page about everything, the owner."""
    page: Mapped[Page] = mapped_column(as_text(Page, "page"))
    why: Mapped[Why] = mapped_column(as_text(Why, "why"))
    hour: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it began."""
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """The first reading within it."""
