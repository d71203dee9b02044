"""Sign-offs, who is asked to judge, what they judged, what was decided, and what it stood on."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.domain.sign_offs import Decided, State
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within

_OPEN = text("state IN ('proposed', 'judged', 'differing')")
_STANDS = "state IN ('granted', 'confirmed', 'review', 'suspended', 'revoked', 'amended')"


class SignOff(Sealed, Owned, Base):
    """One competency of one fellow on its way to a decision, or decided. Its id is made by whoever
    proposes it; only what happens to it changes, never what was proposed (a trigger)."""

    __tablename__ = "sign_off"
    __table_args__ = (
        within("enrollment", "enrollment_id"),
        within("curriculum_version", "version_id"),
        within("membership", "fellow_id"),
        within("membership", "proposed_by_id"),
        within("sign_off", "amends_id"),
        CheckConstraint(
            f"NOT ({_STANDS}) OR (level IS NOT NULL AND granted_at IS NOT NULL)",
            name="granted_has_level_and_time",
        ),
        CheckConstraint("(level IS NULL) = (granted_at IS NULL)", name="granted_whole"),
        CheckConstraint("state <> 'lapsed'", name="lapsing_is_reckoned"),
        # One at a time for a fellow and a competency, whatever two tabs do.
        Index(
            "uq_sign_off_one_open",
            "program_id",
            "fellow_id",
            "competency",
            unique=True,
            sqlite_where=_OPEN,  # on PostgreSQL too: its migration says so
        ),
        Index(None, "program_id", "enrollment_id", "competency"),
        Index(None, "program_id", "state", "proposed_at"),
        Index(None, "program_id", "amends_id"),
    )

    enrollment_id: Mapped[UUID]
    version_id: Mapped[UUID]
    """Of the curriculum, whose rule holds for it."""
    fellow_id: Mapped[UUID]
    competency: Mapped[str] = mapped_column(String(64))
    amends_id: Mapped[UUID | None]
    """The decided one in whose place this one is to stand."""
    proposed_by_id: Mapped[UUID]
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(String(600), default="")
    """Of whoever proposes it."""
    committee: Mapped[bool]
    """Whether it holds only once the committee has confirmed it."""
    state: Mapped[State] = mapped_column(as_text(State, "state"), default=State.PROPOSED)
    scale: Mapped[str] = mapped_column(String(32))
    level: Mapped[str | None] = mapped_column(String(24))
    """The one decided."""
    statement: Mapped[str] = mapped_column(String(600), default="")
    """Of a director, where the judges differed."""
    granted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lapses_on: Mapped[date | None]
    """The first day on which it no longer holds."""
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    def content(self) -> Mapping[str, object]:
        return {
            "enrollment": str(self.enrollment_id),
            "version": str(self.version_id),
            "fellow": str(self.fellow_id),
            "competency": self.competency,
            "amends": str(self.amends_id) if self.amends_id else None,
            "proposed_by": str(self.proposed_by_id),
            "proposed_at": moment(self.proposed_at),
            "words": self.words,
            "committee": self.committee,
            "state": self.state,
            "scale": self.scale,
            "level": self.level,
            "statement": self.statement,
            "granted_at": moment(self.granted_at),
            "lapses_on": self.lapses_on.isoformat() if self.lapses_on else None,
        }


class JudgeSeat(Sealed, Owned, Base):
    """Who is asked for one of the judgements that the curriculum wants."""

    __tablename__ = "judge_seat"
    __table_args__ = (
        within("sign_off", "sign_off_id"),
        within("membership", "fellow_id"),
        within("membership", "judge_id"),
        UniqueConstraint("program_id", "sign_off_id", "place"),
        UniqueConstraint("program_id", "sign_off_id", "judge_id"),
        CheckConstraint("fellow_id <> judge_id", name="not_ones_own_judge"),
        # What waits for whom.
        Index(None, "program_id", "judge_id", "sign_off_id"),
    )

    sign_off_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    place: Mapped[int]
    """In the order of the rule, from 0."""
    judge_id: Mapped[UUID]

    def content(self) -> Mapping[str, object]:
        return {
            "sign_off": str(self.sign_off_id),
            "fellow": str(self.fellow_id),
            "place": self.place,
            "judge": str(self.judge_id),
        }


class Judgement(Sealed, Owned, Base):
    """What one judge said. Triggers refuse every change, and the judgement of anybody who may not
    judge that fellow on that day."""

    __tablename__ = "judgement"
    __table_args__ = (
        within("sign_off", "sign_off_id"),
        within("membership", "fellow_id"),
        within("membership", "judge_id"),
        UniqueConstraint("program_id", "sign_off_id", "judge_id"),
        UniqueConstraint("program_id", "sign_off_id", "place"),
        CheckConstraint("fellow_id <> judge_id", name="not_ones_own"),
        CheckConstraint("words <> ''", name="in_words"),
    )

    sign_off_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    judge_id: Mapped[UUID]
    place: Mapped[int]
    level: Mapped[str] = mapped_column(String(24))
    words: Mapped[str] = mapped_column(String(600))
    given_on: Mapped[date]
    """The day where the program is."""
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    grounds_sha256: Mapped[str] = mapped_column(String(64))
    """Of the list of what it stood on."""

    def content(self) -> Mapping[str, object]:
        return {
            "sign_off": str(self.sign_off_id),
            "fellow": str(self.fellow_id),
            "judge": str(self.judge_id),
            "place": self.place,
            "level": self.level,
            "words": self.words,
            "given_on": self.given_on.isoformat(),
            "given_at": moment(self.given_at),
            "grounds": self.grounds_sha256,
        }


class SignOffDecision(Sealed, Owned, Base):
    """What was decided beside the judgements, by whom and why. Triggers refuse every change."""

    __tablename__ = "sign_off_decision"
    __table_args__ = (
        within("sign_off", "sign_off_id"),
        within("membership", "fellow_id"),
        within("membership", "decided_by_id"),
        CheckConstraint("fellow_id <> decided_by_id", name="not_about_oneself"),
        CheckConstraint("decided = 'confirmed' OR words <> ''", name="says_why"),
        CheckConstraint(
            "(level IS NOT NULL) = (decided IN ('by_director', 'together'))", name="decides_a_level"
        ),
        Index(None, "program_id", "sign_off_id", "decided_at"),
    )

    sign_off_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    decided_by_id: Mapped[UUID]
    decided: Mapped[Decided] = mapped_column(as_text(Decided, "decided"))
    level: Mapped[str | None] = mapped_column(String(24))
    words: Mapped[str] = mapped_column(Text, default="")
    missing: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Of an override: the requirements that were not met."""
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def content(self) -> Mapping[str, object]:
        return {
            "sign_off": str(self.sign_off_id),
            "fellow": str(self.fellow_id),
            "decided_by": str(self.decided_by_id),
            "decided": self.decided,
            "level": self.level,
            "words": self.words,
            "missing": list(self.missing),
            "decided_at": moment(self.decided_at),
        }


