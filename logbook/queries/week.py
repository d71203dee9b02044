"""What a director is told of a week: how fellows stand, compared with the week before, and what
waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from logbook.database import db
from logbook.domain.committee import MeetingState
from logbook.domain.document import Text
from logbook.domain.heat import RISKS, Heat
from logbook.domain.week import AT_RISK, MET, changes
from logbook.models.committee import CommitteeMeeting
from logbook.models.committee_decisions import CommitteeLetter
from logbook.models.programs import Membership
from logbook.models.reminders import LetterWish, WeekStanding
from logbook.policy.actors import Actor, Role
from logbook.queries.curriculum import curriculum_of
from logbook.queries.heatmap import heat_table
from logbook.queries.queues import QueueOf, queues
from logbook.queries.teaching import Trained, trained


@dataclass(frozen=True, slots=True)
class FellowWeek:
    """What changed for one fellow."""

    fellow: str
    met: list[Text]
    at_risk: list[Text]


@dataclass(frozen=True, slots=True)
class Week:
    """All that a letter tells."""

    compared: bool
    """Whether there is a week to compare with; of the first one there is none."""
    fellows: list[FellowWeek]
    at_risk: int
    """Fellows of whom anything is at risk now."""
    queues: list[QueueOf]
    """Of supervisors with cases that wait too long."""
    minutes: int
    """Meetings that are closed and wait for their minutes to be signed: their letters are due."""
    unread: int
    """Letters of the committee that their fellows have not acknowledged."""

    @property
    def says_something(self) -> bool:
        return bool(self.fellows or self.at_risk or self.queues or self.minutes or self.unread)


def standing_now(actor: Actor, today: date) -> dict[str, dict[str, list[str]]]:
    """By enrollment, of everybody in training: what is met, and what of the rest is at risk. The
    statements of the cohort."""
    in_training = {one.id for one in trained(actor, today)}
    return {
        str(row.enrolled.id): {
            MET: [one for one, cell in row.cells.items() if cell.heat is Heat.MET],
            AT_RISK: [one for one, cell in row.cells.items() if cell.heat in RISKS],
        }
        for row in heat_table(actor, today).rows
        if row.enrolled.id in in_training
    }


def directors_to_tell(program_id: UUID, today: date) -> list[UUID]:
    """Those who are there and did not turn it off."""
    rows = db.session.execute(
        select(Membership.id, Membership.roles, LetterWish.weekly)
        .outerjoin(
            LetterWish,
            (LetterWish.program_id == Membership.program_id)
            & (LetterWish.member_id == Membership.id),
        )
        .where(
            Membership.program_id == program_id,
            or_(Membership.left_on.is_(None), Membership.left_on > today),
        )
        .order_by(Membership.id)
    )
    return [row.id for row in rows if Role.DIRECTOR in row.roles and row.weekly is not False]


def is_taken(program_id: UUID, week: str) -> bool:
    return _said(program_id, WeekStanding.week == week) is not None


def week_told(actor: Actor, week: str, now: datetime, today: date) -> Week:
    """For a director; nothing of it is about a patient."""
    said = _said(actor.program_id, WeekStanding.week == week) or {}
    before = _said(actor.program_id, WeekStanding.week < week)
    people = {str(one.id): one for one in trained(actor, today)}
    told = [
        _fellow(actor, people[one.enrollment], one.met, one.at_risk)
        for one in changes(before or {}, said)
        if one.enrollment in people
    ]
    return Week(
        compared=before is not None,
        fellows=sorted(told, key=lambda one: one.fellow),
        at_risk=sum(bool(one[AT_RISK]) for one in said.values()),
        queues=[one for one in queues(actor, now) if one.late],
        minutes=_count(CommitteeMeeting, CommitteeMeeting.state == MeetingState.CLOSED, actor),
        unread=_count(CommitteeLetter, CommitteeLetter.acknowledged_at.is_(None), actor),
    )


def _fellow(
    actor: Actor, one: Trained, met: tuple[str, ...], at_risk: tuple[str, ...]
) -> FellowWeek:
    wanted = curriculum_of(actor.program_id, one.version_id).requirements
    return FellowWeek(
        one.fellow,
        [wanted[id_].name for id_ in met if id_ in wanted],
        [wanted[id_].name for id_ in at_risk if id_ in wanted],
    )


def _said(program_id: UUID, which: Any) -> Mapping[str, Mapping[str, list[str]]] | None:
    """Of the latest such week."""
    found: Mapping[str, Mapping[str, list[str]]] | None = db.session.scalars(
        select(WeekStanding.said)
        .where(WeekStanding.program_id == program_id, which)
        .order_by(WeekStanding.week.desc())
        .limit(1)
    ).one_or_none()
    return found


def _count(table: Any, which: Any, actor: Actor) -> int:
    asked = select(func.count()).where(table.program_id == actor.program_id, which)
    return db.session.scalars(asked).one()
