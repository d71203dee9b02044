"""Leave: entered, changed and cancelled by those who run the program; and how much is allowed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.decisions import say
from logbook.domain.events_rotations import (
    LeaveAllowanceSet,
    LeaveCancelled,
    LeaveChanged,
    LeaveEntered,
)
from logbook.domain.leave import LeaveKind
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Program
from logbook.models.rotations import Leave
from logbook.policy.actors import Actor
from logbook.policy.rotations import may_plan
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.time_on_service import check_days, following, locked
from logbook.services.unit import unit_of_work

MOST_WEEKS = 52

new_leave_id = new_id


class AlreadyEntered(Exception):
    """The page was sent twice: the leave is there."""


@dataclass(frozen=True, slots=True)
class Absent:
    """What a leave is to be."""

    kind: LeaveKind
    starts_on: date
    ends_on: date


def enter(actor: Actor, leave_id: UUID, enrollment_id: UUID, absent: Absent) -> None:
    """Enter a leave. AlreadyEntered when the same id is sent twice."""
    with unit_of_work(actor) as unit:
        enrollment = locked(actor.program_id, enrollment_id)
        insist(may_plan(actor))
        if db.session.get(Leave, (actor.program_id, leave_id)) is not None:
            raise AlreadyEntered
        _check(absent, enrollment, but=leave_id)
        leave = Leave(
            program_id=actor.program_id,
            id=leave_id,
            enrollment_id=enrollment.id,
            kind=absent.kind,
            starts_on=absent.starts_on,
            ends_on=absent.ends_on,
            revision=1,
        )
        with following(unit, enrollment):
            db.session.add(leave)
        unit.record(
            LeaveEntered(
                subject_id=leave.id,
                enrollment_id=enrollment.id,
                starts_on=leave.starts_on.isoformat(),
                ends_on=leave.ends_on.isoformat(),
            ),
            of=leave,
        )


def change(actor: Actor, leave_id: UUID, revision: int, absent: Absent) -> None:
    """Another kind or other days. Conflict when somebody changed it since."""
    with unit_of_work(actor) as unit:
        leave, enrollment = _at(actor, leave_id, revision)
        _check(absent, enrollment, but=leave.id)
        with following(unit, enrollment):
            leave.kind = absent.kind
            leave.starts_on = absent.starts_on
            leave.ends_on = absent.ends_on
        unit.record(
            LeaveChanged(
                subject_id=leave.id,
                enrollment_id=enrollment.id,
                starts_on=leave.starts_on.isoformat(),
                ends_on=leave.ends_on.isoformat(),
            ),
            of=leave,
        )


def cancel(actor: Actor, leave_id: UUID, revision: int) -> None:
    """It no longer counts and is no longer shown; its row and its trail stay."""
    with unit_of_work(actor) as unit:
        leave, enrollment = _at(actor, leave_id, revision)
        with following(unit, enrollment):
            leave.cancelled_at = unit.now
        unit.record(LeaveCancelled(subject_id=leave.id, enrollment_id=enrollment.id), of=leave)


def allow(actor: Actor, weeks: int) -> None:
    """Set how many weeks of leave a year belong to the training; every pace follows."""
    with unit_of_work(actor) as unit:
        insist(may_plan(actor))
        if not 0 <= weeks <= MOST_WEEKS:
            raise Invalid({"weeks": say("From 0 to %(most)s weeks.", most=MOST_WEEKS)})
        db.session.get_one(Program, actor.program_id).leave_weeks = weeks
        unit.record(LeaveAllowanceSet(subject_id=actor.program_id, weeks=weeks))


def _at(actor: Actor, leave_id: UUID, revision: int) -> tuple[Leave, Enrollment]:
    leave = db.session.get_one(Leave, (actor.program_id, leave_id))
    insist(may_plan(actor))
    if leave.revision != revision or leave.cancelled_at is not None:
        raise Conflict(say("Somebody else has changed this leave. Look at it again."))
    return leave, locked(actor.program_id, leave.enrollment_id)


def _check(absent: Absent, enrollment: Enrollment, but: UUID) -> None:
    check_days(enrollment, absent.starts_on, absent.ends_on)
    other = db.session.scalars(
        select(Leave).where(
            Leave.program_id == enrollment.program_id,
            Leave.enrollment_id == enrollment.id,
            Leave.id != but,
            Leave.cancelled_at.is_(None),
            Leave.starts_on <= absent.ends_on,
            Leave.ends_on >= absent.starts_on,
        )
    ).first()
    if other is not None:
        raise Invalid(
            {
                "starts_on": say(
                    "There is leave already from %(first)s to %(last)s.",
                    first=other.starts_on,
                    last=other.ends_on,
                )
            }
        )
