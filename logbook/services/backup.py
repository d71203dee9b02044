"""A copy of the SQLite database that is whole, made while people work.

The file of a running service must not be copied as it lies there: what is in its write-ahead log
would be missing, or torn.
"""

from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from logbook.database import sqlite_driver


class NoSqlite(RuntimeError):
    """The database is a server's, whose own tools copy it."""


def copy_of(engine: Engine, target: Path) -> None:
    """Copy the database to a new file and look whether it is sound. NoSqlite, FileExistsError."""
    if engine.dialect.name != "sqlite":
        raise NoSqlite
    if target.exists():
        raise FileExistsError(target)
    unfinished = target.with_name(target.name + ".part")
    unfinished.unlink(missing_ok=True)
    driver = sqlite_driver()
    with (
        closing(driver.connect(str(engine.url.database))) as live,
        closing(driver.connect(str(unfinished))) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, to be carried anywhere
        [(said,)] = copy.execute("PRAGMA integrity_check").fetchall()
        assert said == "ok", said
    unfinished.rename(target)
