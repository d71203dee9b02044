"""`flask curriculum check`, `load`, `list` and `export`: the editions that programs follow."""

from pathlib import Path
from typing import Any
from uuid import UUID

import click
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound

from logbook.cli.naming import program_named
from logbook.domain.curriculum import Curriculum
from logbook.policy.actors import job
from logbook.queries.curriculum import confirmed_curriculum, document_of, versions
from logbook.queries.programs import all_programs
from logbook.services.curriculum import SHIPPED, publish
from logbook.services.curriculum_files import FaultyFile, as_yaml, read_file
from logbook.services.refusals import Conflict

curriculum = AppGroup("curriculum", help="The curricula that programs follow.")


@curriculum.command("load")
@click.argument(
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=SHIPPED / "pain_medicine.yaml",
)
@click.option("--program", "name", required=True, help="The program that is to follow it.")
def load(file: Path, name: str) -> None:
    """Publish FILE (YAML; by default the curriculum that comes with Logbook) for a program.

    A published edition never changes: a changed file needs another edition. Fellows who are
    enrolled stay with the edition that they began with.
    """
    program_id = _program(name)
    document = _read(file)
    try:
        publish(job(program_id), document)
    except Conflict as known:
        raise click.ClickException(str(known)) from None
    click.echo(f"Published for {name}: {_described(Curriculum.from_document(document))}")


@curriculum.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Say whether FILE (YAML) is a curriculum, and if not, what is wrong, path and line."""
    click.echo(f"{file.name} is well formed: {_described(Curriculum.from_document(_read(file)))}")


@curriculum.command("export")
@click.option("--program", "name", required=True, help="The program that follows it.")
@click.option("--edition", required=True, help="Which edition.")
def export(name: str, edition: str) -> None:
    """Print a published edition as YAML, to be edited and loaded again as another."""
    actor = job(_program(name))
    found = [one for one in versions(actor) if one.edition == edition]
    if not found:
        raise click.ClickException(f"{name} has no edition '{edition}'")
    click.echo(as_yaml(document_of(actor, found[0].id)), nl=False)


@curriculum.command("list")
@click.option("--program", "name", help="Only the program of this name.")
def show(name: str | None) -> None:
    """Every published edition, the newest of each program first."""
    only = None if name is None else _program(name)
    for program in all_programs():
        if only in (None, program.id):
            for version in versions(job(program.id)):
                known = confirmed_curriculum(job(program.id), version.id)
                day = version.published_at.date()
                click.echo(f"{program.name}: {_described(known)}, published {day}")


def _read(file: Path) -> dict[str, Any]:
    """The document in a file; of a faulty one every fault, each on its line."""
    try:
        return read_file(file.read_bytes())
    except FaultyFile as faulty:
        told = "\n".join(f"{file.name}: {fault}" for fault in faulty.faults)
        raise click.ClickException(told) from None


def _program(name: str) -> UUID:
    try:
        program_id = program_named(name)
    except NoResultFound:
        raise click.BadParameter(f"there is no program named '{name}'") from None
    assert program_id is not None
    return program_id


def _described(known: Curriculum) -> str:
    """What a reader should know at once: how many of the figures nobody stands behind yet."""
    suggested = sum(one.unconfirmed for one in known.requirements.values())
    return (
        f"{known.id} {known.edition}, {len(known.procedures)} procedures,"
        f" {len(known.requirements)} requirements ({suggested} figures suggested, not confirmed)"
    )
