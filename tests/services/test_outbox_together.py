"""Several workers and several clocks at the same moment, on a database of their own: each letter is
written once and goes out once."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from logbook import cli, create_app
from logbook.cli import posting
from logbook.database import db
from logbook.domain.letters import LetterState
from logbook.models.identity import QueueLink
from logbook.models.reminders import Letter
from logbook.policy.actors import Role
from logbook.services import audit, links, reminders
from logbook.services.mail import OUTBOX
from logbook.services.refusals import Conflict
from tests.cast import RIVERSIDE, Member, bring_on_stage, other_stage
from tests.conftest import an_empty_database, settings_for_tests
from tests.makers.people import a_member
from tests.makers.reminders import a_link, a_waiting_case, morning, the_next

WORKERS, SUPERVISORS = 4, 6
MONDAY = the_next(0)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("post")
    app = create_app(settings_for_tests(an_empty_database("post", tmp_path_factory), folder))
    cli.set_up(app)
    with other_stage() as cast, app.app_context():
        upgrade()
        bring_on_stage()
        for n in range(SUPERVISORS):
            supervisor = a_member(f"Supervisor {n}", Role.SUPERVISOR)
            a_waiting_case(fellow=cast["asha"], supervisor=supervisor, days=3, on=MONDAY)
        app.extensions["ben"] = cast["ben"]
        db.session.remove()
    return app


def all_at_once(app: Flask, what: Callable[[], object]) -> list[object]:
    """What each of the workers came back with; what any of them raised is raised here."""
    gate = threading.Barrier(WORKERS)
    done: list[object] = []
    wrong: list[BaseException] = []

    def work() -> None:
        with app.app_context():
            gate.wait()
            try:
                done.append(what())
            except BaseException as error:
                wrong.append(error)
            finally:
                db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert wrong == []
    return done


def test_nothing_is_written_or_mailed_twice(busy: Flask) -> None:
    OUTBOX.clear()
    at = morning(MONDAY)
    written = all_at_once(busy, lambda: reminders.write_digests(RIVERSIDE, at))
    assert sum(int(str(n)) for n in written) == SUPERVISORS
    with busy.app_context():  # as if it were that Monday
        db.session.execute(Letter.__table__.update().values(due_at=at - timedelta(days=30)))  # type: ignore[attr-defined]
        db.session.commit()
    all_at_once(busy, posting.post)
    sent = Counter(letter.to for letter in OUTBOX)
    assert sent == {f"supervisor.{n}@example.org": 1 for n in range(SUPERVISORS)}
    with busy.app_context():
        digests = Letter.key.startswith("digest/")
        states = set(db.session.scalars(select(Letter.state).where(digests)))
        others = QueueLink.account_id != busy.extensions["ben"].account_id
        made = db.session.scalars(select(func.count()).where(others)).one()
        assert (states, made) == ({LetterState.SENT}, SUPERVISORS)
        assert audit.verify(RIVERSIDE) == []


def test_a_link_that_is_tapped_by_several_at_once_opens_once(busy: Flask) -> None:
    ben: Member = busy.extensions["ben"]
    with busy.app_context():
        token = a_link(ben)
        db.session.remove()

    def open_queue() -> bool:
        try:
            links.open_queue(token)
        except Conflict:
            return False
        return True

    assert sorted(map(bool, all_at_once(busy, open_queue))) == [False] * (WORKERS - 1) + [True]
