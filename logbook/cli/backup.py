"""`flask backup`: a copy of the SQLite database, made while people work."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from logbook.database import db
from logbook.services.backup import NoSqlite, copy_of


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Copy the database to a new FILE. Of PostgreSQL, pg_dump makes the copy."""
    try:
        copy_of(db.engine.engine, file)
    except NoSqlite:
        raise click.ClickException("This is PostgreSQL: use pg_dump.") from None
    except FileExistsError:
        raise click.ClickException(f"{file} is there already; nothing is overwritten.") from None
    click.echo(f"{file}: {file.stat().st_size / 1e6:,.1f} MB, sound.")
