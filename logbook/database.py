"""The database object, the names of constraints, and how a connection is opened.

SQLite is opened for many small writers: write-ahead log, full synchronization (a commit that
was answered survives a power cut), foreign keys enforced, and write transactions that begin
IMMEDIATE. A transaction that begins as a read and turns into a write fails at once when another
writer was faster; beginning as a writer waits in line instead.
"""

import fcntl
import sqlite3
import sys
from collections import deque
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import IO, Any

import pysqlite3.dbapi2
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BindParameter,
    Connection,
    Engine,
    FromClause,
    Insert,
    MetaData,
    PoolProxiedConnection,
    Select,
    Table,
    event,
    inspect,
)
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import make_url
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction, configure_mappers
from sqlalchemy.orm.util import AliasedClass
from sqlalchemy.sql.base import SyntaxExtension
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.visitors import InternalTraversal

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite up to 3.51.2 can corrupt a database in WAL mode when two connections write and
# checkpoint at once (the "WAL-reset bug", fixed in 3.51.3 of 2026-03-13).
SAFE_SQLITE = (3, 51, 3)
BUSY_TIMEOUT_MS = 5_000

KEPT_STATEMENTS = 400
"""So many compiled statements a SQLite connection keeps. pysqlite3 keeps the most used, never lets
one of those go, and gives the last place to whatever is new: full with what ran at first, 100 by
default, it would compile all else at each run. The service has some hundred that run often."""


class Base(DeclarativeBase):
    """What every table inherits from."""

    metadata = MetaData(naming_convention=NAMES)


# `create_savepoint` only matters where a session is bound to a connection that is already in a
# transaction, as in the tests: there a commit of ours releases a savepoint.
# Nothing is flushed behind a use case's back: one flush, one new revision of what it changed.
db = SQLAlchemy(
    model_class=Base,
    session_options={"join_transaction_mode": "create_savepoint", "autoflush": False},
)


class UnsafeSqlite(RuntimeError):
    """No SQLite without the WAL-reset bug could be found; the service will not start on it."""


def sqlite_driver() -> ModuleType:
    """The DB-API module with a SQLite that is safe in WAL mode: Python's own, else pysqlite3."""
    for module in (sqlite3, pysqlite3.dbapi2):
        if module.sqlite_version_info >= SAFE_SQLITE:
            return module
    raise UnsafeSqlite(
        "This SQLite can corrupt a database in WAL mode; install pysqlite3 0.6.1 or later."
    )


def engine_options(url: str) -> dict[str, Any]:
    """Options of `create_engine` for this database address."""
    if make_url(url).get_backend_name() == "sqlite":
        kept = {"cached_statements": KEPT_STATEMENTS}
        return {"module": sqlite_driver(), "connect_args": kept}
    return {"pool_pre_ping": True}


class UnlessThere(SyntaxExtension, ClauseElement):
    """`insert(table).ext(UnlessThere())` passes over a row whose key is there already. SQLAlchemy
    has these words once for each database, and each lies in a package that loads all of its own."""

    inherit_cache = True

    def apply_to_insert(self, statement: Insert) -> None:
        statement.apply_syntax_extension_point(lambda _others: [self], "post_values")


class AddedWhereThere(UnlessThere):
    """`insert(table).ext(AddedWhereThere(table, keys, sums))` adds its numbers to the row that has
    these keys already, if there is one."""

    _traverse_internals: list[tuple[str, InternalTraversal]] = [  # noqa: RUF012  (SQLAlchemy's)
        ("into", InternalTraversal.dp_string),
        ("keys", InternalTraversal.dp_string_list),
        ("sums", InternalTraversal.dp_string_list),
    ]
    """What tells one such clause from another, for SQLAlchemy's cache of texts."""

    def __init__(self, table: Table, keys: list[str], sums: list[str]) -> None:
        self.into, self.keys, self.sums = table.name, keys, sums


@compiles(UnlessThere)
def _or_nothing(_clause: UnlessThere, _compiler: SQLCompiler, **_named: Any) -> str:
    return "ON CONFLICT DO NOTHING"


@compiles(AddedWhereThere)
def _or_added(clause: AddedWhereThere, _compiler: SQLCompiler, **_named: Any) -> str:
    added = (f"{one} = {clause.into}.{one} + excluded.{one}" for one in clause.sums)
    return f"ON CONFLICT ({', '.join(clause.keys)}) DO UPDATE SET {', '.join(added)}"


