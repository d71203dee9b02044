"""Sittings of knowledge tests."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.domain.knowledge import Outcome
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class Sitting(Sealed, Owned, Base):
    """One result of one fellow. It never changes: what was wrong is amended by another that
    names it, and then no longer stands."""

    __tablename__ = "test_sitting"
    __table_args__ = (
        within("enrollment", "enrollment_id"),
        within("membership", "fellow_id"),
        within("membership", "entered_by_id"),
        within("test_sitting", "amends_id"),
        UniqueConstraint("program_id", "amends_id"),
        CheckConstraint("fellow_id <> entered_by_id", name="not_ones_own_result"),
        CheckConstraint("score IS NULL OR score BETWEEN 0 AND 100", name="percent"),
        CheckConstraint(
            "outcome <> 'mistaken' OR amends_id IS NOT NULL", name="mistake_names_what_it_was"
        ),
        Index(None, "program_id", "enrollment_id", "sat_on"),
    )

    enrollment_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    test: Mapped[str] = mapped_column(String(64))
    sat_on: Mapped[date]
    score: Mapped[int | None]
    """In percent, where the test has a pass mark."""
    outcome: Mapped[Outcome] = mapped_column(as_text(Outcome, "outcome"))
    amends_id: Mapped[UUID | None]
    entered_by_id: Mapped[UUID]
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def content(self) -> Mapping[str, object]:
        return {
            "enrollment": str(self.enrollment_id),
            "fellow": str(self.fellow_id),
            "test": self.test,
            "sat_on": self.sat_on.isoformat(),
            "score": self.score,
            "outcome": self.outcome,
            "amends": str(self.amends_id) if self.amends_id else None,
            "entered_by": str(self.entered_by_id),
            "entered_at": moment(self.entered_at),
        }
