"""What the committee decided, who saw it otherwise, what follows, and what the fellow is told."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.domain.committee import AppealOutcome, Outcome
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class CommitteeDecision(Sealed, Owned, Base):
    """One decision about one fellow. Triggers refuse every change; the one with the highest number
    stands, those before it were corrected while the session was open, or changed on an appeal."""

    __tablename__ = "committee_decision"
    __table_args__ = (
        within("agenda_item", "item_id"),
        within("committee_meeting", "meeting_id"),
        within("membership", "fellow_id"),
        within("membership", "recorded_by_id"),
        within("milestone_review", "review_id"),
        UniqueConstraint("program_id", "item_id", "number"),
        CheckConstraint("fellow_id <> recorded_by_id", name="not_about_oneself"),
        CheckConstraint("words <> ''", name="says_why"),
        Index(None, "program_id", "fellow_id", "decided_at"),
        # Whether a review is one that the committee agreed on.
        Index(None, "program_id", "review_id"),
    )

    item_id: Mapped[UUID]
    meeting_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    number: Mapped[int]
    """From 1."""
    outcome: Mapped[Outcome] = mapped_column(as_text(Outcome, "outcome"))
    words: Mapped[str] = mapped_column(String(600))
    narrative: Mapped[str] = mapped_column(String(3000), default="")
    """As it stood on the agenda then."""
    review_id: Mapped[UUID | None]
    """The recorded milestones that were agreed on."""
    apart: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Members who took no part, for a declared conflict of interest with this fellow."""
    recorded_by_id: Mapped[UUID]
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def content(self) -> Mapping[str, object]:
        return {
            "item": str(self.item_id),
            "meeting": str(self.meeting_id),
            "fellow": str(self.fellow_id),
            "number": self.number,
            "outcome": self.outcome,
            "words": self.words,
            "narrative": self.narrative,
            "review": str(self.review_id) if self.review_id else None,
            "apart": list(self.apart),
            "recorded_by": str(self.recorded_by_id),
            "decided_at": moment(self.decided_at),
        }


class CommitteeDissent(Sealed, Owned, Base):
    """A member who sees it otherwise, and why. Triggers refuse every change."""

    __tablename__ = "committee_dissent"
    __table_args__ = (
        within("committee_decision", "decision_id"),
        within("membership", "member_id"),
        within("membership", "recorded_by_id"),
        UniqueConstraint("program_id", "decision_id", "member_id"),
        CheckConstraint("words <> ''", name="says_why"),
    )

    decision_id: Mapped[UUID]
    member_id: Mapped[UUID]
    words: Mapped[str] = mapped_column(String(600))
    recorded_by_id: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def content(self) -> Mapping[str, object]:
        return {
            "decision": str(self.decision_id),
            "member": str(self.member_id),
            "words": self.words,
            "recorded_by": str(self.recorded_by_id),
            "recorded_at": moment(self.recorded_at),
        }


class CommitteePlan(Sealed, Owned, Base):
    """What a fellow is to do, who sees to it and until when. What was agreed stays (a trigger);
    only that it is done is added."""

    __tablename__ = "committee_plan"
    __table_args__ = (
        within("committee_decision", "decision_id"),
        within("membership", "fellow_id"),
        within("membership", "owner_id"),
        within("membership", "done_by_id"),
        UniqueConstraint("program_id", "decision_id"),
        CheckConstraint("due_on >= starts_on", name="due_after_it_starts"),
        CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
        CheckConstraint("what <> ''", name="says_what"),
        Index(None, "program_id", "fellow_id", "due_on"),
        Index(None, "program_id", "owner_id", "due_on"),
    )

    decision_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    what: Mapped[str] = mapped_column(String(600))
    owner_id: Mapped[UUID]
    starts_on: Mapped[date]
    due_on: Mapped[date]
    """The last day."""
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[UUID | None]
    done_words: Mapped[str] = mapped_column(String(600), default="")

    def content(self) -> Mapping[str, object]:
        return {
            "decision": str(self.decision_id),
            "fellow": str(self.fellow_id),
            "what": self.what,
            "owner": str(self.owner_id),
            "starts_on": self.starts_on.isoformat(),
            "due_on": self.due_on.isoformat(),
            "done_at": moment(self.done_at),
            "done_by": str(self.done_by_id) if self.done_by_id else None,
            "done_words": self.done_words,
        }


