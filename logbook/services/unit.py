"""One use case, one transaction, at least one line in the ledger. The only place that commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm.exc import StaleDataError

from logbook.database import Base, begin_to_write, db
from logbook.domain.audit import Entry, Head, academic_year, canonical
from logbook.domain.decisions import say
from logbook.domain.events import Event
from logbook.domain.events_signatures import SignatureGiven
from logbook.domain.harmless import turn_to_the_next
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.models.columns import new_id
from logbook.models.programs import Program
from logbook.models.sealed import Sealed
from logbook.policy.actors import Actor
from logbook.prepared import Prepared
from logbook.services.harmless import statements_about
from logbook.services.refusals import Conflict

_head = LedgerHead.metadata.tables["ledger_head"]
_KEPT = tuple(field.name for field in fields(Entry))
_WRITE = Prepared(insert(LedgerEntry.metadata.tables["ledger_entry"]), (*_KEPT, "id", "leaf"))
_BEGIN_LOG = Prepared(insert(_head), ("program_id", "id", "log", "size", "last", "subtrees"))
_LOCK_HEAD = Prepared(
    select(_head.c.id, _head.c.log, _head.c.size, _head.c.last, _head.c.subtrees)
    .add_columns(  # as a question of its own: joined, SQLite would sort
        select(Program.year_begins_month)
        .where(Program.id == _head.c.program_id)
        .scalar_subquery()
        .label("year_begins_month")
    )
    .where(_head.c.program_id == bindparam("in_program"))
    .order_by(_head.c.log.desc())
    .limit(1)
    .with_for_update(of=_head)
)
# Not against the foreign keys of others' entries (FOR NO KEY UPDATE): whoever holds the head must
# still be able to write.
_LOCK_PROGRAM = Prepared(
    select(Program.year_begins_month)
    .where(Program.id == bindparam("in_program"))
    .with_for_update(key_share=True)
)
_MOVE_HEAD = Prepared(
    update(_head)
    .where(_head.c.program_id == bindparam("in_program"), _head.c.id == bindparam("head_id"))
    .values(
        size=bindparam("new_size"), last=bindparam("new_last"), subtrees=bindparam("new_subtrees")
    )
)


AFTER_COMMIT: dict[str, Callable[[Actor, list[Event]], None]] = {}
"""Who is told what has happened, once it has: mail goes out from here, never before the commit."""


BESIDES = frozenset({SignatureGiven.name})
"""Events about a part of a record; what was written belongs to the record."""


class Unaudited(Exception):
    """A use case ended without telling the ledger what it did. This is a fault of ours."""


@dataclass(slots=True)
class Unit:
    """A transaction on its way: who acts, the one instant it all happens at, and what happened."""

    actor: Actor
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    records: list[tuple[Event, Sealed | None]] = field(default_factory=list)
    last_steps: list[Callable[[], None]] = field(default_factory=list)

    def record(self, event: Event, of: Sealed | None = None) -> None:
        """Tell the ledger. `of`: the record that the event is about, sealed as it is at the end."""
        self.records.append((event, of))

    def before_the_end(self, step: Callable[[], None]) -> None:
        """Do this when everything else is written, before the ledger: what is reckoned from the
        rows of this unit needs them all to be there."""
        self.last_steps.append(step)

    def insert(self, record: Base) -> None:
        """Write a new record at once, past the mapper's own bookkeeping: on the daily path that
        would cost as much as all the rest. The record stays outside the session."""
        given = vars(record)
        names = tuple(name for name in _columns_of(type(record)) if name in given)
        _insert_into(type(record), names).run(**{name: given[name] for name in names})

    def tell_of_statements(self) -> None:
        """What let words past the guard: of the unit's first subject, whose words they are."""
        subjects = [event.subject_id for event in self.events if event.name not in BESIDES]
        for subject_id in subjects[:1]:
            for stated in statements_about(self.actor.program_id, subject_id):
                self.record(stated)

    @property
    def events(self) -> list[Event]:
        return [event for event, _ in self.records]


