"""Where work may be missing from the log, and how late it is logged: twelve months, four statements
whatever there is."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, exists, or_, select

from logbook.database import db
from logbook.domain.cases import Answer
from logbook.domain.document import Text
from logbook.domain.periods import Period
from logbook.domain.unlogged import Lateness, On, Week, has_procedures, lateness, weeks_without
from logbook.models.cases import Case, CaseAnswer
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Program
from logbook.models.rotations import Rotation
from logbook.policy.actors import Actor
from logbook.queries.opportunity import (
    IN_TRAINING,
    MET,
    Trained,
    Window,
    minimum_of,
    trained_within,
    window,
)

# Of a case that came back, only the last hand-in is kept with it: it says nothing of how late the
# first one was. Nor does an amendment: what it replaces was logged before.
_CAME_BACK = or_(
    Case.amends_id.is_not(None),
    exists().where(
        CaseAnswer.program_id == Case.program_id,
        CaseAnswer.case_id == Case.id,
        CaseAnswer.answer != Answer.APPROVED,
        CaseAnswer.undone_at.is_(None),
    ),
)

_HANDED_IN = (
    select(Enrollment.id, Case.performed_on, Case.submitted_at, _CAME_BACK.label("came_back"))
    .select_from(Enrollment)
    .outerjoin(Case, MET)
    .where(*IN_TRAINING)
)

ROTATIONS = select(
    Rotation.enrollment_id, Rotation.kind, Rotation.site_id, Rotation.starts_on, Rotation.ends_on
).where(
    Rotation.program_id == bindparam("in_program"),
    Rotation.enrollment_id.in_(bindparam("enrollments", expanding=True)),
    Rotation.cancelled_at.is_(None),
    Rotation.starts_on <= bindparam("until"),
    Rotation.ends_on >= bindparam("since"),
)


@dataclass(frozen=True, slots=True)
class Unlogged:
    """A week to ask about, and on what."""

    week: Week
    rotation: Text


@dataclass(frozen=True, slots=True)
class LoggingOf:
    """How one fellow logs."""

    trained: Trained
    weeks: tuple[Unlogged, ...]
    lateness: Lateness


@dataclass(frozen=True, slots=True)
class Logging:
    within: Window
    minimum: int
    fellows: list[LoggingOf]
    """By name."""


def logging_of_all(actor: Actor, today: date) -> Logging:
    """Six statements: of them the last reads the days of the cases."""
    within, minimum = window(today), minimum_of(actor)
    fellows = trained_within(actor, within)
    rotations = _rotations(actor, fellows, within)
    days, delays = _days_and_delays(actor, within)
    return Logging(
        within,
        minimum,
        [
            LoggingOf(
                one,
                tuple(_unlogged(one, rotations[one.id], days[one.id], within)),
                lateness(delays[one.id], minimum),
            )
            for one in fellows
        ],
    )


def _unlogged(
    trained: Trained, rotations: list[On], days: set[date], within: Window
) -> list[Unlogged]:
    known = trained.curriculum.offers.rotations
    asked = [
        On(one.kind, Period(max(one.period.first, within.since), one.period.last))
        for one in rotations
        if one.kind in known and has_procedures(known[one.kind], trained.curriculum)
    ]
    found = weeks_without(asked, trained.away.leave, days, within.until)
    return [Unlogged(week, known[week.rotation].name) for week in found]


def _rotations(actor: Actor, fellows: list[Trained], within: Window) -> dict[UUID, list[On]]:
    asked = {
        "in_program": actor.program_id,
        "enrollments": [one.id for one in fellows],
        "since": within.since,
        "until": within.until,
    }
    found: dict[UUID, list[On]] = defaultdict(list)
    for row in db.session.connection().execute(ROTATIONS, asked):
        found[row.enrollment_id].append(On(row.kind, Period(row.starts_on, row.ends_on)))
    return found


def _days_and_delays(
    actor: Actor, within: Window
) -> tuple[dict[UUID, set[date]], dict[UUID, list[int]]]:
    """By enrollment: the days on which something was done, and how many days later each case was
    handed in, by the calendar of the program."""
    program = db.session.get_one(Program, actor.program_id)
    asked = {"in_program": actor.program_id, "since": within.since, "until": within.until}
    days: dict[UUID, set[date]] = defaultdict(set)
    delays: dict[UUID, list[int]] = defaultdict(list)
    for row in db.session.connection().execute(_HANDED_IN, asked):
        if row.performed_on is None:  # an enrollment without a case
            continue
        days[row.id].add(row.performed_on)
        if row.submitted_at and not row.came_back:
            handed_in = program.day_of(row.submitted_at)
            delays[row.id].append(max(0, (handed_in - row.performed_on).days))
    return days, delays
