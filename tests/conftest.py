"""The application under test, a savepoint for each test, and a client for each member."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import Connection
from werkzeug.test import TestResponse

import config
from logbook import cli, create_app
from logbook.database import db
from tests.cast import CAST, Cast, Member, bring_on_stage, session_token_of
from tests.servers import a_new_database

pytest_plugins: list[str] = []


def settings_for_tests(url: str, instance: Path) -> dict[str, Any]:
    """As in development, but with no mail, no demo, and a database of its own."""
    return {
        **config.from_environment(),
        "TESTING": True,
        "INSTANCE": instance,
        "COPIES": instance / "copies",
        "HOSPITAL_KEY": instance / "hospital.key",
        "HOSPITAL_DROP": instance / "hospital",
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": config.engine_options(url),
        "MAIL_URL": "memory:",
        "DEMO": False,
        "WTF_CSRF_ENABLED": False,
        "SESSION_IDLE": timedelta(hours=12),
        "SESSION_LENGTH": timedelta(days=14),
    }


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """SQLite in a folder of this run, unless TEST_DATABASE_URL names a PostgreSQL server."""
    return an_empty_database("tests", tmp_path_factory)


def an_empty_database(name: str, folders: pytest.TempPathFactory) -> str:
    """The address of a database that nobody else uses; each worker of a run has its own."""
    server = os.environ.get("TEST_DATABASE_URL")
    if server is None:
        return f"sqlite:///{folders.mktemp('db') / 'logbook.sqlite'}"
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    return a_new_database(server, f"logbook_{name}_{worker}")


@pytest.fixture(scope="session")
def application(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The service with its migrated database and the cast on stage."""
    app = create_app(settings_for_tests(database_url, tmp_path_factory.mktemp("instance")))
    cli.set_up(app)
    app.test_client_class = Client
    with app.app_context():
        upgrade()
        bring_on_stage()
        db.session.remove()
    return app


@pytest.fixture
def connection(application: Flask) -> Iterator[Connection]:
    """One connection for all sessions of a test, rolled back at its end."""
    with on_one_connection(application) as connection:
        yield connection


@contextmanager
def on_one_connection(application: Flask) -> Iterator[Connection]:
    """All sessions write to one transaction, of which nothing is left afterwards."""
    with application.app_context():
        engines = db.engines
        engine = engines[None]
        with engine.connect() as connection:
            outer = connection.begin()
            engines[None] = connection  # type: ignore[assignment]
            try:
                yield connection
            finally:
                db.session.remove()
                engines[None] = engine
                outer.rollback()


@pytest.fixture
def app(application: Flask, connection: Connection) -> Iterator[Flask]:
    """The service; makers and services can be called in the test itself."""
    yield application
    assert not db.session.new and not db.session.dirty, "the test left changes uncommitted"


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The people whom every reader of the tests knows."""
    return CAST


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor who is not signed in; `sign_in(client, asha)` signs a member in."""
    return app.test_client()


class Client(FlaskClient):
    """A client whose every request has an application context, a session and a `g` of its own."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            response = super().open(*args, **kwargs)
            assert not db.session.new and not db.session.dirty, "changes were left uncommitted"
            db.session.remove()
        db.session.expire_all()
        return response


def _person(name: str) -> Any:
    def fixture(cast: Cast) -> Member:
        return cast[name]

    fixture.__name__ = name
    fixture.__doc__ = f"{name.title()}: see tests/cast.py."
    return pytest.fixture(fixture)


asha, finn, ben, eve, lee = (_person(name) for name in ("asha", "finn", "ben", "eve", "lee"))
dana, cora, mia, ola, rin = (_person(name) for name in ("dana", "cora", "mia", "ola", "rin"))
ada, ravi = _person("ada"), _person("ravi")


def sign_in(client: FlaskClient, member: Member) -> FlaskClient:
    """The client as this member, without the cost of a password."""
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie.update(session_token_of(member))
    return client
