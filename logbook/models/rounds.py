"""Rounds of feedback. Between an invitation and an answer there is no link, by design: neither row
names the other, an answer has a random id and no time, and both are written together."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from logbook.database import Base
from logbook.domain.audit import moment
from logbook.domain.rounds import RaterGroup, RoundState
from logbook.models.columns import UtcDateTime, as_text
from logbook.models.sealed import Sealed
from logbook.models.tenancy import Owned, within


class FeedbackRound(Sealed, Owned, Base):
    """One round of multi-source feedback about one fellow."""

    __tablename__ = "feedback_round"
    __table_args__ = (
        within("enrollment", "enrollment_id"),
        within("membership", "fellow_id"),
        within("membership", "opened_by_id"),
        CheckConstraint("fellow_id <> opened_by_id", name="not_about_oneself"),
        CheckConstraint("minimum >= 3", name="enough_to_hide_among"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_time"),
        CheckConstraint("state <> 'cancelled' OR closing_words <> ''", name="cancelled_says_why"),
        Index(None, "program_id", "enrollment_id", "state"),
    )

    enrollment_id: Mapped[UUID]
    fellow_id: Mapped[UUID]
    opened_by_id: Mapped[UUID]
    form: Mapped[str] = mapped_column(String(64))
    minimum: Mapped[int]
    """As the form said when the round was opened."""
    state: Mapped[RoundState] = mapped_column(as_text(RoundState, "state"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_on: Mapped[date]
    own_answers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    answered: Mapped[int] = mapped_column(default=0)
    """Of a closed round: how many answered."""
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    digest: Mapped[str] = mapped_column(String(64), default="")
    closing_words: Mapped[str] = mapped_column(String(300), default="")
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    def content(self) -> Mapping[str, object]:
        return {
            "enrollment": str(self.enrollment_id),
            "fellow": str(self.fellow_id),
            "opened_by": str(self.opened_by_id),
            "opened_at": moment(self.opened_at),
            "form": self.form,
            "minimum": self.minimum,
            "state": self.state,
            "closes_on": self.closes_on.isoformat(),
            "closed_at": moment(self.closed_at),
            "own_answers": self.own_answers,
            "answered": self.answered,
            "digest": self.digest,
            "closing_words": self.closing_words,
        }


class RaterInvitation(Owned, Base):
    """Somebody is asked. That they have answered is kept, so that nobody is asked twice."""

    __tablename__ = "rater_invitation"
    __table_args__ = (
        within("feedback_round", "round_id"),
        UniqueConstraint("program_id", "round_id", "address"),
        UniqueConstraint("program_id", "token_hash"),
        Index("ix_rater_invitation_token_hash", "token_hash"),
    )

    round_id: Mapped[UUID]
    address: Mapped[str] = mapped_column(String(254))
    rater_group: Mapped[RaterGroup] = mapped_column(as_text(RaterGroup, "rater_group"))
    token_hash: Mapped[str] = mapped_column(String(64))
    has_answered: Mapped[bool] = mapped_column(default=False)


class RoundAnswer(Sealed, Owned, Base):
    """What somebody answered; who and when, nobody keeps."""

    __tablename__ = "round_answer"
    __table_args__ = (
        within("feedback_round", "round_id"),
        Index(None, "program_id", "round_id", "id"),
    )

    round_id: Mapped[UUID]
    rater_group: Mapped[RaterGroup] = mapped_column(as_text(RaterGroup, "rater_group"))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    went_well: Mapped[str] = mapped_column(String(500), default="")
    next_step: Mapped[str] = mapped_column(String(500), default="")
    is_released: Mapped[bool] = mapped_column(default=False)
    """The director has read the words and lets the fellow read them."""

    def content(self) -> Mapping[str, object]:
        # Not `is_released`: to release words leaves them as they were.
        return {
            "round": str(self.round_id),
            "group": self.rater_group,
            "answers": self.answers,
            "went_well": self.went_well,
            "next_step": self.next_step,
        }


def unordered_id() -> UUID:
    """For an answer: ids in order of making would tell who answered first."""
    return uuid4()
