"""What supervisors are entitled to vouch for."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain import privileges as domain
from logbook.domain.privileges import Scope
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class Privilege(Sealed, Owned, Base):
    """Given by who runs the program, for a time. It is never changed: it is ended, and another is
    given."""

    __tablename__ = "privilege"
    __table_args__ = (
        within("membership", "supervisor_id"),
        within("membership", "given_by_id"),
        within("membership", "ended_by_id"),
        CheckConstraint("(scope = 'all') = (code = '')", name="for_what"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        CheckConstraint("supervisor_id <> given_by_id", name="not_given_to_oneself"),
        Index(None, "program_id", "supervisor_id"),
    )

    supervisor_id: Mapped[UUID]
    scope: Mapped[Scope] = mapped_column(as_text(Scope, "scope"))
    code: Mapped[str] = mapped_column(String(64), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    given_by_id: Mapped[UUID]
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[UUID | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def content(self) -> Mapping[str, object]:
        return {
            "supervisor": str(self.supervisor_id),
            "scope": self.scope,
            "code": self.code,
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat() if self.ends_on else None,
            "given_by": str(self.given_by_id),
            "given_at": self.given_at.isoformat(),
            "ended_by": str(self.ended_by_id) if self.ended_by_id else None,
            "ended_at": self.ended_at.isoformat() if self.ended_at else None,
        }

    def as_held(self) -> domain.Privilege:
        return domain.Privilege(self.scope, self.code, self.starts_on, self.ends_on)
