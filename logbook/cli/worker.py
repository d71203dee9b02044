"""`flask worker`: the clock of the service, and the hand that mails. Two may run; they share the
letters."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from logbook.cli import migrated
from logbook.cli.clock import ROUND, clock, told


@click.command()
@click.option("--once", is_flag=True, help="Do everything once and end: for cron.")
@with_appcontext
def worker(once: bool) -> None:
    """Write reminders, pass cases on to deputies, and mail what waits, until it is stopped."""
    if once:
        for name, what, _ in ROUND:
            click.echo(f"{name}: {told(what())}")
        return
    migrated.insist()  # its rounds run in threads, whose complaints nobody waits for
    # The proxy of werkzeug does not tell the type checker what it stands for.
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    # A stop waits for the letter in hand: one that is cut off is given up, not sent again.
    consumer = clock(app).create_consumer(workers=1, periodic=True, graceful_signal="TERM")
    click.echo("The worker runs. Stop it with Ctrl-C.")
    consumer.run()
