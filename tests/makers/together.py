"""Several who act at the same moment, on a database of their own."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.exc import NoResultFound

from logbook import cli, create_app
from logbook.database import db
from logbook.domain.life import ImpossibleStep
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import Cast, bring_on_stage, other_stage
from tests.conftest import an_empty_database, settings_for_tests

REFUSALS = (Conflict, Refused, Invalid, ImpossibleStep, NoResultFound)


@contextmanager
def a_busy_service(name: str, folders: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast]]:
    """With the cast on stage, and nothing that is rolled back afterwards."""
    app = create_app(settings_for_tests(an_empty_database(name, folders), folders.mktemp(name)))
    cli.set_up(app)
    with app.app_context(), other_stage() as cast:
        upgrade()
        bring_on_stage()
        db.session.remove()
        yield app, cast


def at_once(app: Flask, *acts: Callable[[], object]) -> Counter[str]:
    """Each in a thread of its own, all let go at the same moment; what came of them, counted. What
    is no refusal in words is raised here."""
    db.session.remove()
    gate, came = threading.Barrier(len(acts)), Counter[str]()
    broken: list[Exception] = []

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            gate.wait()
            try:
                act()
                came["done"] += 1
            except REFUSALS as refusal:
                came[_kind(refusal)] += 1
            except Exception as error:
                broken.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.remove()
    if broken:
        raise broken[0]
    return came


def _kind(refusal: Exception) -> str:
    return next(kind.__name__ for kind in REFUSALS if isinstance(refusal, kind))
