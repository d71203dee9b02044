"""The clock of the service beside the ledger that it wrote."""

from datetime import datetime

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.clock_jumps import ClockJump, lies_ahead, went_back
from logbook.models.audit import LedgerEntry
from logbook.policy.actors import Actor

WINDOW = 100
"""Entries that are looked back upon. A clock that once ran far ahead is told of for so long, and
not until time has caught up with it."""

_earlier = aliased(LedgerEntry)
AT_BEFORE = (
    select(_earlier.at)
    .where(
        _earlier.program_id == LedgerEntry.program_id,
        tuple_(_earlier.log, _earlier.seq) < tuple_(LedgerEntry.log, LedgerEntry.seq),
    )
    .order_by(_earlier.log.desc(), _earlier.seq.desc())
    .limit(1)
    .scalar_subquery()
    .label("at_before")
)
"""When the entry before an entry was written, whatever else a list leaves out."""


def jump_at(entry: LedgerEntry, at_before: datetime | None, now: datetime) -> ClockJump | None:
    if at_before is not None and went_back(entry.at, at_before):
        return ClockJump(entry.log, entry.seq, entry.at, at_before, ahead=False)
    if lies_ahead(entry.at, now):
        return ClockJump(entry.log, entry.seq, entry.at, now, ahead=True)
    return None


def left_behind(actor: Actor, now: datetime) -> datetime | None:
    """The latest instant among the newest entries of the program, if the clock stands before it:
    then it was set back. None while all is well."""
    newest = (
        select(LedgerEntry.at)
        .where(LedgerEntry.program_id == actor.program_id)
        .order_by(LedgerEntry.log.desc(), LedgerEntry.seq.desc())
        .limit(WINDOW)
        .subquery()
    )
    latest = db.session.execute(select(func.max(newest.c.at))).scalar_one()
    return latest if latest is not None and went_back(now, latest) else None
