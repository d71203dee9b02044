"""What supervisors left unanswered, and how they rate: twelve months, a fixed number of statements.

Nobody is put in an order but that of names.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, func, select

from logbook.database import db
from logbook.domain import assessments
from logbook.domain.assessments import SAID
from logbook.domain.competencies import Scale
from logbook.domain.days import day_began
from logbook.domain.reminders import LONG_WAIT_DAYS
from logbook.domain.stringency import Tendency
from logbook.models.assessments import Assessment
from logbook.models.cases import Case, CaseAnswer
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program
from logbook.policy.actors import Actor, Role
from logbook.queries.cohort import asked_of_member
from logbook.queries.judgements import ScaleUse, uses_of
from logbook.queries.opportunity import Window, minimum_of, trained_within, window


@dataclass(frozen=True, slots=True)
class UnansweredOf:
    """Of one supervisor: all that was asked of them in the window, and what is overdue."""

    supervisor_id: UUID
    supervisor: str
    left: bool
    cases_late: int
    requests_late: int
    asked: int
    """Cases and requests, answered or not; what was declined or moved on is none."""
    enough: bool
    """Whether it is enough to give a share."""

    @property
    def late(self) -> int:
        return self.cases_late + self.requests_late

    @property
    def share(self) -> float | None:
        return self.late / self.asked if self.enough else None


@dataclass(frozen=True, slots=True)
class RaterOf:
    """How one supervisor rates on one scale."""

    rater_id: UUID
    rater: str
    n: int
    tendency: Tendency | None
    """None: not enough evidence."""


@dataclass(frozen=True, slots=True)
class ScaleOf:
    """A scale, and all who gave levels of it."""

    scale: Scale
    raters: list[RaterOf]


@dataclass(frozen=True, slots=True)
class Supervisors:
    within: Window
    minimum: int
    unanswered: list[UnansweredOf]
    scales: list[ScaleOf]


def began(actor: Actor, within: Window) -> datetime:
    """The first instant that is looked at, by the calendar of the program."""
    return day_began(db.session.get_one(Program, actor.program_id).time_zone, within.since)


def _requests(what: ColumnElement[int], *more: ColumnElement[bool]) -> ScalarSelect[int]:
    return (
        select(what)
        .where(
            Assessment.program_id == Membership.program_id,
            Assessment.assessor_id == Membership.id,
            *more,
        )
        .scalar_subquery()
    )


_REQUESTED = (
    Assessment.state == assessments.State.REQUESTED,
    Assessment.asked_at >= bindparam("since"),
)
_GIVEN = (Assessment.state.in_(sorted(SAID)), Assessment.asked_at >= bindparam("since"))
_ANSWERED = (
    select(func.count())
    .where(
        CaseAnswer.program_id == Membership.program_id,
        CaseAnswer.supervisor_id == Membership.id,
        CaseAnswer.answered_at >= bindparam("since"),
        CaseAnswer.undone_at.is_(None),
    )
    .scalar_subquery()
)

# By member, so that each index is read where it stands open.
_UNANSWERED = (
    select(
        Membership.id,
        Account.name,
        Membership.roles,
        Membership.left_on,
        asked_of_member(func.count()).label("cases"),
        asked_of_member(func.count(), Case.submitted_at < bindparam("long_ago")).label("late"),
        _requests(func.count(), *_REQUESTED).label("requests"),
        _requests(func.count(), *_REQUESTED, Assessment.asked_at < bindparam("long_ago")).label(
            "requests_late"
        ),
        _requests(func.count(), *_GIVEN).label("given"),
        _ANSWERED.label("answered"),
    )
    .join(Account, Account.id == Membership.account_id)
    .where(Membership.program_id == bindparam("in_program"))
    .order_by(Account.name, Membership.id)
)


def supervisors(actor: Actor, today: date, now: datetime) -> Supervisors:
    """Eight statements; three where nothing changed since they were sent last."""
    within, minimum = window(today), minimum_of(actor)
    since = began(actor, within)
    fellows = trained_within(actor, within)
    unanswered = _unanswered(actor, since, now, minimum)
    names = {one.supervisor_id: one.supervisor for one in unanswered}
    return Supervisors(
        within,
        minimum,
        [one for one in unanswered if one.asked],
        [_scale(one, names) for one in uses_of(actor, since, fellows, minimum, today)],
    )


def _unanswered(actor: Actor, since: datetime, now: datetime, minimum: int) -> list[UnansweredOf]:
    long_ago = now - timedelta(days=LONG_WAIT_DAYS)
    asked = {"in_program": actor.program_id, "since": since, "long_ago": long_ago}
    found = []
    for row in db.session.connection().execute(_UNANSWERED, asked):
        whole = row.cases + row.requests + row.given + row.answered
        if whole or Role.SUPERVISOR in row.roles:
            left = row.left_on is not None and row.left_on <= now.date()
            late = row.late, row.requests_late
            found.append(UnansweredOf(row.id, row.name, left, *late, whole, whole >= minimum))
    return found


def _scale(on: ScaleUse, names: dict[UUID, str]) -> ScaleOf:
    raters = [
        RaterOf(rater, name, on.given[rater].total(), on.tendencies.get(rater))
        for rater, name in names.items()
        if rater in on.given
    ]
    return ScaleOf(on.scale, raters)
