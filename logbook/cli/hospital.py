"""`flask hospital import`: the hospital's record, from the command line."""

from pathlib import Path
from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound

from logbook.cli.hospital_drop import OPEN_COLUMNS, bring_in, folder_of, report
from logbook.cli.naming import program_named
from logbook.policy.actors import job
from logbook.services import reconciling
from logbook.services.hospital_files import UnknownColumns
from logbook.services.hospital_keys import KeyLiesOpen, hospital_key
from logbook.services.refusals import Invalid

hospital = AppGroup("hospital", help="The hospital's record of performed procedures.")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@hospital.command("import")
@click.argument("file", type=FILE)
@click.option("--program", "name", required=True, help="Whose record it is.")
def import_(file: Path, name: str) -> None:
    """Import FILE (FHIR, HL7 version 2, CSV or XLSX). What cannot be used is listed; all else comes
    in. The file stays where it is."""
    actor = job(_program(name))
    try:
        key = hospital_key(current_app.config["HOSPITAL_KEY"])
        with file.open("rb") as source:
            found = bring_in(actor, file.name, source, key)
    except Invalid as wrong:
        raise click.ClickException(
            " ".join(one.id % one.params for one in wrong.complaints.values())
        ) from wrong
    except UnknownColumns as wrong:
        raise click.ClickException(OPEN_COLUMNS) from wrong
    except KeyLiesOpen as wrong:
        raise click.ClickException(str(wrong)) from wrong
    click.echo(report(found), nl=False)


@hospital.command("compare")
@click.option("--program", "name", required=True, help="Whose records are compared.")
def compare(name: str) -> None:
    """Compare the hospital's record with the logs anew, as the worker does every hour."""
    found = reconciling.compare(job(_program(name)))
    click.echo(
        f"{found.agreed:,} agree, {found.hospital_only:,} in the hospital's record only;"
        f" {found.changed:,} changed."
    )


@hospital.command("folder")
@click.option("--program", "name", required=True, help="Whose folder.")
def folder(name: str) -> None:
    """Make the folder from which the worker takes a program's files, and print where it is."""
    made = folder_of(current_app.config["HOSPITAL_DROP"], _program(name))
    made.mkdir(mode=0o700, parents=True, exist_ok=True)
    click.echo(str(made))


def _program(name: str) -> UUID:
    try:
        found = program_named(name)
    except NoResultFound:
        found = None
    if found is None:
        raise click.BadParameter(f"there is no program named '{name}'", param_hint="--program")
    return found
