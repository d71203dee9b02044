"""The minutes of a meeting: what was recorded, put together; nothing is written by hand."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.audit import moment
from logbook.domain.committee import minutes_of
from logbook.models.committee import PreRating
from logbook.models.committee_decisions import CommitteePlan, MeetingMinutes
from logbook.models.identity import Account
from logbook.models.milestones import MilestoneReview
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.queries.committee_board import Board, Item
from logbook.queries.committee_decisions import (
    DecisionView,
    DissentView,
    PlanView,
    decisions_in,
    dissents_of,
    plans,
)

Plain = dict[str, Any]
"""Texts, whole numbers, None, lists and maps of these: what can be sealed and signed."""


@dataclass(frozen=True, slots=True)
class _Recorded:
    decisions: Mapping[UUID, list[DecisionView]]
    dissents: Mapping[UUID, list[DissentView]]
    plans: Mapping[UUID, PlanView]
    levels: Mapping[UUID, Mapping[str, str]]
    """Of recorded reviews."""
    proposed: Mapping[UUID, Counter[str]]
    """By fellow, before the meeting."""


def minutes_said(actor: Actor, board: Board, now: datetime) -> Plain:
    """Everything that the chair signs. Five statements."""
    found = _recorded(actor, board, now)
    return {
        "meeting": str(board.id),
        "held_on": board.held_on.isoformat(),
        "place": board.place,
        "chair": {"id": str(board.chair_id), "name": board.chair},
        "opened_at": moment(board.opened_at),
        "closed_at": moment(board.closed_at),
        "missing": board.missing,
        "members": [
            {"id": str(one.member_id), "name": one.name, "present": bool(one.present)}
            for one in board.seats
        ],
        "fellows": [_fellow(board, one, found, now) for one in board.agenda],
    }


def _recorded(actor: Actor, board: Board, now: datetime) -> _Recorded:
    decisions = decisions_in(actor, board.id)
    standing = [found[0] for found in decisions.values()]
    ids = [one.id for one in standing]
    reviews = select(MilestoneReview.id, MilestoneReview.levels).where(
        MilestoneReview.program_id == actor.program_id,
        MilestoneReview.id.in_([one.review_id for one in standing if one.review_id]),
    )
    rated = select(PreRating.fellow_id, PreRating.proposes).where(
        PreRating.program_id == actor.program_id, PreRating.meeting_id == board.id
    )
    proposed: dict[UUID, Counter[str]] = {}
    for row in db.session.execute(rated):
        proposed.setdefault(row.fellow_id, Counter())[row.proposes.value] += 1
    return _Recorded(
        decisions,
        dissents_of(actor, ids),
        {one.decision_id: one for one in plans(actor, now.date(), _of(ids))},
        {row.id: row.levels for row in db.session.execute(reviews)},
        proposed,
    )


def _of(decision_ids: list[UUID]) -> Any:
    return CommitteePlan.decision_id.in_(decision_ids)


def _fellow(board: Board, item: Item, found: _Recorded, now: datetime) -> Plain:
    decisions = found.decisions.get(item.fellow_id, [])
    decided = decisions[0] if decisions else None
    return {
        "id": str(item.fellow_id),
        "name": item.fellow,
        "minutes": minutes_of(item.began_at, item.ended_at, now),
        "apart": [
            {"id": str(one.member_id), "name": one.name} for one in board.apart(item.fellow_id)
        ],
        "proposed": dict(sorted(found.proposed.get(item.fellow_id, Counter()).items())),
        "decision": _said(decided, found) if decided else None,
    }


def _said(one: DecisionView, found: _Recorded) -> Plain:
    plan = found.plans.get(one.id)
    return {
        "id": str(one.id),
        "outcome": one.outcome.value,
        "words": one.words,
        "narrative": one.narrative,
        "levels": dict(found.levels.get(one.review_id, {})) if one.review_id else {},
        "recorded_by": one.recorded_by,
        "dissent": [
            {"name": other.member, "words": other.words} for other in found.dissents[one.id]
        ],
        "plan": {
            "what": plan.what,
            "owner": plan.owner,
            "starts_on": plan.starts_on.isoformat(),
            "due_on": plan.due_on.isoformat(),
        }
        if plan
        else None,
    }


@dataclass(frozen=True, slots=True)
class Approved:
    """Minutes or an amendment, as they were signed."""

    id: UUID
    number: int
    said: Plain
    words: str
    approved_by: str
    approved_at: datetime


def approved(actor: Actor, meeting_id: UUID) -> list[Approved]:
    """The minutes and then their amendments; nothing before they are approved: one statement."""
    rows = db.session.execute(
        select(
            MeetingMinutes.id,
            MeetingMinutes.number,
            MeetingMinutes.said,
            MeetingMinutes.words,
            Account.name,
            MeetingMinutes.approved_at,
        )
        .join(
            Membership,
            (Membership.program_id == MeetingMinutes.program_id)
            & (Membership.id == MeetingMinutes.approved_by_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(
            MeetingMinutes.program_id == actor.program_id,
            MeetingMinutes.meeting_id == meeting_id,
        )
        .order_by(MeetingMinutes.number)
    )
    return [Approved(*row) for row in rows]
