"""Reviews in which the committee rates the milestones of one fellow."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.domain.milestones import ReviewState
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class MilestoneReview(Sealed, Owned, Base):
    """All ratings of one fellow on one day. Once recorded it stays; another may correct it."""

    __tablename__ = "milestone_review"
    __table_args__ = (
        within("enrollment", "enrollment_id"),
        within("membership", "fellow_id"),
        within("membership", "written_by_id"),
        within("milestone_review", "amends_id"),
        UniqueConstraint("program_id", "amends_id"),
        CheckConstraint("fellow_id <> written_by_id", name="not_ones_own_review"),
        CheckConstraint(
            "(state = 'recorded') = (recorded_at IS NOT NULL)", name="recorded_has_time"
        ),
        Index(None, "program_id", "enrollment_id", "reviewed_on"),
    )

    enrollment_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    state: Mapped[ReviewState] = mapped_column(as_text(ReviewState, "state"))
    reviewed_on: Mapped[date]
    scale: Mapped[str] = mapped_column(String(32))
    levels: Mapped[dict[str, str]] = mapped_column(JSON)
    """Codes, by subcompetency."""
    amends_id: Mapped[UUID | None]
    """The recorded review that this one corrects."""
    written_by_id: Mapped[UUID]
    """Who wrote last; of a recorded one, who recorded it."""
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    def content(self) -> Mapping[str, object]:
        return {
            "enrollment": str(self.enrollment_id),
            "fellow": str(self.fellow_id),
            "state": self.state,
            "reviewed_on": self.reviewed_on.isoformat(),
            "scale": self.scale,
            "levels": dict(self.levels),
            "amends": str(self.amends_id) if self.amends_id else None,
            "written_by": str(self.written_by_id),
            "written_at": moment(self.written_at),
            "recorded_at": moment(self.recorded_at),
            "revision": self.revision,
        }


class SelfRating(Sealed, Owned, Base):
    """How a fellow rates their own milestones. It is no evidence: the committee reads it beside
    its own. Triggers refuse every change; another day has another one."""

    __tablename__ = "self_rating"
    __table_args__ = (
        within("enrollment", "enrollment_id"),
        within("membership", "fellow_id"),
        UniqueConstraint("program_id", "enrollment_id", "rated_on"),
    )

    enrollment_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    rated_on: Mapped[date]
    """The day where the program is."""
    scale: Mapped[str] = mapped_column(String(32))
    levels: Mapped[dict[str, str]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(String(600), default="")
    rated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def content(self) -> Mapping[str, object]:
        return {
            "enrollment": str(self.enrollment_id),
            "fellow": str(self.fellow_id),
            "rated_on": self.rated_on.isoformat(),
            "scale": self.scale,
            "levels": dict(self.levels),
            "words": self.words,
            "rated_at": moment(self.rated_at),
        }
