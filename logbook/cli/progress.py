"""`flask progress verify`: do the kept sums say what the approved cases say?"""

import click
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound

from logbook.cli.naming import program_named
from logbook.services.progress import differences

progress = AppGroup("progress", help="The kept sums of credits.")

SHOWN = 20


@progress.command("verify")
@click.option("--program", "name", help="Only the program of this name.")
def verify(name: str | None) -> None:
    """Recompute every sum from the approved cases; exit 1 when any differs."""
    try:
        found = differences(program_named(name))
    except NoResultFound:
        raise click.BadParameter(f"there is no program named '{name}'") from None
    for one in found[:SHOWN]:
        click.echo(
            f"  enrollment {one.enrollment_id}, {one.requirement}:"
            f" kept {one.kept}, recomputed {one.recomputed}"
        )
    if found:
        click.echo(f"{len(found):,} sums differ from the evidence.", err=True)
        raise SystemExit(1)
    click.echo("Progress equals the evidence.")
