"""Rounds of feedback: the list, who has answered, and the result."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from logbook.database import db
from logbook.domain.curriculum import Curriculum
from logbook.domain.evidence import Evidence, RoundEvidence
from logbook.domain.forms import AssessmentForm
from logbook.domain.rounds import (
    Given,
    ItemResult,
    RaterGroup,
    RoundState,
    groups_shown,
    is_complete,
    results,
)
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program
from logbook.models.rounds import FeedbackRound, RaterInvitation, RoundAnswer
from logbook.policy.actors import Actor
from logbook.policy.rounds import may_manage, may_read_result
from logbook.queries.curriculum import curriculum_of
from logbook.queries.round_visibility import rounds_visible_to


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round, without anything that a rater said."""

    id: UUID
    fellow_id: UUID
    fellow: str
    enrollment_id: UUID
    form: AssessmentForm
    state: RoundState
    minimum: int
    closes_on: date
    closed_on: date | None
    answered: int | None
    """Only of a closed round: while it runs, a count would tell who came when."""
    own_answers: Mapping[str, str] | None
    closing_words: str
    curriculum: Curriculum

    @property
    def is_complete(self) -> bool:
        return self.answered is not None and is_complete(self.answered, self.minimum)


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who was asked, for those who run the round."""

    id: UUID
    address: str
    group: RaterGroup
    has_answered: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote."""

    id: UUID
    went_well: str
    next_step: str
    is_released: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What a closed round shows."""

    items: list[ItemResult]
    groups: tuple[tuple[RaterGroup, int], ...]
    words: list[Words]
    """For the fellow only those that are released; in no order of time."""


_ROUNDS = (
    select(FeedbackRound, Account.name, Enrollment.version_id)
    .join(
        Membership,
        (Membership.program_id == FeedbackRound.program_id)
        & (Membership.id == FeedbackRound.fellow_id),
    )
    .join(Account, Account.id == Membership.account_id)
    .join(
        Enrollment,
        (Enrollment.program_id == FeedbackRound.program_id)
        & (Enrollment.id == FeedbackRound.enrollment_id),
    )
    .order_by(FeedbackRound.closes_on.desc(), FeedbackRound.id)
)


def rounds(actor: Actor) -> list[RoundView]:
    """Those that the actor may see, the newest first: one statement."""
    rows = db.session.execute(
        _ROUNDS.where(FeedbackRound.program_id == actor.program_id, rounds_visible_to(actor))
    )
    return [_view(row) for row in rows]


def round_(actor: Actor, round_id: UUID) -> RoundView:
    """NoResultFound for one that is not there or not the actor's to see."""
    row = db.session.execute(
        _ROUNDS.where(
            FeedbackRound.program_id == actor.program_id,
            FeedbackRound.id == round_id,
            rounds_visible_to(actor),
        )
    ).one()
    return _view(row)


def _view(row: Row[*tuple[Any, ...]]) -> RoundView:
    found: FeedbackRound = row[0]
    curriculum = curriculum_of(found.program_id, row.version_id)
    closed = found.state is RoundState.CLOSED
    return RoundView(
        id=found.id,
        fellow_id=found.fellow_id,
        fellow=row.name,
        enrollment_id=found.enrollment_id,
        form=curriculum.forms[found.form],
        state=found.state,
        minimum=found.minimum,
        closes_on=found.closes_on,
        closed_on=found.closed_at.date() if found.closed_at else None,
        answered=found.answered if closed else None,
        own_answers=found.own_answers,
        closing_words=found.closing_words,
        curriculum=curriculum,
    )


def invited(actor: Actor, view: RoundView) -> list[Invited]:
    """Who was asked; nobody for those who do not run it."""
    if not may_manage(actor, view):
        return []
    rows = db.session.execute(
        select(
            RaterInvitation.id,
            RaterInvitation.address,
            RaterInvitation.rater_group,
            RaterInvitation.has_answered,
        )
        .where(RaterInvitation.program_id == actor.program_id, RaterInvitation.round_id == view.id)
        .order_by(RaterInvitation.address)
    )
    return [Invited(*row) for row in rows]


def result(actor: Actor, view: RoundView) -> Result | None:
    """None while there is nothing to be shown, or nothing to this actor."""
    if not may_read_result(actor, view) or not view.is_complete:
        return None
    rows = db.session.execute(
        select(
            RoundAnswer.id,
            RoundAnswer.rater_group,
            RoundAnswer.answers,
            RoundAnswer.went_well,
            RoundAnswer.next_step,
            RoundAnswer.is_released,
        )
        .where(RoundAnswer.program_id == actor.program_id, RoundAnswer.round_id == view.id)
        .order_by(RoundAnswer.id)  # random ids: no order of time
    ).all()
    given = [Given(row.rater_group, row.answers) for row in rows]
    own = actor.id == view.fellow_id
    return Result(
        results(view.form, view.curriculum.scales, given, view.own_answers, view.minimum),
        groups_shown(given),
        [
            Words(row.id, row.went_well, row.next_step, row.is_released)
            for row in rows
            if (row.went_well or row.next_step) and (row.is_released or not own)
        ],
    )


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """What a link opens."""

    fellow: str
    program: str
    closes_on: date
    form: AssessmentForm
    curriculum: Curriculum


_BEHIND_A_LINK = (
    select(
        FeedbackRound.program_id,
        FeedbackRound.form,
        FeedbackRound.closes_on,
        Account.name,
        Program.name.label("program"),
        Enrollment.version_id,
    )
    .select_from(RaterInvitation)
    .join(
        FeedbackRound,
        (FeedbackRound.program_id == RaterInvitation.program_id)
        & (FeedbackRound.id == RaterInvitation.round_id),
    )
    .join(
        Membership,
        (Membership.program_id == FeedbackRound.program_id)
        & (Membership.id == FeedbackRound.fellow_id),
    )
    .join(Account, Account.id == Membership.account_id)
    .join(
        Enrollment,
        (Enrollment.program_id == FeedbackRound.program_id)
        & (Enrollment.id == FeedbackRound.enrollment_id),
    )
    .join(Program, Program.id == FeedbackRound.program_id)
    .where(
        RaterInvitation.token_hash == bindparam("token_hash"),
        RaterInvitation.has_answered.is_(False),
        FeedbackRound.state == RoundState.OPEN,
    )
)


def open_invitation(token_hash: str) -> OpenInvitation | None:
    """None for a link that was used, replaced, or whose round is over."""
    row = db.session.execute(_BEHIND_A_LINK, {"token_hash": token_hash}).one_or_none()
    if row is None:
        return None
    curriculum = curriculum_of(row.program_id, row.version_id)
    return OpenInvitation(
        row.name, row.program, row.closes_on, curriculum.forms[row.form], curriculum
    )


def rounds_evidence(asked: Mapping[str, UUID]) -> list[Evidence]:
    """Rounds of an enrollment that were closed with enough raters."""
    rows = db.session.execute(
        select(FeedbackRound.form, FeedbackRound.closed_at, FeedbackRound.answered).where(
            FeedbackRound.program_id == asked["in_program"],
            FeedbackRound.enrollment_id == asked["of_enrollment"],
            FeedbackRound.state == RoundState.CLOSED,
            FeedbackRound.answered >= FeedbackRound.minimum,
        )
    )
    return [RoundEvidence(row.form, row.closed_at.date(), row.answered) for row in rows]
