"""How the database is opened: durable, strict, and by writers who wait in line."""

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask

from logbook import database
from logbook.database import SAFE_SQLITE, UnsafeSqlite, WriteQueue, db

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}


def test_each_connection_to_sqlite_is_durable_and_strict(application: Flask) -> None:
    with application.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("this is PostgreSQL")
        with db.engine.connect() as connection:
            found = {name: connection.scalar(sa.text(f"PRAGMA {name}")) for name in PRAGMAS}
            version = str(connection.scalar(sa.text("SELECT sqlite_version()")))
    assert found == PRAGMAS
    assert tuple(int(part) for part in version.split(".")) >= SAFE_SQLITE


def test_a_sqlite_that_can_tear_its_log_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    torn = SimpleNamespace(sqlite_version_info=(3, 51, 2))
    monkeypatch.setattr(database, "sqlite3", torn)
    monkeypatch.setattr(database, "pysqlite3", SimpleNamespace(dbapi2=torn))
    with pytest.raises(UnsafeSqlite, match="WAL"):
        database.sqlite_driver()


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    """Four threads, each in and out of the line fifty times: never two at once."""
    queue = WriteQueue(tmp_path / "logbook.sqlite")
    inside: list[int] = []
    crowds: list[int] = []

    def write(me: int) -> None:
        for _time in range(50):
            leave = queue.enter()
            inside.append(me)
            crowds.append(len(inside))
            inside.remove(me)
            leave()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert crowds == [1] * 200
    for file in queue.idle:
        file.close()


def test_sqlite_plans_a_statement_once(tmp_path: Path) -> None:
    """Not at each run because a LIMIT was filled in, and not after many others have run."""
    address = f"sqlite:///{tmp_path / 'plans.sqlite'}"
    engine = sa.create_engine(address, **database.engine_options(address))
    database.prepare(engine)
    limited = sa.select(sa.literal_column("type")).select_from(sa.text("sqlite_schema")).limit(2)
    named = sa.text("SELECT name FROM sqlite_schema")
    planned: list[object] = []
    with engine.connect() as connection:
        for number in range(200):
            connection.execute(sa.text(f"SELECT {number}"))
        for _first in range(2):
            connection.execute(limited)
            connection.execute(named)
        driver = connection.connection.dbapi_connection
        driver.set_authorizer(lambda *asked: planned.append(asked) or 0)
        connection.execute(sa.text("SELECT 'planned'"))
        heard = len(planned)
        for _again in range(2):  # the authorizer made all plans void: once more for each
            planned.clear()
            connection.execute(limited)
            connection.execute(named)
        driver.set_authorizer(None)
    engine.dispose()
    assert heard and not planned
