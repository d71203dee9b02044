"""The command line floor: `flask seed`, `flask progress verify`, `flask ledger verify`, ..."""

from flask import Flask
from flask_migrate import Migrate

from logbook.cli.accounts import account
from logbook.cli.backup import backup
from logbook.cli.cases import cases
from logbook.cli.curriculum import curriculum
from logbook.cli.curves import curves
from logbook.cli.diagram import diagram
from logbook.cli.hospital import hospital
from logbook.cli.institution import institution
from logbook.cli.ledger import ledger
from logbook.cli.migrated import MIGRATIONS, told_plainly
from logbook.cli.progress import progress
from logbook.cli.remind import remind
from logbook.cli.seed import seed
from logbook.cli.worker import worker
from logbook.database import db

COMMANDS = (
    account,
    backup,
    cases,
    curriculum,
    curves,
    diagram,
    hospital,
    institution,
    ledger,
    progress,
    remind,
    seed,
    worker,
)


def set_up(app: Flask) -> None:
    """Give the application its commands, `flask db` among them. A worker never needs them."""
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    for command in COMMANDS:
        app.cli.add_command(told_plainly(app, command))
