"""The migrations: both ways, on an empty and on a full database, and equal to the models."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from logbook import cli, create_app
from logbook.database import Base, begin_to_write, db
from tests.cast import bring_on_stage, other_stage
from tests.conftest import an_empty_database, settings_for_tests

APPEND_ONLY = ("ledger_entry", "curriculum_version")


@pytest.fixture
def blank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service with a database in which nothing has been made yet."""
    url = an_empty_database("blank", tmp_path_factory)
    app = create_app(settings_for_tests(url, tmp_path_factory.mktemp("instance")))
    cli.set_up(app)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def full(blank: Flask) -> Iterator[Flask]:
    """The same with the cast on stage; the other tests keep theirs."""
    upgrade()
    with other_stage():
        bring_on_stage()
        db.session.remove()
        yield blank


def tables() -> set[str]:
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def up_down_up() -> None:
    upgrade()
    assert tables() == set(Base.metadata.tables)
    downgrade(revision="base")
    assert tables() == set()
    upgrade()
    assert tables() == set(Base.metadata.tables)


def test_up_down_up_on_an_empty_database(blank: Flask) -> None:
    up_down_up()


def test_up_down_up_on_a_full_database(full: Flask) -> None:
    up_down_up()


def test_each_step_down_leads_back_up(blank: Flask) -> None:
    upgrade()
    for _step in ScriptDirectory(blank.extensions["migrate"].directory).walk_revisions():
        downgrade()
        upgrade(revision="+1")
        downgrade()
    assert tables() == set()
    upgrade()
    assert tables() == set(Base.metadata.tables)


def test_the_models_are_what_was_migrated(blank: Flask) -> None:
    upgrade()
    command.check(blank.extensions["migrate"].migrate.get_config())


def test_the_checks_of_the_models_were_migrated(blank: Flask) -> None:
    """`check` compares columns, keys and indexes, but no CHECK constraints."""
    upgrade()
    inspector = sa.inspect(db.engine)
    for table in Base.metadata.sorted_tables:
        wanted = {
            str(check.name) for check in table.constraints if isinstance(check, sa.CheckConstraint)
        }
        made = {str(check["name"]) for check in inspector.get_check_constraints(table.name)}
        assert made == wanted, table.name


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_is_said_stays_said(full: Flask, table: str, sql: str) -> None:
    count = sa.select(sa.func.count()).select_from(sa.table(table))
    before = db.session.scalar(count)
    assert before
    begin_to_write()
    with pytest.raises(sa.exc.DBAPIError, match="is append-only"):
        db.session.execute(sa.text(sql.format(table)))
    db.session.rollback()
    assert db.session.scalar(count) == before


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_it_is_not_replaced_either(full: Flask, table: str) -> None:
    """SQLite's INSERT OR REPLACE deletes; PostgreSQL's TRUNCATE deletes without rows."""
    begin_to_write()
    sql = "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"
    if db.engine.dialect.name == "postgresql":
        sql = "TRUNCATE {} CASCADE"
    with pytest.raises(sa.exc.DBAPIError, match="is append-only"):
        db.session.execute(sa.text(sql.format(table)))
    db.session.rollback()
