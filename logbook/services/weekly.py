"""A letter a week to each director: what changed, and what waits. How fellows stand is kept once a
week and program, so that the next week has something to be compared with."""

from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import Table, insert

from logbook.database import UnlessThere, db
from logbook.domain.letters import LetterKind
from logbook.domain.reminders import DIGEST_HOUR, local, week_of
from logbook.models.columns import new_id
from logbook.models.reminders import WeekStanding
from logbook.policy.actors import job
from logbook.queries import week as queries
from logbook.queries.reminders import time_zone_of
from logbook.services.outbox import NothingToDo, Order, write
from logbook.services.unit import unit_of_work

_standings = cast(Table, WeekStanding.__table__)


def write_weekly(program_id: UUID, now: datetime | None = None) -> int:
    """From Monday morning on, where the program is; a worker that stood still makes up for it.
    Returns how many were written."""
    now = now or datetime.now(UTC)
    here = local(time_zone_of(program_id), now)
    week, today = week_of(here.date()), here.date()
    if here.hour < DIGEST_HOUR or queries.is_taken(program_id, week):
        return 0
    directors = queries.directors_to_tell(program_id, today)
    if not directors:
        return 0
    actor = job(program_id)
    said = queries.standing_now(actor, today)
    try:
        with unit_of_work(actor, now) as unit:
            values = {"program_id": program_id, "id": new_id(), "week": week}
            asked = (
                insert(_standings).ext(UnlessThere()).values(**values, said=said, taken_at=unit.now)
            )
            if not db.session.execute(asked.returning(_standings.c.id)).all():
                raise NothingToDo  # another worker was faster
            facts = {"week": week}
            return sum(
                write(unit, Order(one, LetterKind.WEEKLY, f"weekly/{one}/{week}", facts, now))
                for one in directors
            )
    except NothingToDo:
        return 0