class SignOffGround(Owned, Base):
    """One piece of evidence under the signatures of a sign-off, so that its withdrawal is noticed.
    What it said then stands in the signatures. Triggers refuse every change."""

    __tablename__ = "sign_off_ground"
    __table_args__ = (
        within("sign_off", "sign_off_id"),
        UniqueConstraint("program_id", "sign_off_id", "kind", "ground_id"),
        Index(None, "program_id", "ground_id"),
    )

    sign_off_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(24))
    ground_id: Mapped[UUID]


class ConflictOfInterest(Sealed, Owned, Base):
    """Two members who do not judge each other: relatives, partners, whatever they say it is."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (
        within("membership", "member_id"),
        within("membership", "other_id"),
        within("membership", "declared_by_id"),
        within("membership", "ended_by_id"),
        CheckConstraint("member_id <> other_id", name="between_two"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        Index(None, "program_id", "member_id", "other_id"),
        Index(None, "program_id", "other_id", "member_id"),
    )

    member_id: Mapped[UUID]
    other_id: Mapped[UUID]
    declared_by_id: Mapped[UUID]
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[UUID | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def content(self) -> Mapping[str, object]:
        return {
            "member": str(self.member_id),
            "other": str(self.other_id),
            "declared_by": str(self.declared_by_id),
            "declared_at": moment(self.declared_at),
            "ended_by": str(self.ended_by_id) if self.ended_by_id else None,
            "ended_at": moment(self.ended_at),
        }
