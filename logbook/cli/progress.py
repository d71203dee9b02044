"""`flask progress verify`: do the kept sums say what the approved cases say? `rebuild`: reckon the
months anew, once after the update that brought them."""

import click
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound

from logbook.cli.naming import program_named
from logbook.services.progress import Difference, differences
from logbook.services.progress_rebuild import rebuild
from logbook.services.reading import Unreadable

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
    unreadable = [one for one in found if isinstance(one, Unreadable)]
    differing = [one for one in found if isinstance(one, Difference)]
    for bad in unreadable[:SHOWN]:
        click.echo(f"  {bad.what.id % bad.what.params}")
    for one in differing[:SHOWN]:
        click.echo(
            f"  enrollment {one.enrollment_id}, {one.requirement}{_month(one)}:"
            f" kept {one.kept}, recomputed {one.recomputed}"
        )
    if unreadable:
        click.echo(f"{len(unreadable):,} records are unreadable.", err=True)
    if differing:
        click.echo(f"{len(differing):,} sums differ from the evidence.", err=True)
    if found:
        raise SystemExit(1)
    click.echo("Progress equals the evidence.")


@progress.command("rebuild")
@click.option("--program", "name", help="Only the program of this name.")
def rebuild_(name: str | None) -> None:
    """Reckon what is kept by month anew from the evidence."""
    try:
        found = rebuild(program_named(name))
    except NoResultFound:
        raise click.BadParameter(f"there is no program named '{name}'") from None
    click.echo(f"The months of {found:,} enrollments were reckoned anew.")


def _month(one: Difference) -> str:
    return f" in {one.month:%Y-%m}" if one.month else ""
