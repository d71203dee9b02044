"""Forecasts of readiness, from the sums that are kept by month: never from the history.

Read are the fellows in training and those whose training ended in the last year; what they have is
a row a requirement and month. The statements are built once.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, or_, select

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.chances import SiteNow, Stay
from logbook.domain.curriculum import Curriculum
from logbook.domain.evidence import CaseEvidence
from logbook.domain.forecast import AS_PLANNED, Forecast, WhatIf
from logbook.domain.forecast_records import FellowRecord, ProgramRecord, Waiting
from logbook.domain.forecast_time import TrainingTime
from logbook.domain.leave import Away
from logbook.domain.months import MonthSum
from logbook.domain.outlook import Outlook
from logbook.domain.periods import Period
from logbook.domain.tally import Tally, from_kept
from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Membership, Program, Site
from logbook.models.progress import Progress, ProgressMonth
from logbook.models.rotations import Rotation
from logbook.policy.actors import Actor, Role
from logbook.queries.amendments import COUNTS_BESIDE
from logbook.queries.cohort import GRADUATES_STAY_DAYS, LONG_WAIT
from logbook.queries.curriculum import confirmed_curriculum
from logbook.queries.time_away import away_in_training

Outlooks = Mapping[str, Outlook]
"""By requirement."""

REMEMBERED = timedelta(days=365)
"""For so long after the end of training a fellow's months still say what is usual here."""

_IN_PROGRAM = (
    Enrollment.program_id == bindparam("in_program"),
    Enrollment.ends_on >= bindparam("ended_after"),
)
_TRAINED = (
    select(
        Enrollment.id,
        Enrollment.fellow_id,
        Enrollment.version_id,
        Enrollment.starts_on,
        Enrollment.ends_on,
        Enrollment.full_time_percent,
        Membership.left_on,
    )
    .join(
        Membership,
        (Membership.program_id == Enrollment.program_id) & (Membership.id == Enrollment.fellow_id),
    )
    .where(*_IN_PROGRAM, Enrollment.starts_on <= bindparam("today"))
    .order_by(Enrollment.starts_on, Enrollment.id)
)
# Outer joins keep SQLite from beginning with the rows of everybody who ever finished here.
_SUMS = (
    select(Enrollment.id, Progress.requirement, Progress.credit, Progress.kept)
    .outerjoin(
        Progress,
        (Progress.program_id == Enrollment.program_id) & (Progress.enrollment_id == Enrollment.id),
    )
    .where(*_IN_PROGRAM)
)
_MONTHS = (
    select(
        Enrollment.id,
        ProgressMonth.requirement,
        ProgressMonth.month,
        ProgressMonth.credit,
        ProgressMonth.pieces,
    )
    .outerjoin(
        ProgressMonth,
        (ProgressMonth.program_id == Enrollment.program_id)
        & (ProgressMonth.enrollment_id == Enrollment.id),
    )
    .where(*_IN_PROGRAM)
)
_STAYS = (
    select(Enrollment.id, Rotation.kind, Rotation.site_id, Rotation.starts_on, Rotation.ends_on)
    .outerjoin(
        Rotation,
        (Rotation.program_id == Enrollment.program_id)
        & (Rotation.enrollment_id == Enrollment.id)
        & Rotation.cancelled_at.is_(None),
    )
    .where(*_IN_PROGRAM)
    .order_by(Rotation.starts_on)
)
_WAITING = (
    select(
        Enrollment.id,
        Case.procedure,
        Case.category,
        Case.role,
        Case.level_sides,
        Case.performed_on,
        Case.supervisor_id,
        Case.submitted_at,
    )
    .outerjoin(
        Case,
        (Case.program_id == Enrollment.program_id)
        & (Case.enrollment_id == Enrollment.id)
        & (Case.state == State.SUBMITTED)
        & COUNTS_BESIDE,
    )
    .where(*_IN_PROGRAM)
)
_SITES = select(Site.id, Site.name, Site.capabilities).where(
    Site.program_id == bindparam("in_program")
)
_ROLES = select(Membership.roles).where(
    Membership.program_id == bindparam("in_program"),
    or_(Membership.left_on.is_(None), Membership.left_on > bindparam("today")),
)
_SET = select(Program.evidence_minimum, Program.leave_weeks).where(
    Program.id == bindparam("in_program")
)

AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Read:
    """A program as its forecasts need it."""

    record: ProgramRecord
    fellow_of: Mapping[UUID, UUID]
    """Whose an enrollment is."""
    in_training: frozenset[UUID]
    """Enrollments of which a forecast is made; the others say what is usual."""

    def of(self, enrollment_id: UUID) -> FellowRecord:
        return next(one for one in self.record.fellows if one.id == enrollment_id)


def forecasts_of_program(actor: Actor, today: date) -> Mapping[UUID, Outlooks]:
    """Of every fellow in training, by enrollment: nine statements, and one a version. Whether the
    actor may see them all is for the caller to ask."""
    read = program_read(actor, today)
    forecast = Forecast(read.record)
    return {one.id: forecast.of(one) for one in read.record.fellows if one.id in read.in_training}


