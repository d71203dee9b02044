"""Commands on a database whose tables are not there yet: one plain line, and no trace."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from logbook import cli, create_app
from logbook.database import db
from tests.conftest import an_empty_database, settings_for_tests

A_FILE = str(Path(__file__))

ASKED = (
    "account administrator ada@example.org",
    f"cases import {A_FILE} --fellow asha@example.org",
    "curriculum load --program Riverside",
    "curriculum export --program Riverside --edition 1",
    "curriculum list --program Riverside",
    f"hospital import {A_FILE} --program Riverside",
    "hospital compare --program Riverside",
    "hospital folder --program Riverside",
    "institution create Harbor us",
    "institution join harbor Riverside",
    "institution officer ada@example.org",
    "institution sum-up",
    "ledger verify",
    "ledger verify --program Riverside",
    "ledger checkpoint",
    "ledger prove 0 --program Riverside --log 2026",
    "ledger key create",
    "ledger key rotate",
    "ledger key list",
    "progress rebuild",
    "progress verify",
    "remind",
    "seed",
    "seed --if-empty",
    "worker",
    "worker --once",
)
NEED_NO_TABLE = {"backup", "curves limits", "diagram", "curriculum check"}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service with a database in which nothing stands."""
    url = an_empty_database("bare", tmp_path_factory)
    app = create_app(settings_for_tests(url, tmp_path_factory.mktemp("instance")))
    cli.set_up(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("asked", ASKED)
def test_it_says_what_to_do_first(bare: Flask, asked: str) -> None:
    said = bare.test_cli_runner().invoke(args=asked.split())
    assert (said.exit_code, said.stdout) == (1, ""), said.output
    assert said.stderr == (
        "Error: The database lacks tables that this program needs: run `flask db upgrade` first.\n"
    )


def leaves(command: click.Command, name: str) -> Iterator[str]:
    if isinstance(command, click.Group):
        for part in command.commands.values():
            yield from leaves(part, f"{name} {part.name}")
    else:
        yield name


def test_every_command_was_asked() -> None:
    ours = {leaf for one in cli.COMMANDS for leaf in leaves(one, one.name or "")}
    not_asked = {leaf for leaf in ours if not any(asked.startswith(leaf) for asked in ASKED)}
    assert not_asked == NEED_NO_TABLE


def test_another_refusal_of_the_database_is_no_matter_of_migrations(
    application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever looks for a fault has the trace of it."""

    def refused(**_: object) -> None:
        raise OperationalError("SELECT 1", None, Exception("the disk is full"))

    monkeypatch.setattr(cli.remind, "callback", refused)
    said = application.test_cli_runner().invoke(args=["remind"])
    assert isinstance(said.exception, OperationalError)
