"""What clinic lists say that a fellow would do. Of patients nothing."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.expected import Band, Said
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.tenancy import Owned, within


class ExpectedCase(Owned, Base):
    """One line of a clinic list. It reminds, and counts for nothing: so it is not sealed. Its id
    follows from what it says, so that the same list again adds nothing."""

    __tablename__ = "expected_case"
    __table_args__ = (
        within("membership", "fellow_id"),
        within("membership", "brought_by_id"),
        within("site", "site_id"),
        CheckConstraint("(said IS NULL) = (dismissed_at IS NULL)", name="dismissed_says_why"),
        CheckConstraint("procedure IS NULL OR text = ''", name="known_needs_no_words"),
        Index(None, "program_id", "fellow_id", "expected_on"),
    )

    fellow_id: Mapped[UUID]
    brought_by_id: Mapped[UUID]
    brought_at: Mapped[datetime] = mapped_column(UtcDateTime)
    list_name: Mapped[str] = mapped_column(String(80), default="")
    expected_on: Mapped[date]
    band: Mapped[Band | None] = mapped_column(as_text(Band, "band"))
    procedure: Mapped[str | None] = mapped_column(String(64))
    """Of the catalogue; None: the catalogue does not know what the list says."""
    text: Mapped[str] = mapped_column(String(120), default="")
    site_id: Mapped[UUID | None]
    said: Mapped[Said | None] = mapped_column(as_text(Said, "said"))
    """Why it is no case of this fellow's."""
    dismissed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
