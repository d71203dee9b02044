"""What of the hospital's record is in the log, and what fellows say to the differences."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.domain.differences import Said
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class HospitalShare(Owned, Base):
    """A procedure of the hospital as far as one fellow goes, and the case that agrees with it.
    Reckoned from both records, and anew when one of them has changed."""

    __tablename__ = "hospital_share"
    __table_args__ = (
        within("hospital_procedure", "procedure_id"),
        within("membership", "fellow_id"),
        within("logged_case", "case_id"),
        UniqueConstraint("program_id", "case_id"),
        CheckConstraint("(case_id IS NULL) = (score IS NULL)", name="agreed_by_a_score"),
        # The lists of a fellow, and the counts of all of them since a day.
        Index(None, "program_id", "fellow_id", "performed_on", "case_id"),
        Index(None, "program_id", "performed_on", "fellow_id", "case_id"),
        Index(None, "program_id", "procedure_id"),
    )

    procedure_id: Mapped[UUID]
    fellow_id: Mapped[UUID | None]
    """None: the record names no fellow of ours, and no case agrees."""
    performed_on: Mapped[date]
    case_id: Mapped[UUID | None]
    score: Mapped[float | None]
    """What speaks for the pair, in bits."""


class ReconcileAnswer(Sealed, Owned, Base):
    """What a fellow says to a difference. Said again, it is another answer; the last one counts."""

    __tablename__ = "reconcile_answer"
    __table_args__ = (
        within("membership", "fellow_id"),
        within("logged_case", "case_id"),
        within("hospital_procedure", "procedure_id"),
        CheckConstraint("(case_id IS NULL) <> (procedure_id IS NULL)", name="to_one_of_both"),
        Index(None, "program_id", "fellow_id", "answered_at"),
    )

    fellow_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    """A case that the hospital's record lacks."""
    procedure_id: Mapped[UUID | None]
    """A procedure that the log lacks."""
    said: Mapped[Said] = mapped_column(as_text(Said, "said"))
    words: Mapped[str] = mapped_column(String(200), default="")
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def content(self) -> Mapping[str, object]:
        return {
            "fellow": str(self.fellow_id),
            "case": str(self.case_id) if self.case_id else None,
            "procedure": str(self.procedure_id) if self.procedure_id else None,
            "said": self.said,
            "words": self.words,
            "answered_at": moment(self.answered_at),
        }
