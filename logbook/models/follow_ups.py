"""How it went with cases later."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.domain.follow_ups import Function, Relief
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class FollowUp(Sealed, Owned, Base):
    """Beside its case, which is not touched: an approved one stays as it was signed. Written once;
    the database refuses to change it."""

    __tablename__ = "follow_up"
    __table_args__ = (
        within("logged_case", "case_id"),
        within("membership", "fellow_id"),
        UniqueConstraint("program_id", "case_id"),
    )

    case_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    relief: Mapped[Relief] = mapped_column(as_text(Relief, "relief"))
    function: Mapped[Function] = mapped_column(as_text(Function, "function"))
    complications: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(String(300), default="")
    days_after: Mapped[int]
    """From the day of the case to that of the answer."""
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def content(self) -> Mapping[str, object]:
        return {
            "case": str(self.case_id),
            "fellow": str(self.fellow_id),
            "relief": self.relief,
            "function": self.function,
            "complications": list(self.complications),
            "note": self.note,
            "days_after": self.days_after,
            "answered_at": moment(self.answered_at),
        }
