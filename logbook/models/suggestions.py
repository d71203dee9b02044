"""Cases that supervisors think fellows forgot."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.domain.hospital import Side
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class Suggestion(Sealed, Owned, Base):
    """A case that a supervisor thinks a fellow forgot. It is no case: the fellow begins one from
    it, or says that it is not theirs. Its id is made by whoever suggests it."""

    __tablename__ = "suggestion"
    __table_args__ = (
        within("enrollment", "enrollment_id"),
        within("membership", "fellow_id"),
        within("membership", "supervisor_id"),
        within("site", "site_id"),
        UniqueConstraint("program_id", "begins"),
        CheckConstraint("fellow_id <> supervisor_id", name="not_to_oneself"),
        Index(None, "program_id", "fellow_id", "suggested_at"),
        Index(None, "program_id", "supervisor_id", "suggested_at"),
    )

    enrollment_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    supervisor_id: Mapped[UUID]
    site_id: Mapped[UUID | None]
    procedure: Mapped[str] = mapped_column(String(64))
    performed_on: Mapped[date]
    side: Mapped[Side | None] = mapped_column(as_text(Side, "side"))
    words: Mapped[str] = mapped_column(String(200), default="")
    suggested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begins: Mapped[UUID]
    """The id that the case gets when the fellow begins it. While no case has it, none is begun."""
    declined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def content(self) -> Mapping[str, object]:
        return {
            "enrollment": str(self.enrollment_id),
            "fellow": str(self.fellow_id),
            "supervisor": str(self.supervisor_id),
            "site": str(self.site_id) if self.site_id else None,
            "procedure": self.procedure,
            "performed_on": self.performed_on.isoformat(),
            "side": self.side,
            "words": self.words,
            "suggested_at": moment(self.suggested_at),
            "begins": str(self.begins),
            "declined_at": moment(self.declined_at),
        }
