"""Curriculum versions, the figures that directors confirmed, and enrollments."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import instant
from logbook.models.columns import UtcDateTime
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, of_a_program, within


class CurriculumVersion(Owned, Base):
    """A curriculum as it was published. A trigger refuses every later change of the row."""

    __tablename__ = "curriculum_version"
    __table_args__ = (
        of_a_program(),
        UniqueConstraint("program_id", "curriculum", "edition"),
    )

    curriculum: Mapped[str] = mapped_column(String(64))
    edition: Mapped[str] = mapped_column(String(32))
    document: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True, deferred_raiseload=True)
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the document's canonical JSON."""
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FigureConfirmation(Sealed, Owned, Base):
    """A director's word that a suggested figure stands in a named document of an edition."""

    __tablename__ = "figure_confirmation"
    __table_args__ = (
        within("curriculum_version", "version_id"),
        within("curriculum_version", "carried_from_id"),
        within("membership", "confirmed_by_id"),
        UniqueConstraint("program_id", "version_id", "requirement", "confirmed_at"),
        CheckConstraint("value >= 0", name="not_negative"),
    )

    version_id: Mapped[UUID]
    requirement: Mapped[str] = mapped_column(String(80))
    value: Mapped[int]
    document: Mapped[str] = mapped_column(String(200))
    edition: Mapped[str] = mapped_column(String(80))
    dated: Mapped[date]
    confirmed_by_id: Mapped[UUID]
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    carried_from_id: Mapped[UUID | None]
    """The version for which it was said, where it went over to this one with its figure."""

    def content(self) -> Mapping[str, object]:
        return {
            "version": str(self.version_id),
            "requirement": self.requirement,
            "value": self.value,
            "document": self.document,
            "edition": self.edition,
            "dated": self.dated.isoformat(),
            "confirmed_by": str(self.confirmed_by_id),
            "confirmed_at": instant(self.confirmed_at),
            "carried_from": str(self.carried_from_id) if self.carried_from_id else None,
        }


class Enrollment(Sealed, Owned, Base):
    """A fellow bound to one curriculum version, with dates and full-time share."""

    __tablename__ = "enrollment"
    __table_args__ = (
        within("membership", "fellow_id"),
        within("curriculum_version", "version_id"),
        UniqueConstraint("program_id", "fellow_id", "version_id"),
        CheckConstraint("ends_on > starts_on", name="ends_after_it_starts"),
        CheckConstraint("full_time_percent BETWEEN 1 AND 100", name="share_of_full_time"),
    )

    fellow_id: Mapped[UUID]
    version_id: Mapped[UUID]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    full_time_percent: Mapped[int] = mapped_column(default=100)

    def content(self) -> Mapping[str, object]:
        return {
            "fellow": str(self.fellow_id),
            "version": str(self.version_id),
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "full_time_percent": self.full_time_percent,
        }