def forecasts_of_fellow(
    actor: Actor, enrollment_id: UUID, today: date, what_if: WhatIf = AS_PLANNED
) -> Outlooks:
    """Of one fellow: the same statements, since the program's rates are needed. Nothing for an
    enrollment that has not begun, or ended more than a year ago."""
    read = program_read(actor, today)
    if enrollment_id not in read.fellow_of:
        return {}
    return Forecast(read.record).of(read.of(enrollment_id), what_if)


def program_read(actor: Actor, today: date) -> Read:
    connection = db.session.connection()
    ended_after = today - REMEMBERED
    asked = {"in_program": actor.program_id, "ended_after": ended_after}
    rows = connection.execute(_TRAINED, asked | {"today": today}).all()
    curricula = {
        version: confirmed_curriculum(actor, version)
        for version in {row.version_id for row in rows}
    }
    fellows = _fellows(asked, rows, curricula, today)
    record = _record(asked | {"today": today}, fellows)
    still = today - timedelta(days=GRADUATES_STAY_DAYS)
    return Read(
        record,
        {row.id: row.fellow_id for row in rows},
        frozenset(
            row.id
            for row in rows
            if row.ends_on >= still and (row.left_on is None or row.left_on > today)
        ),
    )


def _record(asked: Mapping[str, Any], fellows: tuple[FellowRecord, ...]) -> ProgramRecord:
    connection, program = db.session.connection(), {"in_program": asked["in_program"]}
    rows = connection.execute(_SITES, program)
    sites = {row.id: SiteNow(row.name, row.capabilities) for row in rows}
    roles = connection.execute(_ROLES, program | {"today": asked["today"]}).scalars()
    set_by_program = connection.execute(_SET, program).one()
    return ProgramRecord(
        asked["today"],
        fellows,
        sites,
        supervisors=max(1, sum(Role.SUPERVISOR in one for one in roles)),
        enough=set_by_program.evidence_minimum,
        leave_weeks=Away(weeks_set=set_by_program.leave_weeks).weeks,
    )


def _fellows(
    asked: Mapping[str, Any],
    rows: Sequence[AnyRow],
    curricula: Mapping[UUID, Curriculum],
    today: date,
) -> tuple[FellowRecord, ...]:
    sums, months = _sums(asked), _months(asked)
    stays, waiting = _by_enrollment(_STAYS, asked), _by_enrollment(_WAITING, asked)
    away = away_in_training(asked["in_program"], asked["ended_after"])
    return tuple(
        FellowRecord(
            row.id,
            curricula[row.version_id],
            TrainingTime(
                row.starts_on,
                row.ends_on,
                row.full_time_percent,
                away[row.id].leave,
                _stays(stays[row.id], curricula[row.version_id]),
            ),
            sums[row.id],
            months[row.id],
            tuple(_waiting(one, today) for one in waiting[row.id]),
        )
        for row in rows
    )


def _sums(asked: Mapping[str, object]) -> Mapping[UUID, dict[str, Tally]]:
    found: dict[UUID, dict[str, Tally]] = defaultdict(dict)
    for enrollment_id, requirement, credit, kept in db.session.connection().execute(_SUMS, asked):
        if requirement:
            found[enrollment_id][requirement] = from_kept(credit, kept)
    return found


def _months(asked: Mapping[str, object]) -> Mapping[UUID, dict[str, dict[date, MonthSum]]]:
    found: dict[UUID, dict[str, dict[date, MonthSum]]] = defaultdict(dict)
    for row in db.session.connection().execute(_MONTHS, asked):
        enrollment_id, requirement, month, credit, pieces = row
        if requirement and pieces:
            sums = found[enrollment_id].setdefault(requirement, {})
            sums[month] = MonthSum(credit, pieces)
    return found


def _by_enrollment(statement: Any, asked: Mapping[str, object]) -> Mapping[UUID, list[AnyRow]]:
    """Rows by the enrollment that each begins with; one that has none is only named."""
    found: dict[UUID, list[AnyRow]] = defaultdict(list)
    for row in db.session.connection().execute(statement, asked):
        if row[1] is not None:
            found[row.id].append(row)
    return found


def _stays(rows: list[AnyRow], curriculum: Curriculum) -> tuple[Stay, ...]:
    known = curriculum.offers.rotations
    return tuple(
        Stay(known[row.kind], Period(row.starts_on, row.ends_on), row.site_id)
        for row in rows
        if row.kind in known
    )


def _waiting(row: AnyRow, today: date) -> Waiting:
    shown = CaseEvidence(
        row.procedure,
        row.category,
        row.role,
        level_sides=row.level_sides,
        on=row.performed_on,
        supervisor_id=row.supervisor_id,
    )
    return Waiting(shown, row.submitted_at.date() < today - LONG_WAIT)