class MeetingEvidence(Sealed, Owned, Base):
    """The evidence about one fellow of a meeting as it stood when it was decided, or when the
    session closed without a decision. Triggers refuse every change; the last one is shown."""

    __tablename__ = "meeting_evidence"
    __table_args__ = (
        within("agenda_item", "item_id"),
        UniqueConstraint("program_id", "item_id", "number"),
    )

    item_id: Mapped[UUID]
    number: Mapped[int]
    """From 1; a decision that was corrected has another one."""
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Codes, whole numbers and texts; see `queries.committee_kept`."""
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def content(self) -> Mapping[str, object]:
        return {
            "item": str(self.item_id),
            "number": self.number,
            "said": dict(self.said),
            "kept_at": moment(self.kept_at),
        }


class MeetingMinutes(Sealed, Owned, Base):
    """The minutes as the chair signed them, whole; a later one is an amendment. Triggers refuse
    every change."""

    __tablename__ = "meeting_minutes"
    __table_args__ = (
        within("committee_meeting", "meeting_id"),
        within("membership", "approved_by_id"),
        UniqueConstraint("program_id", "meeting_id", "number"),
        CheckConstraint("number = 1 OR words <> ''", name="an_amendment_says_what"),
    )

    meeting_id: Mapped[UUID]
    number: Mapped[int]
    """1: the minutes; the others amend them."""
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What was recorded, as plain values; nothing in an amendment."""
    words: Mapped[str] = mapped_column(String(3000), default="")
    """Of an amendment."""
    approved_by_id: Mapped[UUID]
    approved_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def content(self) -> Mapping[str, object]:
        return {
            "meeting": str(self.meeting_id),
            "number": self.number,
            "said": dict(self.said),
            "words": self.words,
            "approved_by": str(self.approved_by_id),
            "approved_at": moment(self.approved_at),
        }


class CommitteeLetter(Sealed, Owned, Base):
    """What a fellow is told of a decision, and what they answer. Its words are those of the
    decision; here is only that it went out, was read, and was appealed."""

    __tablename__ = "committee_letter"
    __table_args__ = (
        within("committee_decision", "decision_id"),
        within("membership", "fellow_id"),
        within("membership", "answered_by_id"),
        UniqueConstraint("program_id", "decision_id"),
        CheckConstraint("(appealed_at IS NULL) = (appeal = '')", name="appeal_says_why"),
        CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)"
            " AND (answered_at IS NULL) = (outcome IS NULL)"
            " AND (answered_at IS NULL OR appealed_at IS NOT NULL)",
            name="answered_whole",
        ),
        Index(None, "program_id", "fellow_id", "written_at"),
    )

    decision_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    appealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    appeal: Mapped[str] = mapped_column(String(3000), default="")
    answered_by_id: Mapped[UUID | None]
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[AppealOutcome | None] = mapped_column(as_text(AppealOutcome, "outcome"))
    answer: Mapped[str] = mapped_column(String(3000), default="")

    def content(self) -> Mapping[str, object]:
        return {
            "decision": str(self.decision_id),
            "fellow": str(self.fellow_id),
            "written_at": moment(self.written_at),
            "acknowledged_at": moment(self.acknowledged_at),
            "appealed_at": moment(self.appealed_at),
            "appeal": self.appeal,
            "answered_by": str(self.answered_by_id) if self.answered_by_id else None,
            "answered_at": moment(self.answered_at),
            "outcome": self.outcome,
            "answer": self.answer,
        }
