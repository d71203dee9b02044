"""Somebody with every right to the database, and nothing else: no key, no passkey.

They read rows, change them as they like, and put them back past triggers, checks and foreign keys.
What a unique key refuses is refused: that attempt fails by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Enum,
    Integer,
    LargeBinary,
    Table,
    Uuid,
    and_,
    delete,
    insert,
    inspect,
    select,
    text,
    update,
)

from logbook.database import Base, db
from logbook.domain.audit import Entry, Head
from logbook.models.columns import Capabilities, Roles, UtcDateTime
from logbook.policy.actors import Role

Record = Mapping[str, Any]
ENTRIES = Base.metadata.tables["ledger_entry"]
HEADS = Base.metadata.tables["ledger_head"]


def disarm(connection: Connection) -> None:
    """Take away, in this transaction, whatever the database itself would refuse."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in Base.metadata.sorted_tables:
            for check in inspect(connection).get_check_constraints(table.name):
                drop = f'ALTER TABLE {table.name} DROP CONSTRAINT "{check["name"]}"'
                connection.execute(text(drop))
        return
    asked = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for trigger in connection.execute(asked).scalars().all():
        connection.execute(text(f"DROP TRIGGER {trigger}"))
    connection.execute(text("PRAGMA ignore_check_constraints = ON"))
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))


def rearm(connection: Connection) -> None:
    """What no rollback brings back."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA ignore_check_constraints = OFF"))


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """Whatever is done inside has not happened afterwards."""
    db.session.remove()
    before = connection.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        before.rollback()


def rows_of(table: Table, program_id: UUID | None) -> list[Record]:
    """All rows of a program, or of a table that belongs to none, in the order of their ids."""
    asked = select(table).order_by(table.c.id)
    if "program_id" in table.c:
        asked = asked.where(table.c.program_id == program_id)
    return [dict(row) for row in db.session.connection().execute(asked).mappings()]


def put(table: Table, before: Sequence[Record], after: Sequence[Record]) -> None:
    """Other rows in the place of some."""
    connection = db.session.connection()
    for row in before:
        key = [column == row[column.name] for column in table.primary_key]
        connection.execute(delete(table).where(and_(*key)))
    for row in after:
        connection.execute(insert(table).values(row))


def another(column: Column[Any], value: Any, place: int = 0) -> Any:
    """Another value that the column might as well hold; `place`: where a text or a hash changes."""
    kind = column.type
    if value is None:
        return _something(column)
    if isinstance(kind, Enum):
        members = list(kind.enum_class or ())
        return members[(members.index(value) + 1 + place % (len(members) - 1)) % len(members)]
    if isinstance(kind, Roles):
        return value ^ {Role.DIRECTOR}
    if isinstance(value, (UUID, bool, int)):
        return _next(value)
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1 + place)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, bytes):
        return _flipped(value, place)
    if isinstance(value, str):
        return _misspelt(value, place)
    return {**value, "forged": 1} if isinstance(value, dict) else [*value, "forged"]


def _something(column: Column[Any]) -> Any:
    """Where there was nothing."""
    kinds: list[tuple[type[Any], Any]] = [
        (Uuid, UUID(int=1)),
        (Boolean, True),
        (Integer, 1),
        (UtcDateTime, datetime.fromisoformat("2026-01-01T00:00:00Z")),
        (DateTime, datetime.fromisoformat("2026-01-01T00:00:00Z")),
        (Date, date(2026, 1, 1)),
        (LargeBinary, bytes(32)),
        (JSON, {"forged": 1}),
        (Capabilities, frozenset()),
    ]
    if isinstance(column.type, Enum):
        return next(iter(column.type.enum_class or ()))
    return next((value for kind, value in kinds if isinstance(column.type, kind)), "x")


def _next(value: UUID | int) -> UUID | int:
    if isinstance(value, UUID):
        return UUID(int=value.int ^ 1)
    return not value if isinstance(value, bool) else value + 1_000


def _flipped(value: bytes, place: int) -> bytes:
    at = place % len(value) if value else 0
    return value[:at] + bytes([value[at] ^ 1 << place % 8]) + value[at + 1 :] if value else b"\0"


def _misspelt(value: str, place: int) -> str:
    """One character is another."""
    if not value:
        return "x"
    at = place % len(value)
    return value[:at] + ("y" if value[at] == "x" else "x") + value[at + 1 :]


def rewritten(rows: Sequence[Record], changed: Record | None, cut: int = 0) -> None:
    """Write a log anew: one of its entries otherwise, or the last ones gone, and everything that
    follows, hashes, chain and head, mended so that it all fits."""
    rows = sorted(rows, key=lambda row: int(row["seq"]))[: len(rows) - cut]
    head = Head(rows[0]["log"], last=rows[0]["previous"])
    connection = db.session.connection()
    for row in rows:
        row = changed if changed is not None and row["id"] == changed["id"] else row
        found = replace(Entry(*(row[name] for name in Entry.__slots__)), previous=head.last)
        head = head.grown_by(found.leaf())
        if found.leaf() != row["leaf"] or row is changed:
            put(ENTRIES, [row], [{**row, "previous": found.previous, "leaf": found.leaf()}])
    connection.execute(
        delete(ENTRIES).where(
            ENTRIES.c.program_id == rows[0]["program_id"],
            ENTRIES.c.log == head.log,
            ENTRIES.c.seq >= head.size,
        )
    )
    connection.execute(
        update(HEADS)
        .where(HEADS.c.program_id == rows[0]["program_id"], HEADS.c.log == head.log)
        .values(size=head.size, last=head.last, subtrees=b"".join(head.subtrees))
    )
