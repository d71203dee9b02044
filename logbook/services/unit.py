"""One use case, one transaction, at least one line in the ledger. The only place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.orm.exc import StaleDataError

from logbook.database import begin_to_write, db
from logbook.domain.audit import Entry, Head, academic_year, canonical
from logbook.domain.decisions import say
from logbook.domain.events import Event
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.models.columns import new_id
from logbook.models.programs import Program
from logbook.models.sealed import Sealed
from logbook.policy.actors import Actor
from logbook.services.refusals import Conflict

HASH_BYTES = 32


class Unaudited(Exception):
    """A use case ended without telling the ledger what it did. This is a fault of ours."""


@dataclass(slots=True)
class Unit:
    """A transaction on its way: who acts, the one instant it all happens at, and what happened."""

    actor: Actor
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    records: list[tuple[Event, Sealed | None]] = field(default_factory=list)

    def record(self, event: Event, of: Sealed | None = None) -> None:
        """Tell the ledger. `of`: the record that the event is about, sealed as it is at the end."""
        self.records.append((event, of))

    @property
    def events(self) -> list[Event]:
        return [event for event, _ in self.records]


@contextmanager
def unit_of_work(actor: Actor) -> Iterator[Unit]:
    """Begin as a writer; at the end chain the events into the ledger and commit, or undo all.

    Raises Conflict when another transaction changed a record that this one had read, and
    Unaudited when nothing was recorded.
    """
    begin_to_write()
    unit = Unit(actor)
    try:
        yield unit
        if not unit.records:
            raise Unaudited
        db.session.flush()
        _append_to_ledger(unit)
        db.session.commit()
    except StaleDataError as stale:
        db.session.rollback()
        raise Conflict(say("Somebody else changed this at the same moment.")) from stale
    except BaseException:
        db.session.rollback()
        raise


def _append_to_ledger(unit: Unit) -> None:
    """Chain the unit's events to the program's log. Locks the head: do nothing slow after it."""
    program_id = unit.actor.program_id
    head_id, head = _head_of(unit)
    rows = []
    for event, of in unit.records:
        entry = Entry(
            program_id=program_id,
            log=head.log,
            seq=head.size,
            at=unit.now,
            actor_id=unit.actor.id,
            event=event.name,
            subject_id=event.subject_id,
            facts=canonical(event.facts()).decode(),
            content=of.seal() if of is not None else None,
            previous=head.last,
        )
        leaf = entry.leaf()
        rows.append(
            {
                "program_id": program_id,
                "id": new_id(),
                "log": entry.log,
                "seq": entry.seq,
                "at": entry.at,
                "actor_id": entry.actor_id,
                "event": entry.event,
                "subject_id": entry.subject_id,
                "facts": entry.facts,
                "content": entry.content,
                "leaf": leaf,
                "previous": entry.previous,
            }
        )
        head = head.grown_by(leaf)
    db.session.execute(insert(LedgerEntry.__table__), rows)  # type: ignore[arg-type]
    db.session.execute(
        update(LedgerHead.__table__)  # type: ignore[arg-type]
        .where(LedgerHead.program_id == program_id, LedgerHead.id == head_id)
        .values(size=head.size, last=head.last, subtrees=b"".join(head.subtrees))
    )


def _head_of(unit: Unit) -> tuple[object, Head]:
    """The locked head of this academic year's log, begun now if the year is new."""
    program_id = unit.actor.program_id
    row = _newest_head(unit)
    log = academic_year(unit.now, _first_month(unit, row))
    if row is not None and row["log"] >= log:
        # `>`: the program moved the beginning of its year; a log is never begun twice.
        return row["id"], _as_head(row)
    head = Head(log) if row is None else _as_head(row).next_log(log)
    head_id = new_id()
    db.session.execute(
        insert(LedgerHead.__table__).values(  # type: ignore[arg-type]
            program_id=program_id, id=head_id, log=log, size=0, last=head.last, subtrees=b""
        )
    )
    return head_id, head


def _newest_head(unit: Unit) -> RowMapping | None:
    table = LedgerHead.__table__
    return (
        db.session.execute(
            select(table.c.id, table.c.log, table.c.size, table.c.last, table.c.subtrees,
                   Program.year_begins_month)
            .join(Program, Program.id == table.c.program_id)
            .where(table.c.program_id == unit.actor.program_id)
            .order_by(table.c.log.desc())
            .limit(1)
            .with_for_update(of=table)
        )
        .mappings()
        .one_or_none()
    )


def _first_month(unit: Unit, row: RowMapping | None) -> int:
    if row is not None:
        return int(row["year_begins_month"])
    # The first entry of a program: lock the program, so that only one transaction begins its log.
    return db.session.scalars(
        select(Program.year_begins_month)
        .where(Program.id == unit.actor.program_id)
        .with_for_update()
    ).one()


def _as_head(row: RowMapping) -> Head:
    subtrees = row["subtrees"]
    cut = range(0, len(subtrees), HASH_BYTES)
    return Head(
        row["log"], row["size"], row["last"], tuple(subtrees[i : i + HASH_BYTES] for i in cut)
    )
