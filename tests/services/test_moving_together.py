"""A fellow is moved while supervisors answer their cases, on a database of its own: whatever comes
first, the sums are those of the edition that is followed."""

import threading
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask_migrate import upgrade

from logbook import cli, create_app
from logbook.database import db
from logbook.domain.catalogue import CaseRole
from logbook.services import approval, audit, moving, progress
from logbook.services.refusals import Conflict
from tests.cast import RIVERSIDE, Member, bring_on_stage, other_stage
from tests.conftest import an_empty_database, settings_for_tests
from tests.makers.cases import a_case
from tests.makers.editions import a_next_edition, requirement

LUMBAR = "epa08.spine_lumbar_sacral"
TURNS = 4


@pytest.fixture
def alone(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    url = an_empty_database("moving", tmp_path_factory)
    app = create_app(settings_for_tests(url, tmp_path_factory.mktemp("moving")))
    cli.set_up(app)
    with app.app_context():
        upgrade()
    return app


def both_at_once(app: Flask, *acts: Callable[[], object]) -> None:
    """What any of them raised is raised here, but that somebody was faster."""
    gate = threading.Barrier(len(acts))
    wrong: list[BaseException] = []

    def do(act: Callable[[], object]) -> None:
        with app.app_context():
            gate.wait()
            try:
                act()
            except Conflict:
                pass
            except BaseException as error:
                wrong.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert wrong == []


def test_a_move_and_an_approval_at_once(alone: Flask) -> None:
    with other_stage() as cast:
        with alone.app_context():
            bring_on_stage()
            asha, ben, dana = (cast[name] for name in ("asha", "ben", "dana"))
            here = cast.version_id
            there = a_next_edition(dana, here, counting_sides)
            waiting = [a_case(fellow=asha, supervisor=ben) for _ in range(TURNS)]
            db.session.remove()
        for turn, case_id in enumerate(waiting):
            version_id = (there, here)[turn % 2]
            both_at_once(alone, mover(dana, version_id, asha), approver(ben, case_id))
            with alone.app_context():
                assert progress.differences(RIVERSIDE) == []
        with alone.app_context():
            assert audit.verify(RIVERSIDE) == []


def counting_sides(document: dict[str, object]) -> None:
    requirement(document, LUMBAR).update(unit="level_side")


def mover(dana: Member, version_id: UUID, fellow: Member) -> Callable[[], object]:
    assert fellow.enrollment_id is not None
    ids = [fellow.enrollment_id]
    return lambda: moving.move_enrollments(dana.actor, version_id, ids, "Tried out.")


def approver(ben: Member, case_id: UUID) -> Callable[[], object]:
    return lambda: approval.approve(
        ben.actor, case_id, 1, role_stated=CaseRole.PERFORMED_DIRECT, level="3"
    )
