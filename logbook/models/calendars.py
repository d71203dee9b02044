"""Feeds of dates that a calendar program reads without signing in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.models.columns import UtcDateTime
from logbook.models.tenancy import Owned, within


class CalendarFeed(Owned, Base):
    """A member has a feed. The row goes when it is taken back; another address is another hash."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        within("membership", "member_id"),
        UniqueConstraint("program_id", "member_id"),
        UniqueConstraint("program_id", "token_hash"),
    )

    member_id: Mapped[UUID]
    token_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the token in its address: whoever reads the table opens no feed."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
