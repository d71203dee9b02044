"""Assessments: asked for, given, read."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.assessments import State
from logbook.domain.audit import moment
from logbook.domain.forms import Purpose
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class Assessment(Sealed, Owned, Base):
    """One observed piece of work, judged by one assessor on one form. Its id is made by whoever
    starts it."""

    __tablename__ = "assessment"
    __table_args__ = (
        within("enrollment", "enrollment_id"),
        within("curriculum_version", "version_id"),
        within("membership", "fellow_id"),
        within("membership", "assessor_id"),
        within("membership", "started_by_id"),
        within("logged_case", "case_id"),
        within("assessment", "amends_id"),
        CheckConstraint("fellow_id <> assessor_id", name="not_ones_own_assessor"),
        CheckConstraint(
            "(state IN ('finished', 'acknowledged', 'amended')) = (finished_at IS NOT NULL)",
            name="said_has_time",
        ),
        CheckConstraint(
            "state = 'amended' OR (state = 'acknowledged')"
            " = (acknowledged_at IS NOT NULL AND useful IS NOT NULL)",
            name="acknowledged_has_time",
        ),
        CheckConstraint("state <> 'expired'", name="expiry_is_reckoned"),
        CheckConstraint(
            "finished_at IS NULL OR (went_well <> '' AND next_step <> '' AND discipline <> '')",
            name="said_is_whole",
        ),
        CheckConstraint("(amends_id IS NULL) = (amends_why IS NULL)", name="amends_says_why"),
        CheckConstraint("amends_id <> id", name="amends_another"),
        CheckConstraint("amends_id IS NULL OR finished_at IS NOT NULL", name="amendment_is_signed"),
        # An assessment is replaced once.
        Index("uq_assessment_program_id_amends_id", "program_id", "amends_id", unique=True),
        # A fellow's list, newest first, and the evidence of one enrollment.
        Index(None, "program_id", "fellow_id", "happened_on", "id"),
        Index(None, "program_id", "enrollment_id", "state"),
        # What waits for an assessor.
        Index(None, "program_id", "assessor_id", "state", "asked_at"),
        # What a case is the context of.
        Index(None, "program_id", "case_id"),
    )

    enrollment_id: Mapped[UUID]
    version_id: Mapped[UUID]
    """Of the curriculum, with the wording of the form."""
    fellow_id: Mapped[UUID]
    assessor_id: Mapped[UUID]
    started_by_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    state: Mapped[State] = mapped_column(as_text(State, "state"), default=State.REQUESTED)
    form: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[Purpose] = mapped_column(as_text(Purpose, "purpose"))
    """Of the form: formative and summative ones are listed apart."""
    competency: Mapped[str] = mapped_column(String(64))
    happened_on: Mapped[date]
    context: Mapped[str] = mapped_column(String(200), default="")
    """What it is about, in a few words, where it is no case."""
    own: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The fellow's own rating, by what was asked: codes."""
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The assessor's alone until it is finished; then it is gone."""
    items: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    scale: Mapped[str | None] = mapped_column(String(32))
    level: Mapped[str | None] = mapped_column(String(24))
    went_well: Mapped[str] = mapped_column(String(600), default="")
    next_step: Mapped[str] = mapped_column(String(600), default="")
    discipline: Mapped[str] = mapped_column(String(40), default="")
    """The assessor's profession when it was said."""
    useful: Mapped[bool | None]
    comment: Mapped[str] = mapped_column(String(300), default="")
    """The fellow's, on what was said."""
    closing_words: Mapped[str] = mapped_column(String(300), default="")
    """Why it was declined or withdrawn."""
    amends_id: Mapped[UUID | None]
    """The signed assessment whose place this one took."""
    amends_why: Mapped[str | None] = mapped_column(String(300))
    """What is wrong with that one, in the assessor's words."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Of the present assessor; from here the time until it expires is counted."""
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    # The assessor may write while the fellow moves the request to somebody else.
    __mapper_args__ = {"version_id_col": revision}

    @property
    def self_rated(self) -> bool:
        return self.own is not None

    def content(self) -> Mapping[str, object]:
        # Not `draft`: nothing has been said by it.
        return {
            "enrollment": str(self.enrollment_id),
            "version": str(self.version_id),
            "fellow": str(self.fellow_id),
            "assessor": str(self.assessor_id),
            "started_by": str(self.started_by_id),
            "case": str(self.case_id) if self.case_id else None,
            "state": self.state,
            "form": self.form,
            "purpose": self.purpose,
            "competency": self.competency,
            "happened_on": self.happened_on.isoformat(),
            "context": self.context,
            "own": self.own,
            "items": self.items,
            "scale": self.scale,
            "level": self.level,
            "went_well": self.went_well,
            "next_step": self.next_step,
            "discipline": self.discipline,
            "useful": self.useful,
            "comment": self.comment,
            "closing_words": self.closing_words,
            "asked_at": moment(self.asked_at),
            "finished_at": moment(self.finished_at),
            "acknowledged_at": moment(self.acknowledged_at),
            "revision": self.revision,
            **self._amending(),
        }

    def _amending(self) -> Mapping[str, object]:
        """Of an amendment only: all others are sealed as they were before there were any."""
        if self.amends_id is None and self.amends_why is None:
            return {}
        amends = str(self.amends_id) if self.amends_id else None
        return {"amends": amends, "amends_why": self.amends_why}
