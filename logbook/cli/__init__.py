"""The command line floor: `flask seed`, `flask progress verify`, `flask ledger verify`, ..."""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

from logbook.cli.accounts import account
from logbook.cli.backup import backup
from logbook.cli.cases import cases
from logbook.cli.curriculum import curriculum
from logbook.cli.diagram import diagram
from logbook.cli.hospital import hospital
from logbook.cli.ledger import ledger
from logbook.cli.progress import progress
from logbook.cli.remind import remind
from logbook.cli.seed import seed
from logbook.cli.worker import worker
from logbook.database import db

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def set_up(app: Flask) -> None:
    """Give the application its commands, `flask db` among them. A worker never needs them."""
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    app.cli.add_command(account)
    app.cli.add_command(backup)
    app.cli.add_command(cases)
    app.cli.add_command(curriculum)
    app.cli.add_command(diagram)
    app.cli.add_command(hospital)
    app.cli.add_command(ledger)
    app.cli.add_command(progress)
    app.cli.add_command(remind)
    app.cli.add_command(seed)
    app.cli.add_command(worker)
