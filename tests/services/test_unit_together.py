"""Writers who come at the same moment, on a database of their own: nothing is lost or doubled."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask_migrate import upgrade

from logbook import cli, create_app
from logbook.database import db
from logbook.domain.events import SiteAdded
from logbook.models.columns import new_id
from logbook.models.programs import Program
from logbook.policy.actors import job
from logbook.services import audit
from logbook.services.unit import unit_of_work
from tests.conftest import an_empty_database, settings_for_tests

WRITERS, TURNS = 6, 2


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    url = an_empty_database("busy", tmp_path_factory)
    app = create_app(settings_for_tests(url, tmp_path_factory.mktemp("busy")))
    cli.set_up(app)
    with app.app_context():
        upgrade()
    return app


@pytest.fixture
def program_id(busy: Flask) -> UUID:
    with busy.app_context():
        program = Program(id=new_id(), name=f"Busy {new_id()}", created_at=datetime.now(UTC))
        db.session.add(program)
        db.session.commit()
        return program.id


def all_write_at_once(busy: Flask, program_id: UUID) -> None:
    """Each writer tells the ledger of several things; what any of them raised is raised here."""
    gate = threading.Barrier(WRITERS)
    wrong: list[BaseException] = []

    def write() -> None:
        with busy.app_context():
            gate.wait()
            try:
                for _ in range(TURNS):
                    with unit_of_work(job(program_id)) as unit:
                        unit.record(SiteAdded(subject_id=new_id()))
            except BaseException as error:
                wrong.append(error)
            finally:
                db.session.remove()

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert wrong == []


def examined(busy: Flask, program_id: UUID) -> tuple[int, int, list[audit.Fault]]:
    with busy.app_context():
        [found] = audit.examine(program_id)
        return found.entries, found.logs, found.faults


def test_a_log_is_begun_once_however_many_want_to(busy: Flask, program_id: UUID) -> None:
    all_write_at_once(busy, program_id)
    assert examined(busy, program_id) == (WRITERS * TURNS, 1, [])
    with time_machine.travel(datetime.now(UTC) + timedelta(days=400), tick=True):
        all_write_at_once(busy, program_id)
    assert examined(busy, program_id) == (2 * WRITERS * TURNS, 2, [])
