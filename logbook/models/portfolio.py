"""Items of the portfolio, and the teaching sessions that fellows were at."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.domain.portfolio import ItemContent, ItemState
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class TeachingSession(Sealed, Owned, Base):
    """A session for several fellows, recorded once by whoever runs the program."""

    __tablename__ = "teaching_session"
    __table_args__ = (
        within("membership", "recorded_by_id"),
        Index(None, "program_id", "held_on", "id"),
        CheckConstraint("minutes > 0", name="lasted"),
    )

    kind: Mapped[str] = mapped_column(String(64))
    """An activity of the curriculum."""
    held_on: Mapped[date]
    title: Mapped[str] = mapped_column(String(120))
    minutes: Mapped[int]
    recorded_by_id: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def content(self) -> Mapping[str, object]:
        return {
            "kind": self.kind,
            "held_on": self.held_on.isoformat(),
            "title": self.title,
            "minutes": self.minutes,
            "recorded_by": str(self.recorded_by_id),
            "recorded_at": moment(self.recorded_at),
        }


class PortfolioItem(Sealed, Owned, Base):
    """One thing that a fellow did or wrote beside cases. Its id is made by whoever adds it."""

    __tablename__ = "portfolio_item"
    __table_args__ = (
        within("enrollment", "enrollment_id"),
        within("membership", "fellow_id"),
        within("membership", "accepter_id"),
        within("membership", "answered_by_id"),
        within("teaching_session", "session_id"),
        UniqueConstraint("program_id", "session_id", "enrollment_id"),
        CheckConstraint("fellow_id <> accepter_id", name="not_ones_own_accepter"),
        CheckConstraint("fellow_id <> answered_by_id", name="not_answered_by_oneself"),
        CheckConstraint(
            "state IN ('draft', 'withdrawn') OR shared_at IS NOT NULL", name="sent_is_shared"
        ),
        CheckConstraint(
            "state NOT IN ('accepted', 'voided')"
            " OR (answered_by_id IS NOT NULL AND answered_at IS NOT NULL)",
            name="accepted_by_somebody",
        ),
        CheckConstraint(
            "state NOT IN ('returned', 'voided') OR answer_words <> ''", name="says_why"
        ),
        CheckConstraint("minutes >= 0", name="not_negative"),
        CheckConstraint("since IS NULL OR since <= done_on", name="ends_after_it_begins"),
        # The fellow's list, newest first.
        Index(None, "program_id", "fellow_id", "done_on", "id"),
        # What waits for whom, and the count of it on the first page.
        Index(None, "program_id", "state", "accepter_id"),
        # What stands as evidence of one enrollment.
        Index(None, "program_id", "enrollment_id", "state", "kind"),
    )

    enrollment_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    accepter_id: Mapped[UUID | None]
    """Who is asked to accept it; None: any coordinator or director."""
    session_id: Mapped[UUID | None]
    """The session that it records somebody's presence at."""
    state: Mapped[ItemState] = mapped_column(as_text(ItemState, "state"), default=ItemState.DRAFT)
    kind: Mapped[str] = mapped_column(String(64))
    """An activity of the curriculum."""
    done_on: Mapped[date]
    since: Mapped[date | None]
    """The first day of a period, of which `done_on` is the last."""
    title: Mapped[str] = mapped_column(String(120))
    minutes: Mapped[int] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    certificate: Mapped[str] = mapped_column(String(60), default="")
    answered_by_id: Mapped[UUID | None]
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer_words: Mapped[str] = mapped_column(String(300), default="")
    """Why it came back, or was struck out."""
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When others could first see it. Never taken back."""
    revision: Mapped[int] = mapped_column(default=1)

    # Two people may have the item open: a write from a stale page finds no row of its revision.
    __mapper_args__ = {"version_id_col": revision}

    def says(self) -> ItemContent:
        return ItemContent(
            self.kind,
            self.done_on,
            self.title,
            self.since,
            self.minutes,
            self.words,
            self.link,
            self.certificate,
        )

    def content(self) -> Mapping[str, object]:
        return {
            "enrollment": str(self.enrollment_id),
            "fellow": str(self.fellow_id),
            "accepter": str(self.accepter_id) if self.accepter_id else None,
            "session": str(self.session_id) if self.session_id else None,
            "state": self.state,
            "kind": self.kind,
            "done_on": self.done_on.isoformat(),
            "since": self.since.isoformat() if self.since else None,
            "title": self.title,
            "minutes": self.minutes,
            "words": self.words,
            "link": self.link,
            "certificate": self.certificate,
            "answered_by": str(self.answered_by_id) if self.answered_by_id else None,
            "answered_at": moment(self.answered_at),
            "answer_words": self.answer_words,
            "added_at": moment(self.added_at),
            "shared_at": moment(self.shared_at),
            "revision": self.revision,
        }
