"""Fellows side by side. Reads what is kept, never the history: its cost does not grow with it.

A trap met on the way: counting cases with GROUP BY fellow, month made SQLite take the index on
the fellow and look every row up in the table, many times the cost of the index that covers the
question. It let go of it only when the grouping began with the program. So every grouping and
every index begins with the program; and the sums that are kept here need no grouping at all.

The statements are built once: to build one costs more than to run it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, bindparam, func, or_, select

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.curriculum import Curriculum
from logbook.domain.leave import Away
from logbook.domain.readiness import Standing
from logbook.domain.tally import Tally, from_kept
from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.models.progress import Progress
from logbook.policy.actors import Actor
from logbook.queries.curriculum import confirmed_curriculum
from logbook.queries.progress import (
    CompetencyGroup,
    Enrolled,
    FellowProgress,
    fraction_done,
    groups_of,
)
from logbook.queries.time_away import away_in_training

AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One fellow of the cohort."""

    progress: FellowProgress
    waiting: int
    """Cases that wait for a supervisor."""
    returned: int
    """Cases that wait for the fellow, to be mended."""
    last_performed_on: date | None
    """The day of the newest case that was handed in."""

    @property
    def enrolled(self) -> Enrolled:
        return self.progress.enrolled

    @property
    def groups(self) -> dict[str, CompetencyGroup]:
        """By competency. Fellows on different versions need not have the same ones."""
        return {group.competency.id: group for group in self.progress.groups}

    @property
    def behind(self) -> int:
        return sum(line.standing is Standing.BEHIND for line in self.progress.lines)

    @property
    def worst_share(self) -> float:
        line = self.progress.furthest_behind
        return line.share if line else 1.0


def _in_state(state: State) -> ScalarSelect[int]:
    return (
        select(func.count())
        .where(
            Case.program_id == Enrollment.program_id,
            Case.enrollment_id == Enrollment.id,
            Case.state == state,
        )
        .scalar_subquery()
    )


# A few looks into an index for each fellow, however many cases there are.
_TRAINED = (
    select(
        Enrollment.id,
        Enrollment.fellow_id,
        Account.name,
        Enrollment.version_id,
        Enrollment.starts_on,
        Enrollment.ends_on,
        Enrollment.full_time_percent,
        _in_state(State.SUBMITTED).label("waiting"),
        _in_state(State.RETURNED).label("returned"),
        select(Case.performed_on)
        .where(
            Case.program_id == Enrollment.program_id,
            Case.fellow_id == Enrollment.fellow_id,
            Case.state != State.DRAFT,
        )
        .order_by(Case.performed_on.desc(), Case.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("last_performed_on"),
    )
    .select_from(Enrollment)
    .join(
        Membership,
        (Membership.program_id == Enrollment.program_id) & (Membership.id == Enrollment.fellow_id),
    )
    .join(Account, Account.id == Membership.account_id)
    .where(
        Enrollment.program_id == bindparam("in_program"),
        Enrollment.ends_on >= bindparam("ended_after"),
        or_(Membership.left_on.is_(None), Membership.left_on > bindparam("today")),
    )
)

# Of the sums no more than is asked for: there are some twenty for each fellow.
_KEPT = (
    select(Enrollment.id, Progress.requirement, Progress.credit, Progress.kept)
    .select_from(Enrollment)
    # An outer join keeps SQLite from beginning with the sums: it would read those of everybody
    # who ever finished here.
    .outerjoin(
        Progress,
        (Progress.program_id == Enrollment.program_id) & (Progress.enrollment_id == Enrollment.id),
    )
    .where(
        Enrollment.program_id == bindparam("in_program"),
        Enrollment.ends_on >= bindparam("ended_after"),
    )
)

GRADUATES_STAY_DAYS = 92
"""For so long after the end of training a fellow stays in the table."""


def cohort(actor: Actor, today: date) -> list[CohortRow]:
    """Every fellow in training, furthest behind first. Three statements, and one a version."""
    connection = db.session.connection()
    ended_after = date.fromordinal(today.toordinal() - GRADUATES_STAY_DAYS)
    asked = {"in_program": actor.program_id, "ended_after": ended_after}
    trained = connection.execute(_TRAINED, asked | {"today": today}).all()
    kept: dict[UUID, dict[str, Tally]] = {row.id: {} for row in trained}
    for enrollment_id, requirement, credit, beside in connection.execute(_KEPT, asked):
        if requirement:
            kept.setdefault(enrollment_id, {})[requirement] = from_kept(credit, beside)
    curricula = {
        version: confirmed_curriculum(actor, version)
        for version in {row.version_id for row in trained}
    }
    away = away_in_training(actor.program_id, ended_after)
    table = [
        _row(row, kept[row.id], curricula[row.version_id], today, away[row.id]) for row in trained
    ]
    return sorted(table, key=lambda row: (row.worst_share, -row.behind, row.enrolled.fellow))


def _row(
    trained: AnyRow, kept: Mapping[str, Tally], curriculum: Curriculum, today: date, away: Away
) -> CohortRow:
    fraction = fraction_done(trained, curriculum, today, away)
    enrolled = Enrolled(
        id=trained.id,
        fellow_id=trained.fellow_id,
        fellow=trained.name,
        version_id=trained.version_id,
        starts_on=trained.starts_on,
        ends_on=trained.ends_on,
        full_time_percent=trained.full_time_percent,
        fraction=fraction,
    )
    return CohortRow(
        FellowProgress(enrolled, groups_of(curriculum, kept, fraction, today)),
        waiting=trained.waiting,
        returned=trained.returned,
        last_performed_on=trained.last_performed_on,
    )


def asked_of_member(what: ColumnElement[Any], *more: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Something about the cases that wait for a member, within a statement about members."""
    return (
        select(what)
        .where(
            Case.program_id == Membership.program_id,
            Case.supervisor_id == Membership.id,
            Case.state == State.SUBMITTED,
            *more,
        )
        .scalar_subquery()
    )


# By member, so that the index on supervisor and state is read where it stands open and nowhere
# else; grouped over cases, it would be walked from one end of the program to the other.
_UNANSWERED = (
    select(
        Membership.id,
        Account.name,
        Membership.left_on,
        asked_of_member(func.count()).label("n"),
        asked_of_member(func.count(), Case.submitted_at < bindparam("long_ago")).label("long"),
        asked_of_member(func.min(Case.submitted_at)).label("since"),
    )
    .join(Account, Account.id == Membership.account_id)
    .where(Membership.program_id == bindparam("in_program"))
)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What one supervisor has not answered yet."""

    supervisor_id: UUID
    supervisor: str
    left: bool
    """Then nobody will answer, until the cases are reassigned."""
    n: int
    long: int
    """Of these, how many wait longer than is good."""
    oldest_days: int


LONG_WAIT = timedelta(days=14)


def unanswered(actor: Actor, now: datetime) -> list[Unanswered]:
    """Everybody with unanswered cases, the oldest first: one statement."""
    asked = {"in_program": actor.program_id, "long_ago": now - LONG_WAIT}
    rows = db.session.connection().execute(_UNANSWERED, asked)
    found = [
        Unanswered(
            supervisor_id=row.id,
            supervisor=row.name,
            left=row.left_on is not None and row.left_on <= now.date(),
            n=row.n,
            long=row.long,
            oldest_days=(now - row.since).days,
        )
        for row in rows
        if row.n
    ]
    return sorted(found, key=lambda one: (-one.oldest_days, one.supervisor))
