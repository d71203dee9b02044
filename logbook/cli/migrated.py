"""Whether the database has all tables that a command needs; if not, what to do about it is said in
one plain line."""

from copy import copy
from pathlib import Path

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy.exc import OperationalError, ProgrammingError

from logbook.database import db

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def insist() -> None:
    """ClickException unless every migration has been made."""
    with db.engine.connect() as connection:
        made = MigrationContext.configure(connection).get_current_revision()
    if made != ScriptDirectory(str(MIGRATIONS)).get_current_head():
        raise click.ClickException(
            "The database lacks tables that this program needs: run `flask db upgrade` first."
        )


def told_plainly(app: Flask, command: click.Command) -> click.Command:
    """The same command. Where the database refuses it a table or a column, it looks whether
    migrations are missing: asked only then, so that no command waits for the answer."""

    def invoke(context: click.Context) -> object:
        try:
            return command.invoke(context)
        except (OperationalError, ProgrammingError):
            with app.app_context():
                insist()
            raise

    told = copy(command)
    # A method of this one copy; click offers no hook.
    told.invoke = invoke  # type: ignore[assignment, method-assign]
    return told
