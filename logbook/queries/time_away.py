"""Leave and what is allowed of it, as the training time needs it: one statement, for one fellow or
for everybody in training. Rows of leave, a few a year each; never the history of cases."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, select

from logbook.database import db
from logbook.domain.leave import Away
from logbook.domain.periods import Period
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Program
from logbook.models.rotations import Leave


def _leave(whose: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """What the program allows, beside each leave; one row where there is no leave."""
    return (
        select(Program.leave_weeks, Leave.enrollment_id, Leave.starts_on, Leave.ends_on)
        .outerjoin(
            Leave,
            and_(Leave.program_id == Program.id, Leave.cancelled_at.is_(None), whose),
        )
        .where(Program.id == bindparam("in_program"))
    )


_OF_ONE = _leave(Leave.enrollment_id == bindparam("enrollment_id"))
_IN_TRAINING = _leave(
    Leave.enrollment_id.in_(
        select(Enrollment.id).where(
            Enrollment.program_id == bindparam("in_program"),
            Enrollment.ends_on >= bindparam("ended_after"),
        )
    )
)


def away_of(program_id: UUID, enrollment_id: UUID) -> Away:
    """One fellow's leave."""
    asked = {"in_program": program_id, "enrollment_id": enrollment_id}
    rows = db.session.connection().execute(_OF_ONE, asked).all()
    leave = tuple(Period(row.starts_on, row.ends_on) for row in rows if row.enrollment_id)
    return Away(leave, rows[0].leave_weeks)


def away_in_training(program_id: UUID, ended_after: date) -> Mapping[UUID, Away]:
    """The leave of everybody whose training has not ended before a day, by enrollment; whoever
    took none is there too."""
    asked = {"in_program": program_id, "ended_after": ended_after}
    rows = db.session.connection().execute(_IN_TRAINING, asked).all()
    weeks = rows[0].leave_weeks
    taken: dict[UUID, list[Period]] = defaultdict(list)
    for row in rows:
        if row.enrollment_id:
            taken[row.enrollment_id].append(Period(row.starts_on, row.ends_on))
    found: dict[UUID, Away] = defaultdict(lambda: Away((), weeks))
    found.update({name: Away(tuple(leave), weeks) for name, leave in taken.items()})
    return found
