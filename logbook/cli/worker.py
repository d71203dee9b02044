"""`flask worker`: the clock of the service, and the hand that mails.

The outbox is a table, so nothing is lost with a worker and nothing needs a queue that outlives it:
huey keeps time and runs what is due in this process. Two workers may run; they share the letters.
"""

import logging
from collections.abc import Callable

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from huey import MemoryHuey, crontab
from huey.serializer import SignedSerializer

from logbook.cli import posting

log = logging.getLogger(__name__)

ROUND: tuple[tuple[str, Callable[[], object], Callable[..., bool]], ...] = (
    ("cases passed on", posting.pass_cases_on, crontab(minute="*/10")),
    ("digests written", posting.write_digests, crontab(minute="*/10")),
    ("credential reminders written", posting.write_credential_reminders, crontab(minute="5")),
    ("letters lost", posting.sweep, crontab(minute="*/5")),
    ("letters sent and not sent", posting.post, crontab()),
)
"""What is done, and when; once in this order by `--once`."""


@click.command()
@click.option("--once", is_flag=True, help="Do everything once and end: for cron.")
@with_appcontext
def worker(once: bool) -> None:
    """Write reminders, pass cases on to deputies, and mail what waits, until it is stopped."""
    if once:
        for name, what, _ in ROUND:
            click.echo(f"{name}: {_told(what())}")
        return
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    consumer = clock(app).create_consumer(
        workers=1, periodic=True, graceful_signal="TERM", check_worker_health=True
    )
    click.echo("The worker runs. Stop it with Ctrl-C.")
    consumer.run()


def clock(app: Flask) -> MemoryHuey:
    """The tasks of the round, each with its time."""
    serializer = SignedSerializer(secret=str(app.config["SECRET_KEY"]), salt="worker")
    huey = MemoryHuey("logbook", results=False, utc=True, serializer=serializer)
    for name, what, when in ROUND:
        huey.periodic_task(when, name=name.replace(" ", "_"))(_in_context(app, name, what))
    return huey


def _in_context(app: Flask, name: str, what: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        with app.app_context():
            done = what()
        log.info("%s: %s", name, _told(done))

    run.__name__ = name.replace(" ", "_")
    return run


def _told(done: object) -> str:
    return " and ".join(str(part) for part in done) if isinstance(done, tuple) else str(done)
