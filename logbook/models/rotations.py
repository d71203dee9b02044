"""Rotations of fellows, and their leave."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.domain.leave import LeaveKind
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class Rotation(Sealed, Owned, Base):
    """A service that one fellow is on, from a first day to a last. Its id is made by whoever plans
    it."""

    __tablename__ = "rotation"
    __table_args__ = (
        within("enrollment", "enrollment_id"),
        within("site", "site_id"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        Index(None, "program_id", "enrollment_id", "starts_on"),
    )

    enrollment_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(64))
    """As the curriculum of the enrollment names it."""
    site_id: Mapped[UUID | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """Its last day."""
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    def content(self) -> Mapping[str, object]:
        return {
            "enrollment": str(self.enrollment_id),
            "kind": self.kind,
            "site": str(self.site_id) if self.site_id else None,
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "cancelled_at": moment(self.cancelled_at),
        }


class Leave(Sealed, Owned, Base):
    """Days on which one fellow is away. There are no words: why is nobody's business here."""

    __tablename__ = "leave"
    __table_args__ = (
        within("enrollment", "enrollment_id"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        Index(None, "program_id", "enrollment_id", "starts_on"),
    )

    enrollment_id: Mapped[UUID]
    kind: Mapped[LeaveKind] = mapped_column(as_text(LeaveKind, "kind"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    """The last day away."""
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    def content(self) -> Mapping[str, object]:
        # The kind leaves the row only under the salt: five kinds could be guessed otherwise.
        return {
            "enrollment": str(self.enrollment_id),
            "kind": self.kind,
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "cancelled_at": moment(self.cancelled_at),
        }
