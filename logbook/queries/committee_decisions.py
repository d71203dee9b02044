"""What the committee decided, with who saw it otherwise, what follows, and what the fellow was
told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.committee import AppealOutcome, Outcome, PlanState, plan_state
from logbook.models.committee import CommitteeMeeting
from logbook.models.committee_decisions import (
    CommitteeDecision,
    CommitteeDissent,
    CommitteeLetter,
    CommitteePlan,
)
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.queries.committee_visibility import letters_visible_to, plans_visible_to


@dataclass(frozen=True, slots=True)
class DissentView:
    decision_id: UUID
    member_id: UUID
    member: str
    words: str


@dataclass(frozen=True, slots=True)
class PlanView:
    id: UUID
    decision_id: UUID
    fellow_id: UUID
    fellow: str
    what: str
    owner_id: UUID
    owner: str
    starts_on: date
    due_on: date
    done_at: datetime | None
    done_words: str
    state: PlanState


@dataclass(frozen=True, slots=True)
class DecisionView:
    id: UUID
    item_id: UUID
    meeting_id: UUID
    held_on: date
    fellow_id: UUID
    number: int
    outcome: Outcome
    words: str
    narrative: str
    review_id: UUID | None
    apart: tuple[str, ...]
    recorded_by_id: UUID
    recorded_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter with the decision that it tells of."""

    id: UUID
    decision: DecisionView
    fellow: str
    written_at: datetime
    acknowledged_at: datetime | None
    appealed_at: datetime | None
    appeal: str
    answered_by: str | None
    answered_at: datetime | None
    outcome: AppealOutcome | None
    answer: str

    @property
    def fellow_id(self) -> UUID:
        return self.decision.fellow_id


def _named(asked: Any, kind: Any, column: Any, label: str, *, outer: bool = False) -> Any:
    member, account = aliased(Membership), aliased(Account)
    same = (member.program_id == kind.program_id) & (member.id == column)
    asked = asked.join(member, same, isouter=outer)
    asked = asked.join(account, account.id == member.account_id, isouter=outer)
    return asked.add_columns(account.name.label(label))


def _decisions() -> Select[*tuple[Any, ...]]:
    asked = select(CommitteeDecision, CommitteeMeeting.held_on).join(
        CommitteeMeeting,
        (CommitteeMeeting.program_id == CommitteeDecision.program_id)
        & (CommitteeMeeting.id == CommitteeDecision.meeting_id),
    )
    found: Select[*tuple[Any, ...]] = _named(
        asked, CommitteeDecision, CommitteeDecision.recorded_by_id, "recorded_by"
    )
    return found


def _decision(row: Row[*tuple[Any, ...]]) -> DecisionView:
    one: CommitteeDecision = row.CommitteeDecision
    return DecisionView(
        one.id,
        one.item_id,
        one.meeting_id,
        row.held_on,
        one.fellow_id,
        one.number,
        one.outcome,
        one.words,
        one.narrative,
        one.review_id,
        tuple(one.apart),
        one.recorded_by_id,
        row.recorded_by,
        one.decided_at,
    )


def decisions_of(actor: Actor, fellow_id: UUID) -> list[DecisionView]:
    """All about one fellow, the latest first: one statement. For whoever may read the committee:
    the caller asks."""
    return _listed(actor, CommitteeDecision.fellow_id == fellow_id)


def decisions_in(actor: Actor, meeting_id: UUID) -> dict[UUID, list[DecisionView]]:
    """Those of one meeting by fellow, the one that stands first: one statement."""
    found: dict[UUID, list[DecisionView]] = {}
    for one in _listed(actor, CommitteeDecision.meeting_id == meeting_id):
        found.setdefault(one.fellow_id, []).append(one)
    return found


def _listed(actor: Actor, *which: ColumnElement[bool]) -> list[DecisionView]:
    asked = _decisions().where(CommitteeDecision.program_id == actor.program_id, *which)
    rows = db.session.execute(
        asked.order_by(CommitteeDecision.decided_at.desc(), CommitteeDecision.number.desc())
    )
    return [_decision(row) for row in rows]