class SqliteText(SQLiteCompiler):
    """Statements as SQLite likes them: a LIMIT stands in the text. As a blank it makes SQLite plan
    the statement anew at each run, by the number that was filled in (seen with 3.53)."""

    def limit_clause(self, select: Select[Any], **named: Any) -> str:
        limit, offset = select._limit_clause, select._offset_clause
        if not isinstance(limit, BindParameter) or offset is not None:
            return str(super().limit_clause(select, **named))  # type: ignore[no-untyped-call]  # SQLAlchemy types no compiler
        return f"\n LIMIT {self.process(limit.render_literal_execute(), **named)}"


class WriteQueue:
    """One writer at a time for the whole installation, in order of arrival.

    SQLite lets only one connection write, and its busy handler polls: under load a few writers
    wait far longer than the rest. A lock on a file beside the database makes the operating system
    keep the line. PostgreSQL needs none of this.
    """

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(database.name + ".queue")
        self.idle: deque[IO[str]] = deque()

    def enter(self) -> Callable[[], None]:
        """Wait for one's turn; the answer ends it. Each turn has a file of its own open: the lock
        belongs to the open file, so threads wait for one another as processes do. A file is used
        again by whoever comes next, so that a thread that ends leaves none behind."""
        try:
            turn = self.idle.pop()
        except IndexError:
            turn = self.path.open("w")
        fcntl.flock(turn, fcntl.LOCK_EX)
        return partial(self._leave, turn)

    def _leave(self, turn: IO[str]) -> None:
        fcntl.flock(turn, fcntl.LOCK_UN)
        self.idle.append(turn)


def prepare(engine: Engine) -> None:
    """Teach a SQLite engine our pragmas, our way to begin, and the queue of writers."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _open_sqlite)
    engine.dialect.statement_compiler = SqliteText
    # Not by a listener to `begin`: an engine with listeners asks for them at each statement. The
    # dialect is this engine's own, and its hook a method that is replaced, which mypy minds.
    engine.dialect.do_begin = _begin_to_read  # type: ignore[method-assign]


def _open_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # BEGIN is said by us, not by the driver
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        # INSERT OR REPLACE deletes a row without firing DELETE triggers unless this is on.
        "recursive_triggers = ON",
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def connection() -> Connection:
    """The connection of the open transaction, or of one that is begun now. The session itself
    would look its engine up anew each time."""
    session = db.session()
    open_one: Connection | None = session.info.get("connection")
    return session.connection() if open_one is None else open_one


def _keep_at_hand(
    session: Session, _transaction: SessionTransaction, connection: Connection
) -> None:
    """Session listener: what `connection` answers until the outermost transaction ends."""
    session.info["connection"] = connection


def _begin_to_read(dbapi_connection: PoolProxiedConnection) -> None:
    dbapi_connection.cursor().execute("BEGIN")


def begin_to_write() -> None:
    """End the read that loading the account has begun, wait in line, and begin as a writer."""
    leave_line()
    session = db.session()
    connection = session.connection()
    queue = _queue_of(connection.engine)
    if queue is None or connection.in_nested_transaction():
        session.rollback()
        session.connection()
        session.info["writes"] = True
        return
    # The same connection goes on, and only the driver hears of it: for the session to give it
    # back and take it anew would cost as much as two statements.
    driver = connection.connection.cursor()
    driver.execute("ROLLBACK")
    session.expire_all()
    session.info["writes"] = True
    session.info["leave_line"] = queue.enter()
    try:
        driver.execute("BEGIN IMMEDIATE")
    except BaseException:
        session.rollback()
        raise


def writes() -> bool:
    """Whether the open transaction began as a writer: what it reads may never be committed."""
    return "writes" in db.session().info


def leave_line() -> None:
    """Let the next writer in; harmless when not in line."""
    leave = db.session.info.pop("leave_line", None)
    if leave is not None:
        leave()


@cache
def _queue_of(engine: Engine) -> WriteQueue | None:
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:":
        return None
    return WriteQueue(Path(path))


def leave_line_when_done(session: Session, transaction: SessionTransaction) -> None:
    """Session listener: the turn ends with the outermost transaction, however it ends."""
    if transaction.parent is None:
        session.info.pop("connection", None)
        session.info.pop("writes", None)
        leave_line()


event.listen(db.session, "after_begin", _keep_at_hand)
event.listen(db.session, "after_transaction_end", leave_line_when_done)


def settle() -> None:
    """Make the columns of every alias that a module of ours keeps, before there are threads.

    SQLAlchemy 2.1 makes them at their first use and without a lock. Two threads that come first
    together make them twice, and a statement that was begun with the one set and is compiled with
    the other is refused: a 500 in the first moment of a new worker."""
    configure_mappers()
    for name, module in list(sys.modules.items()):
        if name.startswith("logbook."):
            for kept in list(vars(module).values()):
                source = inspect(kept).selectable if isinstance(kept, AliasedClass) else kept
                if isinstance(source, FromClause):
                    _ = source.c
