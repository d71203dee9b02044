"""Cases, and what supervisors answered to them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.domain.cases import Answer, State
from logbook.domain.catalogue import CaseRole
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within

_STANDS = text("state NOT IN ('withdrawn', 'voided')")


class Case(Sealed, Owned, Base):
    """One logged procedure or patient encounter. Its id is made by whoever logs it."""

    __tablename__ = "logged_case"
    __table_args__ = (
        within("enrollment", "enrollment_id"),
        within("membership", "fellow_id"),
        within("membership", "supervisor_id"),
        within("site", "site_id"),
        within("import_batch", "batch_id"),
        within("logged_case", "amends_id"),
        CheckConstraint("fellow_id <> supervisor_id", name="not_ones_own_supervisor"),
        CheckConstraint(
            "state NOT IN ('submitted', 'approved') OR supervisor_id IS NOT NULL",
            name="somebody_is_asked",
        ),
        CheckConstraint(
            "(state IN ('approved', 'returned', 'amended') AND answered_at IS NOT NULL)"
            " OR state IN ('draft', 'submitted', 'withdrawn', 'voided')",
            name="answered_has_time",
        ),
        CheckConstraint("state <> 'approved' OR credited_role IS NOT NULL", name="approved_role"),
        CheckConstraint("state <> 'voided' OR closing_words <> ''", name="voided_says_why"),
        CheckConstraint("level_sides >= 1", name="at_least_one_level"),
        CheckConstraint("(amends_id IS NULL) = (amends_why IS NULL)", name="amends_says_why"),
        CheckConstraint("amends_id <> id", name="amends_another"),
        # A case is replaced once, and by one at a time.
        Index(
            "uq_logged_case_program_id_amends_id",
            "program_id",
            "amends_id",
            unique=True,
            sqlite_where=_STANDS,  # on PostgreSQL too: its migration says so
        ),
        # The fellow's list, newest first; the filters are read from the same few pages.
        Index(None, "program_id", "fellow_id", "performed_on", "id"),
        # The supervisor's queue and the counts of what waits.
        Index(None, "program_id", "supervisor_id", "state", "performed_on"),
        # A withdrawn case is taken back from one fellow's progress only.
        Index(None, "program_id", "enrollment_id", "state", "category"),
    )

    enrollment_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    supervisor_id: Mapped[UUID | None]
    site_id: Mapped[UUID | None]
    batch_id: Mapped[UUID | None]
    state: Mapped[State] = mapped_column(as_text(State, "state"), default=State.DRAFT)
    performed_on: Mapped[date]
    procedure: Mapped[str] = mapped_column(String(64))
    category: Mapped[str] = mapped_column(String(64))
    role: Mapped[CaseRole] = mapped_column(as_text(CaseRole, "role"))
    """As the fellow logged it; never overwritten."""
    credited_role: Mapped[CaseRole | None] = mapped_column(as_text(CaseRole, "credited_role"))
    """As the approving supervisor stated it before seeing the fellow's; this one counts."""
    setting: Mapped[str | None] = mapped_column(String(40))
    age_band: Mapped[str | None] = mapped_column(String(8))
    indication: Mapped[str] = mapped_column(String(300), default="")
    outcome: Mapped[str] = mapped_column(String(24), default="success")
    complications: Mapped[list[str]] = mapped_column(JSON, default=list)
    complication_note: Mapped[str] = mapped_column(String(300), default="")
    reflection: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    level_sides: Mapped[int] = mapped_column(default=1)
    """Levels times sides: how many injections the case was, where a program counts those."""
    closing_words: Mapped[str] = mapped_column(String(300), default="")
    """Why it was withdrawn after an answer, or voided."""
    amends_id: Mapped[UUID | None]
    """The approved case whose place this one is to take."""
    amends_why: Mapped[str | None] = mapped_column(String(300))
    """What is wrong with that one, in the fellow's words."""
    logged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    # Two people may have the case open: a write from a stale page finds no row of its revision.
    __mapper_args__ = {"version_id_col": revision}

    def content(self) -> Mapping[str, object]:
        return {
            "enrollment": str(self.enrollment_id),
            "fellow": str(self.fellow_id),
            "supervisor": str(self.supervisor_id) if self.supervisor_id else None,
            "site": str(self.site_id) if self.site_id else None,
            "batch": str(self.batch_id) if self.batch_id else None,
            "state": self.state,
            "performed_on": self.performed_on.isoformat(),
            "procedure": self.procedure,
            "category": self.category,
            "role": self.role,
            "credited_role": self.credited_role,
            "setting": self.setting,
            "age_band": self.age_band,
            "indication": self.indication,
            "outcome": self.outcome,
            "complications": list(self.complications),
            "complication_note": self.complication_note,
            "reflection": self.reflection,
            "details": self.details,
            "level_sides": self.level_sides,
            "closing_words": self.closing_words,
            "logged_at": moment(self.logged_at),
            "submitted_at": moment(self.submitted_at),
            "answered_at": moment(self.answered_at),
            "revision": self.revision,
            **self._amending(),
        }

    def _amending(self) -> Mapping[str, object]:
        """Of an amendment only: all others are sealed as they were before there were any."""
        if self.amends_id is None and self.amends_why is None:
            return {}
        amends = str(self.amends_id) if self.amends_id else None
        return {"amends": amends, "amends_why": self.amends_why}


class CaseAnswer(Sealed, Owned, Base):
    """What a supervisor said to a case: approved, returned, or not observed."""

    __tablename__ = "case_answer"
    __table_args__ = (
        within("logged_case", "case_id"),
        within("membership", "supervisor_id"),
        UniqueConstraint("program_id", "case_id", "case_revision"),
        CheckConstraint(
            "(answer = 'approved') = (role_stated IS NOT NULL AND level IS NOT NULL)",
            name="approved_states_role_and_level",
        ),
        CheckConstraint("answer <> 'returned' OR words <> ''", name="returned_says_why"),
        # What a supervisor answered since a day.
        Index(None, "program_id", "supervisor_id", "answered_at"),
    )

    case_id: Mapped[UUID]
    case_revision: Mapped[int]
    """The revision that was answered: one answer to each."""
    supervisor_id: Mapped[UUID]
    answer: Mapped[Answer] = mapped_column(as_text(Answer, "answer"))
    role_stated: Mapped[CaseRole | None] = mapped_column(as_text(CaseRole, "role_stated"))
    scale: Mapped[str | None] = mapped_column(String(32))
    level: Mapped[str | None] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(String(500), default="")
    """One line of feedback, or why the case comes back."""
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def content(self) -> Mapping[str, object]:
        # Not `undone_at`: undoing is an event of its own and leaves what was said as it was.
        return {
            "case": str(self.case_id),
            "case_revision": self.case_revision,
            "supervisor": str(self.supervisor_id),
            "answer": self.answer,
            "role_stated": self.role_stated,
            "scale": self.scale,
            "level": self.level,
            "words": self.words,
        }
