"""`flask ledger verify`: does the ledger hold, and do the records say what it heard?"""

import time

import click
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound

from logbook.cli.naming import program_named
from logbook.services import audit

ledger = AppGroup("ledger", help="The append-only trail of everything that happened.")

SHOWN = 20


@ledger.command("verify")
@click.option("--program", "name", help="Only the program of this name.")
def verify(name: str | None) -> None:
    """Recompute every hash, chain, seal and document; exit 1 and name the first bad entry."""
    try:
        program_id = program_named(name)
    except NoResultFound:
        raise click.BadParameter(f"there is no program named '{name}'") from None
    begun = time.perf_counter()
    entries, faults = 0, []
    for found in audit.examine(program_id):
        entries += found.entries
        faults.extend(found.faults)
        state = f"{len(found.faults):,} FAULTS" if found.faults else "holds"
        click.echo(
            f"{found.program}: {found.entries:,} entries in {found.logs} log(s),"
            f" {found.records:,} records: {state}"
        )
    seconds = time.perf_counter() - begun
    for fault in faults[:SHOWN]:
        click.echo(f"  {in_words(fault)}")
    if len(faults) > SHOWN:
        click.echo(f"  ... and {len(faults) - SHOWN:,} more")
    click.echo(f"{entries:,} entries in {seconds:.2f} s ({entries / max(seconds, 1e-6):,.0f}/s)")
    if faults:
        click.echo(f"First fault: {in_words(faults[0])}", err=True)
        raise SystemExit(1)
    click.echo("The ledger holds.")


def in_words(fault: audit.Fault) -> str:
    place = f"log {fault.log}" if fault.log else "no entry"
    if fault.seq is not None:
        place += f", entry {fault.seq}"
    return f"{fault.program}, {place}: {fault.what.id % fault.what.params}"
