"""`flask curriculum load` and `flask curriculum list`: the editions that programs follow."""

from pathlib import Path
from uuid import UUID

import click
import yaml
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound

from logbook.cli.naming import program_named
from logbook.domain.curriculum import Curriculum, CurriculumError
from logbook.policy.actors import job
from logbook.queries.curriculum import confirmed_curriculum, versions
from logbook.queries.programs import all_programs
from logbook.services.curriculum import SHIPPED, publish, read_document
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
    try:
        document = read_document(file)
        publish(job(program_id), document)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, CurriculumError) as wrong:
        raise click.ClickException(f"{file.name}: {wrong}") from None
    except Conflict as known:
        raise click.ClickException(str(known)) from None
    click.echo(f"Published for {name}: {_described(Curriculum.from_document(document))}")


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
