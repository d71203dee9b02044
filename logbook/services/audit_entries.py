"""The entries and heads of a ledger as they stand, whatever somebody has made of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from types import NoneType
from typing import cast
from uuid import UUID

from sqlalchemy import (
    Dialect,
    Table,
    Uuid,
    literal,
    select,
    tuple_,
    type_coerce,
)

from logbook.database import db
from logbook.domain.audit import HASH_BYTES, Entry, Head
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.services.reading import (
    NONSENSE,
    Asked,
    Found,
    Unreadable,
    as_it_is,
    blame_a_row_only,
    id_of,
    raw,
    read,
)

BATCH = 1_000

TABLE = cast(Table, LedgerEntry.__table__)
HEADS = cast(Table, LedgerHead.__table__)
PLACE = (TABLE.c.log, TABLE.c.seq, TABLE.c.id)
"""The order of a ledger."""


class Recurring(Uuid[UUID]):
    """An id that stands in many rows, made only once of what the driver gives. A member acts often,
    and the entries about a record lie close together."""

    cache_ok = True

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[object], UUID | None] | None:
        # SQLAlchemy types this hook in its signature only, not in the type it is inherited from.
        process = super().result_processor(dialect, coltype)  # type: ignore[no-untyped-call]
        return None if process is None else lru_cache(maxsize=10_000)(process)


RECURRING = ("program_id", "actor_id", "subject_id")
NAMES = (*Entry.__slots__, "leaf", "id")
"""Of all that is kept of an entry, in the order in which an Entry takes its parts."""
ID = raw(TABLE.c.id)
"""As the driver gives it: one for each entry, and nothing but a place to go on behind."""
COLUMNS = [
    type_coerce(TABLE.c[name], Recurring()).label(name) if name in RECURRING else TABLE.c[name]
    for name in NAMES
    if name != "id"
] + [ID.label("id")]
_place_of = itemgetter(*(NAMES.index(column.name) for column in PLACE))
_KINDS = (UUID, str, int, datetime, UUID, str, UUID, str)
READABLE = frozenset(
    (*_KINDS, seal, bytes, bytes, raw_id) for seal in (bytes, NoneType) for raw_id in (str, UUID)
)
"""The types of what is in an entry that can be read: with a seal, and without."""
ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Blotted:
    """An entry that nobody can read any more, and what of it still stands."""

    row: Unreadable
    log: str
    seq: int | None
    leaf: bytes
    """Empty, if this too is gone: then nothing can follow it."""


def entries_of(program_id: UUID) -> Iterator[tuple[Entry, bytes] | Blotted]:
    """Every entry with the hash that was kept of it, from the first log to the last."""
    asked = select(*COLUMNS).where(TABLE.c.program_id == program_id).order_by(*PLACE)
    before: tuple[object, ...] | None = None
    while True:
        try:
            for row in _stream(_rest(asked, before)):
                yield _as_entry(row)
                before = _place_of(row)
            return
        except NONSENSE as error:
            blame_a_row_only(error)
        behind = _places(_rest(asked, before)).limit(BATCH)
        for place in db.session.execute(behind).all():
            yield _one(asked, place)
            before = tuple(place)[: len(PLACE)]


def _stream(asked: Asked) -> Iterator[Found]:
    connection = db.session.connection()
    return iter(connection.execute(asked, execution_options={"yield_per": BATCH}))


def _places(asked: Asked) -> Asked:
    return asked.with_only_columns(*(raw(column) for column in PLACE), raw(TABLE.c.leaf))


def _rest(asked: Asked, place: tuple[object, ...] | None) -> Asked:
    """What is behind this place: what was read raw is compared as it was read."""
    if place is None:
        return asked
    columns = [raw(column) for column in PLACE]
    values = [as_it_is(value) for value in place]
    if isinstance(place[-1], UUID):
        columns[-1], values[-1] = PLACE[-1], literal(place[-1])
    return asked.where(tuple_(*columns) > tuple_(*values))


def _one(asked: Asked, place: Found) -> tuple[Entry, bytes] | Blotted:
    log, seq, raw_id, leaf = place
    [found] = read(asked.where(raw(TABLE.c.id) == as_it_is(raw_id)), TABLE)
    try:
        if not isinstance(found, Unreadable):
            return _as_entry(found)
    except NONSENSE:
        pass
    return Blotted(
        Unreadable(TABLE.name, id_of(raw_id), raw_id),
        str(log),
        seq if isinstance(seq, int) else None,
        leaf if isinstance(leaf, bytes) and len(leaf) == HASH_BYTES else b"",
    )


def _as_entry(row: Found) -> tuple[Entry, bytes]:
    """SQLite keeps what it is given: a number's place may hold a word. TypeError, if it does."""
    if tuple(map(type, row)) not in READABLE:
        raise TypeError("no entry looks like this")
    *parts, leaf, raw_id = row
    if type(raw_id) is str and len(bytes.fromhex(raw_id)) != ID_BYTES:
        raise ValueError("no id looks like this")
    return Entry(*parts), leaf


def heads_of(program_id: UUID) -> dict[str, Head | Unreadable]:
    """What is kept of each log."""
    names = select(raw(HEADS.c.id), raw(HEADS.c.log)).where(HEADS.c.program_id == program_id)
    logs = {id_of(row[0]): str(row[1]) for row in db.session.execute(names).all()}
    heads: dict[str, Head | Unreadable] = {}
    asked = select(HEADS).where(HEADS.c.program_id == program_id).order_by(HEADS.c.log)
    for row in read(asked, HEADS):
        heads[logs[row.id]] = row if isinstance(row, Unreadable) else _as_head(row)
    return heads


def _as_head(row: Found) -> Head | Unreadable:
    if not (isinstance(row.size, int) and {type(row.last), type(row.subtrees)} == {bytes}):
        return Unreadable(HEADS.name, row.id, row.id)
    return Head.kept(row.log, row.size, row.last, row.subtrees)
