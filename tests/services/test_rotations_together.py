"""Planners who plan for the same fellow at the same moment, on a database of their own: nobody is
in two places at once, and what was sent twice is there once."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from logbook import cli, create_app
from logbook.database import db
from logbook.models.rotations import Leave, Rotation
from logbook.services import audit, leave, progress, rotations
from tests.cast import CAST, bring_on_stage, other_stage
from tests.conftest import an_empty_database, settings_for_tests
from tests.makers.rotations import absent, planned

PLANNERS = 6


@pytest.fixture
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    url = an_empty_database("planners", tmp_path_factory)
    app = create_app(settings_for_tests(url, tmp_path_factory.mktemp("planners")))
    cli.set_up(app)
    with app.app_context(), other_stage():
        upgrade()
        bring_on_stage()
        db.session.remove()
        yield app
        db.session.remove()
        db.engine.dispose()


def at_once(busy: Flask, act: Callable[[int], object]) -> Counter[str]:
    """All do it at the same moment; how often it was done, and by what it was refused."""
    gate, came_of_it = threading.Barrier(PLANNERS), Counter[str]()

    def run(number: int) -> None:
        with busy.app_context():
            gate.wait()
            try:
                act(number)
                came_of_it["done"] += 1
            except Exception as refused:
                came_of_it[type(refused).__name__] += 1
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(PLANNERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came_of_it


def test_nobody_is_in_two_places_at_once(busy: Flask) -> None:
    planner, enrollment_id = CAST["cora"].actor, CAST["asha"].enrollment_id
    assert enrollment_id is not None
    came_of_it = at_once(
        busy,
        lambda number: rotations.plan(planner, uuid4(), enrollment_id, planned(3 * number, 28)),
    )
    assert came_of_it == {"done": 1, "Invalid": PLANNERS - 1}
    assert db.session.scalar(select(func.count()).select_from(Rotation)) == 1
    assert (progress.differences(), audit.verify(None)) == ([], [])


def test_what_is_sent_many_times_is_there_once(busy: Flask) -> None:
    planner, enrollment_id = CAST["cora"].actor, CAST["asha"].enrollment_id
    assert enrollment_id is not None
    rotation_id, leave_id = uuid4(), uuid4()
    planned_once = at_once(
        busy, lambda _: rotations.plan(planner, rotation_id, enrollment_id, planned())
    )
    entered = at_once(busy, lambda _: leave.enter(planner, leave_id, enrollment_id, absent()))
    assert planned_once == {"done": PLANNERS}
    assert entered == {"done": 1, "AlreadyEntered": PLANNERS - 1}
    for kind in (Rotation, Leave):
        assert db.session.scalar(select(func.count()).select_from(kind)) == 1
    assert (progress.differences(), audit.verify(None)) == ([], [])