def dissents_of(actor: Actor, decision_ids: Sequence[UUID]) -> dict[UUID, list[DissentView]]:
    """By decision: one statement."""
    asked = _named(
        select(CommitteeDissent), CommitteeDissent, CommitteeDissent.member_id, "member"
    ).where(
        CommitteeDissent.program_id == actor.program_id,
        CommitteeDissent.decision_id.in_(decision_ids),
    )
    found: dict[UUID, list[DissentView]] = {one: [] for one in decision_ids}
    for one, member in db.session.execute(asked.order_by(CommitteeDissent.recorded_at)):
        found[one.decision_id].append(
            DissentView(one.decision_id, one.member_id, member, one.words)
        )
    return found


def plans(actor: Actor, today: date, *which: ColumnElement[bool]) -> list[PlanView]:
    """Those that the actor may see, what is due first before the others: one statement."""
    asked = _named(select(CommitteePlan), CommitteePlan, CommitteePlan.fellow_id, "fellow")
    asked = _named(asked, CommitteePlan, CommitteePlan.owner_id, "owner")
    rows = db.session.execute(
        asked.where(plans_visible_to(actor), *which).order_by(
            CommitteePlan.done_at.is_not(None), CommitteePlan.due_on, CommitteePlan.id
        )
    )
    return [_plan(row, today) for row in rows]


def plans_of(actor: Actor, fellow_id: UUID, today: date) -> list[PlanView]:
    return plans(actor, today, CommitteePlan.fellow_id == fellow_id)


def plan(actor: Actor, plan_id: UUID, today: date) -> PlanView | None:
    """None for one that is not there or not the actor's to see."""
    return next(iter(plans(actor, today, CommitteePlan.id == plan_id)), None)


def open_plans(actor: Actor, today: date) -> list[PlanView]:
    """Of all fellows."""
    return plans(actor, today, CommitteePlan.done_at.is_(None))


def _plan(row: Row[*tuple[Any, ...]], today: date) -> PlanView:
    one: CommitteePlan = row.CommitteePlan
    return PlanView(
        one.id,
        one.decision_id,
        one.fellow_id,
        row.fellow,
        one.what,
        one.owner_id,
        row.owner,
        one.starts_on,
        one.due_on,
        one.done_at,
        one.done_words,
        plan_state(one.done_at, one.due_on, today),
    )


def letters(actor: Actor, *which: ColumnElement[bool]) -> list[LetterView]:
    """Those that the actor may see, the latest first: one statement."""
    asked = _decisions().join(
        CommitteeLetter,
        (CommitteeLetter.program_id == CommitteeDecision.program_id)
        & (CommitteeLetter.decision_id == CommitteeDecision.id),
    )
    asked = _named(
        asked.add_columns(CommitteeLetter), CommitteeLetter, CommitteeLetter.fellow_id, "fellow"
    )
    asked = _named(
        asked, CommitteeLetter, CommitteeLetter.answered_by_id, "answered_by", outer=True
    )
    rows = db.session.execute(
        asked.where(letters_visible_to(actor), *which).order_by(
            CommitteeLetter.written_at.desc(), CommitteeDecision.number.desc()
        )
    )
    return [_letter(row) for row in rows]


def letters_to(actor: Actor, fellow_id: UUID) -> list[LetterView]:
    return letters(actor, CommitteeLetter.fellow_id == fellow_id)


def letter(actor: Actor, letter_id: UUID) -> LetterView | None:
    """None for one that is not there or not the actor's to see."""
    return next(iter(letters(actor, CommitteeLetter.id == letter_id)), None)


def _letter(row: Row[*tuple[Any, ...]]) -> LetterView:
    one: CommitteeLetter = row.CommitteeLetter
    return LetterView(
        one.id,
        _decision(row),
        row.fellow,
        one.written_at,
        one.acknowledged_at,
        one.appealed_at,
        one.appeal,
        row.answered_by,
        one.answered_at,
        one.outcome,
        one.answer,
    )
