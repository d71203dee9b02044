"""`flask remind`: letters about credentials that end, 90, 30 and 7 days ahead, where no worker
runs; once a night."""

from datetime import datetime

import click
from flask.cli import with_appcontext

from logbook.cli import posting
from logbook.queries.reminders import program_ids
from logbook.services.reminders import write_credential_reminders


@click.command()
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Another day than the program's.")
@with_appcontext
def remind(on: datetime | None) -> None:
    """Write to the holders of credentials that end soon. Run twice, it writes once."""
    for program_id in program_ids():
        write_credential_reminders(program_id, on.date() if on else None)
    went, stayed = posting.post()
    click.echo(f"{went} of {went + stayed} letters sent.")
