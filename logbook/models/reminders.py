"""Letters that wait to be mailed, what members want of them, and who stands in for whom."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.domain.letters import LetterKind, LetterState
from logbook.domain.reminders import Absence, Digest
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, of_a_program, within


class Letter(Owned, Base):
    """One letter to one member. Its words are made when it is sent: here are ids and counts only,
    and never a link, which would open something to whoever reads the table."""

    __tablename__ = "letter"
    __table_args__ = (
        within("membership", "member_id"),
        # Nothing is written twice: two workers that think of the same letter have the same key.
        UniqueConstraint("program_id", "key"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_time"),
        CheckConstraint("state <> 'sending' OR taken_at IS NOT NULL", name="taken_has_time"),
        CheckConstraint("tries >= 0", name="tries_are_counted"),
        # What is to be sent next.
        Index(None, "program_id", "state", "due_at"),
        # When a member was last written to.
        Index(None, "program_id", "member_id", "kind", "written_at"),
    )

    member_id: Mapped[UUID]
    kind: Mapped[LetterKind] = mapped_column(as_text(LetterKind, "kind"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    key: Mapped[str] = mapped_column(String(120))
    """What the letter is about, so that it is written once."""
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[LetterState] = mapped_column(
        as_text(LetterState, "state"), default=LetterState.WAITING
    )
    tries: Mapped[int] = mapped_column(default=0)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str] = mapped_column(String(200), default="")


class LetterWish(Owned, Base):
    """What a member wants to be mailed, beside what is essential. No row: what nobody chose."""

    __tablename__ = "letter_wish"
    __table_args__ = (
        within("membership", "member_id"),
        UniqueConstraint("program_id", "member_id"),
    )

    member_id: Mapped[UUID]
    digest: Mapped[Digest] = mapped_column(as_text(Digest, "digest"), default=Digest.AS_NEEDED)
    nudges: Mapped[bool] = mapped_column(default=True)
    weekly: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Of a director: what changed in a week."""


class WeekStanding(Owned, Base):
    """How every fellow stood at the beginning of a week: what the next week is compared with. It is
    reckoned from the records, and evidence of nothing."""

    __tablename__ = "week_standing"
    __table_args__ = (of_a_program(), UniqueConstraint("program_id", "week"))

    week: Mapped[str] = mapped_column(String(8))
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    """By enrollment the requirements that are met, and those at risk: ids only."""
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Nudge(Owned, Base):
    """A fellow asked for an answer. Triggers refuse UPDATE and DELETE."""

    __tablename__ = "nudge"
    __table_args__ = (
        within("logged_case", "case_id"),
        within("membership", "supervisor_id"),
        # Once per case and calendar week, whatever two tabs do.
        UniqueConstraint("program_id", "case_id", "week"),
    )

    case_id: Mapped[UUID]
    supervisor_id: Mapped[UUID]
    week: Mapped[str] = mapped_column(String(8))
    nudged_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Delegation(Sealed, Owned, Base):
    """A deputy answers for a supervisor: during an absence, or, without an end, whenever a case
    has waited too long."""

    __tablename__ = "delegation"
    __table_args__ = (
        within("membership", "supervisor_id"),
        within("membership", "deputy_id"),
        within("membership", "made_by_id"),
        CheckConstraint("supervisor_id <> deputy_id", name="nobody_is_their_own_deputy"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
        Index(None, "program_id", "supervisor_id", "starts_on"),
    )

    supervisor_id: Mapped[UUID]
    deputy_id: Mapped[UUID]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """The last day; none for a standing deputy."""
    made_by_id: Mapped[UUID]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Ended by somebody before its time."""

    @property
    def span(self) -> Absence:
        return Absence(self.starts_on, self.ends_on)

    def content(self) -> Mapping[str, object]:
        return {
            "supervisor": str(self.supervisor_id),
            "deputy": str(self.deputy_id),
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat() if self.ends_on else None,
            "made_by": str(self.made_by_id),
            "made_at": moment(self.made_at),
            "ended_at": moment(self.ended_at),
        }


class StandIn(Sealed, Owned, Base):
    """One case that a deputy was asked to answer in another's place: both names, for good."""

    __tablename__ = "stand_in"
    __table_args__ = (
        within("logged_case", "case_id"),
        within("membership", "supervisor_id"),
        within("membership", "deputy_id"),
        within("delegation", "delegation_id"),
        CheckConstraint("supervisor_id <> deputy_id", name="nobody_stands_in_for_themselves"),
        Index(None, "program_id", "case_id"),
        Index(None, "program_id", "delegation_id"),
    )

    case_id: Mapped[UUID]
    supervisor_id: Mapped[UUID]
    """Whom the fellow asked."""
    deputy_id: Mapped[UUID]
    delegation_id: Mapped[UUID]
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The case went back; an answer ends nothing, it was given in this place."""

    def content(self) -> Mapping[str, object]:
        return {
            "case": str(self.case_id),
            "supervisor": str(self.supervisor_id),
            "deputy": str(self.deputy_id),
            "delegation": str(self.delegation_id),
            "began_at": moment(self.began_at),
            "ended_at": moment(self.ended_at),
        }
