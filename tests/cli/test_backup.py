"""A backup is worth what its restoring brings back."""

import os
import subprocess
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from logbook import cli, create_app
from logbook.database import Base, db
from logbook.services.backup import NoSqlite, copy_of
from tests.cast import Member
from tests.conftest import settings_for_tests
from tests.makers.forgery import only_sqlite
from tests.servers import a_new_database, binaries


def what_is_there() -> dict[str, int]:
    """How many rows each table has."""
    tables = Base.metadata.sorted_tables
    counts = {one.name: db.session.scalars(select(func.count()).select_from(one)) for one in tables}
    return {name: count.one() for name, count in counts.items()}


def restored(url: str, folder: Path) -> dict[str, int]:
    """The rows of a service that was started on a restored database, if that is sound."""
    app = create_app(settings_for_tests(url, folder))
    cli.set_up(app)
    for command in ("ledger", "progress"):
        answer = app.test_cli_runner().invoke(args=[command, "verify"])
        assert answer.exit_code == 0, answer.output
    with app.app_context():
        found = what_is_there()
        db.session.remove()
        db.engine.dispose()
    return found


@only_sqlite
def test_a_copy_of_sqlite_is_whole_though_somebody_writes(
    application: Flask, app: Flask, asha: Member, tmp_path: Path
) -> None:
    file = tmp_path / "copy.sqlite"
    with application.app_context():
        committed = what_is_there()
    db.session.execute(text("DELETE FROM site"))  # by somebody who is not done yet
    answer = app.test_cli_runner().invoke(args=["backup", str(file)])
    assert answer.exit_code == 0, answer.output
    assert answer.output.endswith("MB, sound.\n")
    db.session.rollback()
    assert [one.name for one in tmp_path.iterdir()] == ["copy.sqlite"]
    assert restored(f"sqlite:///{file}", tmp_path) == committed
    assert committed["membership"] == 11


@only_sqlite
def test_a_backup_overwrites_none(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "copy.sqlite"
    file.write_text("an older one")
    answer = app.test_cli_runner().invoke(args=["backup", str(file)])
    assert answer.exit_code == 1
    assert "is there already" in answer.output
    assert file.read_text() == "an older one"


@only_sqlite
def test_what_was_left_unfinished_is_begun_anew(application: Flask, tmp_path: Path) -> None:
    file = tmp_path / "copy.sqlite"
    file.with_name("copy.sqlite.part").write_text("half a page")
    with application.app_context():
        copy_of(db.engine.engine, file)
    assert [one.name for one in tmp_path.iterdir()] == ["copy.sqlite"]


@pytest.mark.skipif("TEST_DATABASE_URL" not in os.environ, reason="needs a PostgreSQL server")
def test_pg_dump_and_pg_restore_bring_everything_back(
    application: Flask, app: Flask, tmp_path: Path
) -> None:
    with application.app_context():
        committed = what_is_there()
    url = db.engine.engine.url.render_as_string(hide_password=False)
    file = tmp_path / "logbook.dump"
    run("pg_dump", "--format=custom", f"--file={file}", plain(url))
    elsewhere = a_new_database(os.environ["TEST_DATABASE_URL"], "logbook_restored")
    for _ in range(2):  # into an empty database, and over what is there
        run("pg_restore", "--clean", "--if-exists", f"--dbname={plain(elsewhere)}", str(file))
    assert restored(elsewhere, tmp_path) == committed
    answer = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "copy")])
    assert (answer.exit_code, "use pg_dump" in answer.output) == (1, True)


def plain(url: str) -> str:
    return url.replace("+psycopg", "")


def run(command: str, *words: str) -> None:
    done = subprocess.run([binaries() / command, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_only_sqlite_is_copied_by_us(tmp_path: Path) -> None:
    """Said without a server of the other kind."""

    class Engine:
        class dialect:
            name = "postgresql"

    with pytest.raises(NoSqlite):
        copy_of(Engine(), tmp_path / "copy")  # type: ignore[arg-type]
