"""A ledger in full, in the order in which it was written, to be taken out."""

from collections.abc import Iterator

from sqlalchemy import func, select

from logbook.database import db
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.policy.actors import Actor
from logbook.queries.audit import EntryRow, as_rows
from logbook.queries.audit_wanted import Place, Wanted, after, conditions

AT_ONCE = 250
"""Entries in memory at one time, however many there are."""


def end_of(actor: Actor) -> Place | None:
    """The place that the next entry will have; None for a ledger without any."""
    row = db.session.execute(
        select(LedgerHead.log, LedgerHead.size)
        .where(LedgerHead.program_id == actor.program_id)
        .order_by(LedgerHead.log.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.log, row.size)


def count_of(actor: Actor, wanted: Wanted) -> int:
    asked = select(func.count()).select_from(LedgerEntry).where(*conditions(actor, wanted))
    return db.session.execute(asked).scalar_one()


def in_order(actor: Actor, wanted: Wanted) -> Iterator[EntryRow]:
    """All entries that are asked for, the oldest first. Read some at a time."""
    place: Place | None = None
    while True:
        asked = select(LedgerEntry).where(*conditions(actor, wanted))
        if place is not None:
            asked = asked.where(after(*place))
        found = db.session.scalars(
            asked.order_by(LedgerEntry.log, LedgerEntry.seq).limit(AT_ONCE)
        ).all()
        yield from as_rows(actor, found)
        if len(found) < AT_ONCE:
            return
        place = (found[-1].log, found[-1].seq)
        db.session.expunge_all()  # each of them has been told