def _table_of(kind: type[Base]) -> Table:
    return kind.metadata.tables[kind.__tablename__]


@cache
def _columns_of(kind: type[Base]) -> tuple[str, ...]:
    return tuple(_table_of(kind).c.keys())


@cache
def _insert_into(kind: type[Base], names: tuple[str, ...]) -> Prepared:
    return Prepared(insert(_table_of(kind)), names)


@contextmanager
def unit_of_work(actor: Actor, now: datetime | None = None) -> Iterator[Unit]:
    """Begin as a writer; at the end chain the events into the ledger and commit, or undo all.
    `now`: another instant than the clock's, for the demo's history only.

    Raises Conflict when another transaction changed a record that this one had read, and
    Unaudited when nothing was recorded.
    """
    begin_to_write()
    unit = Unit(actor) if now is None else Unit(actor, now)
    try:
        yield unit
        if not unit.records:
            raise Unaudited
        unit.tell_of_statements()
        db.session.flush()
        for step in unit.last_steps:
            step()
        _append_to_ledger(unit)
        db.session.commit()
    except StaleDataError as stale:
        db.session.rollback()
        raise Conflict(say("Somebody else changed this at the same moment.")) from stale
    except BaseException:
        db.session.rollback()
        raise
    finally:
        turn_to_the_next()
    for tell in AFTER_COMMIT.values():
        tell(unit.actor, unit.events)


@contextmanager
def beside_the_ledger() -> Iterator[None]:
    """A transaction for what changes no record: the log of readings, how often a token was used,
    requests that were answered, tellings that wait. Everything else is a unit of work."""
    begin_to_write()
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def _append_to_ledger(unit: Unit) -> None:
    """Chain the unit's events to the program's log. Locks the head: do nothing slow after it."""
    head_id, head = _head_of(unit)
    for event, of in unit.records:
        entry = _entry(unit, head, event, of)
        leaf = entry.leaf()
        _WRITE.run(id=new_id(), leaf=leaf, **{name: getattr(entry, name) for name in _KEPT})
        head = head.grown_by(leaf)
    _MOVE_HEAD.run(
        in_program=unit.actor.program_id,
        head_id=head_id,
        new_size=head.size,
        new_last=head.last,
        new_subtrees=b"".join(head.subtrees),
    )


def _entry(unit: Unit, head: Head, event: Event, of: Sealed | None) -> Entry:
    return Entry(
        program_id=unit.actor.program_id,
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


def _head_of(unit: Unit) -> tuple[UUID, Head]:
    """The locked head of this academic year's log, begun now if the year is new."""
    program_id = unit.actor.program_id
    row = _LOCK_HEAD.one_or_none(in_program=program_id)
    if row is None or row.log < academic_year(unit.now, row.year_begins_month):
        # A log is to be begun. Lock the program, so that it is begun only once, and look again:
        # somebody else may have begun it while we waited.
        first_month = _LOCK_PROGRAM.one(in_program=program_id).year_begins_month
        row = _LOCK_HEAD.one_or_none(in_program=program_id)
        log = academic_year(unit.now, first_month)
        if row is None or row.log < log:
            return _begin_log(unit, log, None if row is None else _as_head(row))
    # A log of a later year than this one stays: the program moved the beginning of its year, and
    # no log is begun twice.
    return row.id, _as_head(row)


def _begin_log(unit: Unit, log: str, before: Head | None) -> tuple[UUID, Head]:
    head = Head(log) if before is None else before.next_log(log)
    head_id = new_id()
    _BEGIN_LOG.run(
        program_id=unit.actor.program_id,
        id=head_id,
        log=log,
        size=0,
        last=head.last,
        subtrees=b"",
    )
    return head_id, head


def _as_head(row: Any) -> Head:
    return Head.kept(row.log, row.size, row.last, row.subtrees)
