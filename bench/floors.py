"""What nothing can beat: the bare disk, the bare driver, the bare page. Every figure of the bench
is a ratio to one of these, measured in the same run."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from logbook.database import sqlite_driver


def rate(act: Callable[[], object], seconds: float = 1.5, least: int = 50) -> float:
    """How often a second `act` can be done, one after the other."""
    done, begun = 0, time.perf_counter()
    while (spent := time.perf_counter() - begun) < seconds or done < least:
        act()
        done += 1
    return done / spent


def quickest(act: Callable[[], object], rounds: int = 8) -> float:
    """The best rate of some short rounds: what else the machine does slows a round and never
    quickens one. For two things that cannot be measured side by side, minutes apart."""
    return max(rate(act, seconds=0.4, least=10) for _ in range(rounds))


def open_durably(path: Path) -> Any:
    """The raw driver, opened as the service opens it."""
    connection = sqlite_driver().connect(str(path), isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def bare_commits(folder: Path) -> float:
    """Durable commits of one small row a second (SQLite WAL, synchronous=FULL)."""
    connection = open_durably(folder / "bare.sqlite")
    connection.execute("CREATE TABLE bare (id BLOB PRIMARY KEY, words TEXT)")

    def commit_one() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare VALUES (?, ?)", (os.urandom(16), "x" * 100))
        connection.execute("COMMIT")

    return rate(commit_one)


def same_rows(database: Path) -> float:
    """The rows that logging one case writes, again and again through the raw driver: the newest
    case and ledger entry of this database under new keys, and the head moved on."""
    connection = open_durably(database)
    case = _newest(connection, "logged_case", "logged_at")
    entry = _newest(connection, "ledger_entry", "seq")
    program_id = case["program_id"]
    size = entry["seq"]

    def write() -> None:
        nonlocal size
        size += 1
        connection.execute("BEGIN IMMEDIATE")
        _insert(connection, "logged_case", {**case, "id": os.urandom(16).hex()})
        fresh = {"id": os.urandom(16).hex(), "seq": size, "log": "raw"}
        _insert(connection, "ledger_entry", {**entry, **fresh})
        connection.execute(
            "UPDATE ledger_head SET size = ? WHERE program_id = ?", (size, program_id)
        )
        connection.execute("COMMIT")

    return rate(write)


def _newest(connection: Any, table: str, by: str) -> dict[str, Any]:
    found = connection.execute(f"SELECT * FROM {table} ORDER BY {by} DESC LIMIT 1")
    names = [column[0] for column in found.description]
    return dict(zip(names, found.fetchone(), strict=True))


def _insert(connection: Any, table: str, row: dict[str, Any]) -> None:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))
