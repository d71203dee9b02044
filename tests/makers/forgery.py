"""What somebody with a key to the database could do behind the service's back."""

import os
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    ColumnElement,
    Executable,
    inspect,
    literal_column,
    text,
    update,
)

from logbook.database import db

TABLE = "ledger_entry"


def forge(statement: Executable, values: Any = None, guarded: str = TABLE) -> None:
    """Run SQL past every service, and past the triggers that guard the ledger, or another table."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text(f"ALTER TABLE {guarded} DISABLE TRIGGER USER"))
    else:
        for verb in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER IF EXISTS {guarded}_refuses_{verb}"))
    db.session.execute(statement, values or {})
    db.session.commit()
    db.session.expire_all()


def spoil(column: Column[Any], value: str | bytes, where: ColumnElement[bool]) -> None:
    """Write what no column of this kind should hold, past types, checks and foreign keys."""
    if db.engine.dialect.name == "postgresql":
        for check in inspect(db.session.connection()).get_check_constraints(column.table.name):
            drop = f'ALTER TABLE {column.table.name} DROP CONSTRAINT "{check["name"]}"'
            db.session.execute(text(drop))
        db.session.execute(text(f"ALTER TABLE {column.table.name} DISABLE TRIGGER USER"))
        forge(update(column.table).where(where).values({column.name: _as_sql(value)}))
        return
    for trigger in db.session.execute(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"),
        {"table": column.table.name},
    ).scalars():
        db.session.execute(text(f"DROP TRIGGER {trigger}"))
    db.session.execute(text("PRAGMA ignore_check_constraints = ON"))
    db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
    try:
        forge(update(column.table).where(where).values({column.name: _as_sql(value)}))
    finally:
        db.session.execute(text("PRAGMA ignore_check_constraints = OFF"))


def _as_sql(value: str | bytes) -> ColumnElement[Any]:
    """The value as it is, past the type of its column; bytes as letters, which they are not."""
    if isinstance(value, bytes):
        return literal_column(f"CAST(X'{value.hex()}' AS TEXT)")
    return literal_column(f"'{value}'")


only_sqlite = pytest.mark.skipif(
    "TEST_DATABASE_URL" in os.environ, reason="PostgreSQL refuses such a value"
)
only_postgresql = pytest.mark.skipif(
    "TEST_DATABASE_URL" not in os.environ, reason="SQLite knows no such value"
)
