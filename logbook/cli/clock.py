"""What is done when. huey keeps time and runs what is due in the worker's own process: the outbox
is a table, so nothing is lost with a worker and nothing needs a queue that outlives it."""

import logging
from collections.abc import Callable

from flask import Flask
from huey import MemoryHuey, crontab
from huey.serializer import SignedSerializer

from logbook.cli import certificates, hospital_drop, posting, rollups, telling

log = logging.getLogger(__name__)

ROUND: tuple[tuple[str, Callable[[], object], Callable[..., bool]], ...] = (
    ("cases passed on", posting.pass_cases_on, crontab(minute="*/10")),
    ("digests written", posting.write_digests, crontab(minute="*/10")),
    ("weekly letters written", posting.write_weekly, crontab(minute="*/30")),
    ("credential reminders written", posting.write_credential_reminders, crontab(minute="5")),
    ("certificates completed", certificates.complete, crontab(minute="*/5")),
    ("files of hospitals taken in", hospital_drop.sweep, crontab(minute="*/10")),
    ("hospital records compared", hospital_drop.compare_all, crontab(minute="35")),
    ("copies of records deleted", posting.sweep_copies, crontab(minute="15")),
    ("old readings deleted", posting.sweep_readings, crontab(hour="3", minute="25")),
    ("roll-ups brought up to date", rollups.bring_up_to_date, crontab(hour="2", minute="45")),
    ("letters lost", posting.sweep, crontab(minute="*/5")),
    ("answered requests and old tellings forgotten", telling.forget, crontab(minute="35")),
    ("webhooks to be told", telling.gather, crontab()),
    ("webhooks told and not told", telling.tell, crontab()),
    ("letters sent and not sent", posting.post, crontab()),
)
"""What is done, and when, in the order in which a round by hand does it."""


def clock(app: Flask) -> MemoryHuey:
    """The tasks of the round, each with its time."""
    serializer = SignedSerializer(secret=str(app.config["SECRET_KEY"]), salt="worker")
    huey = MemoryHuey("logbook", results=False, utc=True, serializer=serializer)
    for name, what, when in ROUND:
        huey.periodic_task(when, name=name.replace(" ", "_"))(in_context(app, name, what))
    return huey


def in_context(app: Flask, name: str, what: Callable[[], object]) -> Callable[[], None]:
    """A task of huey's, which runs in a thread that knows nothing of the application."""

    def run() -> None:
        with app.app_context():
            done = what()
        log.info("%s: %s", name, told(done))

    return run


def told(done: object) -> str:
    return " and ".join(str(part) for part in done) if isinstance(done, tuple) else str(done)
