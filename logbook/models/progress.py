"""Progress, kept: written in the transaction of the change, read by every dashboard."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.models.tenancy import Owned, within


class Progress(Owned, Base):
    """How much one enrollment has of one requirement."""

    __tablename__ = "progress"
    __table_args__ = (
        within("enrollment", "enrollment_id"),
        UniqueConstraint("program_id", "enrollment_id", "requirement"),
        CheckConstraint("credit >= 0", name="not_negative"),
    )

    enrollment_id: Mapped[UUID]
    requirement: Mapped[str] = mapped_column(String(80))
    credit: Mapped[int] = mapped_column(default=0)
    """What stays."""
    kept: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What lapses with time, and what the explanation needs: see `domain/tally.py`."""


class ProgressMonth(Owned, Base):
    """What evidence dated in one month came to for one enrollment and requirement: what forecasts
    read. Only of requirements that are kept by month: see `domain/months.py`."""

    __tablename__ = "progress_month"
    __table_args__ = (
        within("enrollment", "enrollment_id"),
        UniqueConstraint("program_id", "enrollment_id", "requirement", "month"),
        CheckConstraint("credit >= 0 AND pieces >= 0", name="not_negative"),
    )

    enrollment_id: Mapped[UUID]
    requirement: Mapped[str] = mapped_column(String(80))
    month: Mapped[date]
    """Its first day."""
    credit: Mapped[int]
    pieces: Mapped[int]
    """Of evidence; for a pattern, judgements, of which `credit` reached the level."""
