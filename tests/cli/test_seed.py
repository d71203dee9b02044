"""The demo: as many people and cases as promised, and as sound as any other program."""

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from logbook import cli, create_app
from logbook.cli import demo_history
from logbook.database import db
from logbook.domain.case_content import CaseContent, complaints
from logbook.domain.cases import State
from logbook.models.cases import Case
from logbook.models.certificates import Certificate
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Membership, Program
from logbook.policy.actors import Role
from logbook.queries.curriculum import curriculum_of
from logbook.queries.demo import demo_cast
from logbook.services import audit, progress
from tests.conftest import settings_for_tests


@pytest.fixture(scope="module")
def demo(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A demo with a tenth of its cases, which takes a tenth of its time. Nobody changes it."""
    if not database_url.startswith("sqlite"):
        pytest.skip("the demo runs on SQLite")
    place = tmp_path_factory.mktemp("demo")
    app = create_app(settings_for_tests(f"sqlite:///{place / 'demo.sqlite'}", place))
    cli.set_up(app)
    with app.app_context():
        upgrade()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_history, "CASES_A_WEEK", demo_history.CASES_A_WEEK / 10)
        answer = app.test_cli_runner().invoke(args=["seed"])
    assert answer.exit_code == 0, answer.output
    return app


def test_the_demo_is_sound_and_complete(demo: Flask) -> None:
    with demo.app_context():
        assert list(audit.verify(None)) == []
        assert all(one.proof and one.badge for one in db.session.scalars(select(Certificate)))
        assert progress.differences() == []
        members = db.session.scalars(select(Membership)).all()
        fellows = [one for one in members if Role.FELLOW in one.roles]
        supervisors = {one.account_id for one in members if Role.SUPERVISOR in one.roles}
        assert (len(fellows), len(supervisors)) == (22, 21)
        assert db.session.scalar(select(func.count()).select_from(Program)) == 6
        assert len(demo_cast()) >= 20
        db.session.remove()


def test_every_case_of_the_demo_could_have_been_entered(demo: Flask) -> None:
    with demo.app_context():
        faults = []
        for case in db.session.scalars(select(Case)):
            enrollment = db.session.get_one(Enrollment, (case.program_id, case.enrollment_id))
            content = CaseContent(
                case.procedure,
                case.performed_on,
                case.role,
                case.setting,
                case.age_band,
                case.indication,
                case.outcome,
                tuple(case.complications),
                case.complication_note,
                case.reflection,
                case.details,
            )
            curriculum = curriculum_of(case.program_id, enrollment.version_id)
            days = enrollment.starts_on, enrollment.ends_on
            whole = case.state is not State.DRAFT
            faults += complaints(content, curriculum, case.performed_on, *days, whole).items()
        assert faults == []
        db.session.remove()


def test_a_second_seed_changes_nothing(demo: Flask) -> None:
    runner = demo.test_cli_runner()
    assert runner.invoke(args=["seed"]).exit_code == 1
    assert runner.invoke(args=["seed", "--if-empty"]).exit_code == 0
