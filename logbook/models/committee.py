"""Meetings of the committee: who is invited, who is talked about, and what members thought before.

What was decided stands in `committee_decisions`.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.domain.committee import MeetingState, Outcome
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class CommitteeMeeting(Sealed, Owned, Base):
    """One meeting. Its id is made by whoever plans it."""

    __tablename__ = "committee_meeting"
    __table_args__ = (
        within("membership", "chair_id"),
        within("membership", "planned_by_id"),
        within("membership", "opened_by_id"),
        CheckConstraint("(opened_at IS NULL) = (opened_by_id IS NULL)", name="opened_by_somebody"),
        CheckConstraint(
            "(state IN ('in_session', 'closed', 'approved')) = (opened_at IS NOT NULL)",
            name="opened_has_time",
        ),
        CheckConstraint(
            "(state IN ('closed', 'approved')) = (closed_at IS NOT NULL)", name="closed_has_time"
        ),
        Index(None, "program_id", "held_on"),
    )

    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(120))
    chair_id: Mapped[UUID]
    state: Mapped[MeetingState] = mapped_column(
        as_text(MeetingState, "state"), default=MeetingState.PLANNED
    )
    planned_by_id: Mapped[UUID]
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by_id: Mapped[UUID | None]
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    missing: Mapped[int] = mapped_column(default=0)
    """Ratings that were not in when the session was opened."""
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    def content(self) -> Mapping[str, object]:
        return {
            "held_on": self.held_on.isoformat(),
            "place": self.place,
            "chair": str(self.chair_id),
            "state": self.state,
            "planned_by": str(self.planned_by_id),
            "planned_at": moment(self.planned_at),
            "opened_by": str(self.opened_by_id) if self.opened_by_id else None,
            "opened_at": moment(self.opened_at),
            "missing": self.missing,
            "closed_at": moment(self.closed_at),
        }


class CommitteeSeat(Sealed, Owned, Base):
    """A member who is invited to a meeting."""

    __tablename__ = "committee_seat"
    __table_args__ = (
        within("committee_meeting", "meeting_id"),
        within("membership", "member_id"),
        UniqueConstraint("program_id", "meeting_id", "member_id"),
    )

    meeting_id: Mapped[UUID]
    member_id: Mapped[UUID]
    invited: Mapped[bool] = mapped_column(default=True)
    """No longer, if the meeting was changed."""
    present: Mapped[bool | None]
    """None before anybody has noted it."""

    def content(self) -> Mapping[str, object]:
        return {
            "meeting": str(self.meeting_id),
            "member": str(self.member_id),
            "invited": self.invited,
            "present": self.present,
        }


class AgendaItem(Sealed, Owned, Base):
    """A fellow who is talked about in a meeting, and what the committee came to agree on."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        within("committee_meeting", "meeting_id"),
        within("membership", "fellow_id"),
        within("enrollment", "enrollment_id"),
        UniqueConstraint("program_id", "meeting_id", "fellow_id"),
        CheckConstraint(
            "ended_at IS NULL OR (began_at IS NOT NULL AND ended_at >= began_at)",
            name="ends_after_it_began",
        ),
        Index(None, "program_id", "fellow_id", "meeting_id"),
    )

    meeting_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    enrollment_id: Mapped[UUID]
    place: Mapped[int]
    """In the order of the agenda, from 0."""
    listed: Mapped[bool] = mapped_column(default=True)
    """No longer, if the meeting was changed."""
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When they began to talk about this fellow."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    levels: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """What the members agree on, by subcompetency; evidence once a decision is recorded."""
    narrative: Mapped[str] = mapped_column(String(3000), default="")
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    def content(self) -> Mapping[str, object]:
        return {
            "meeting": str(self.meeting_id),
            "fellow": str(self.fellow_id),
            "enrollment": str(self.enrollment_id),
            "place": self.place,
            "listed": self.listed,
            "began_at": moment(self.began_at),
            "ended_at": moment(self.ended_at),
            "levels": dict(self.levels),
            "narrative": self.narrative,
        }


class PreRating(Sealed, Owned, Base):
    """What one member thought of one fellow before the meeting, without knowing what the others
    did. Triggers refuse every change, and one of somebody with a conflict of interest."""

    __tablename__ = "pre_rating"
    __table_args__ = (
        within("committee_meeting", "meeting_id"),
        within("membership", "fellow_id"),
        within("membership", "member_id"),
        UniqueConstraint("program_id", "meeting_id", "fellow_id", "member_id"),
        CheckConstraint("fellow_id <> member_id", name="not_ones_own"),
    )

    meeting_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    member_id: Mapped[UUID]
    levels: Mapped[dict[str, str]] = mapped_column(JSON)
    proposes: Mapped[Outcome] = mapped_column(as_text(Outcome, "proposes"))
    words: Mapped[str] = mapped_column(String(600), default="")
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def content(self) -> Mapping[str, object]:
        return {
            "meeting": str(self.meeting_id),
            "fellow": str(self.fellow_id),
            "member": str(self.member_id),
            "levels": dict(self.levels),
            "proposes": self.proposes,
            "words": self.words,
            "given_at": moment(self.given_at),
        }


class CommitteePacket(Owned, Base):
    """The papers of a meeting, as somebody asked for them. How far they have come is told by the
    parts that lie in their folder."""

    __tablename__ = "committee_packet"
    __table_args__ = (
        within("committee_meeting", "meeting_id"),
        within("membership", "member_id"),
        CheckConstraint(
            "(ready_at IS NULL) = (sha256 IS NULL) AND (ready_at IS NULL) = (size IS NULL)",
            name="ready_whole",
        ),
        Index(None, "program_id", "meeting_id", "asked_at"),
    )

    meeting_id: Mapped[UUID]
    member_id: Mapped[UUID]
    """Who asked."""
    language: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    size: Mapped[int | None]
    """Of the PDF, in bytes."""
    sha256: Mapped[str | None] = mapped_column(String(64))
