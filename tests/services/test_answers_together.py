"""Answers to a case and assessments that meet at the same moment: one of them holds, whole and
signed once, and whoever was later is told so in words."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from logbook.database import db
from logbook.domain.assessments import State as AssessmentState
from logbook.domain.cases import Answer, State
from logbook.domain.catalogue import CaseRole
from logbook.models.assessments import Assessment
from logbook.models.cases import Case, CaseAnswer
from logbook.services import approval, assessing, assessments, audit, cases, progress
from logbook.services.signatures import signatures_under
from tests.cast import RIVERSIDE, Cast, Member
from tests.makers.assessments import a_judgement, an_assessment
from tests.makers.cases import a_case, entered
from tests.makers.together import a_busy_service, at_once

ROUNDS = 5
"""Each meeting takes place so often, so that both orders come about."""


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast]]:
    with a_busy_service("answers", tmp_path_factory) as service:
        yield service


def approve(by: Member, case_id: UUID, level: str = "3") -> Callable[[], UUID]:
    return lambda: approval.approve(
        by.actor, case_id, 1, role_stated=CaseRole.PERFORMED_DIRECT, level=level
    )


def give(by: Member, assessment_id: UUID, level: str = "4") -> Callable[[], None]:
    return lambda: assessing.finish(by.actor, assessment_id, 1, a_judgement(level=level))


def answers_to(case_id: UUID) -> list[CaseAnswer]:
    db.session.expire_all()
    return list(db.session.scalars(select(CaseAnswer).where(CaseAnswer.case_id == case_id)))


def state_of(case_id: UUID) -> State:
    return db.session.get_one(Case, (RIVERSIDE, case_id)).state


def signed(record: str, record_id: UUID) -> int:
    return len(signatures_under(RIVERSIDE, record, record_id))


def holds() -> bool:
    return audit.verify() == [] and progress.differences() == []


def test_a_double_click_is_one_answer(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    for _ in range(ROUNDS):
        case_id = a_case(fellow=cast["asha"], supervisor=cast["ben"])
        click = approve(cast["ben"], case_id)
        came = at_once(app, click, click, click)
        assert came["done"] == 1 and came["Conflict"] + came["Refused"] == 2, came
        [answer] = answers_to(case_id)
        assert signed("case_answer", answer.id) == 1
    assert holds()


def test_two_tabs_that_say_different_things(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    ben = cast["ben"]
    for _ in range(ROUNDS):
        case_id = a_case(fellow=cast["asha"], supervisor=ben)
        came = at_once(
            app,
            approve(ben, case_id, "2"),
            approve(ben, case_id, "5"),
            lambda at=case_id: approval.return_(ben.actor, at, 1, reason="which side?"),
            lambda at=case_id: approval.not_observed(ben.actor, at, 1),
        )
        assert came["done"] == 1 and came["Conflict"] + came["Refused"] == 3, came
        [answer] = answers_to(case_id)
        approved = answer.answer is Answer.APPROVED
        assert state_of(case_id) is (State.APPROVED if approved else State.RETURNED)
        assert signed("case_answer", answer.id) == int(approved)
    assert holds()


def test_an_approval_meets_a_withdrawal(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    for _ in range(ROUNDS):
        case_id = a_case(fellow=cast["asha"], supervisor=cast["ben"])
        came = at_once(
            app,
            approve(cast["ben"], case_id),
            lambda at=case_id: cases.withdraw(cast["asha"].actor, at, "not mine"),
        )
        # What was approved a moment before may be withdrawn with a reason; the other way round not.
        assert came["done"] >= 1 and not came["Invalid"], came
        assert state_of(case_id) is State.WITHDRAWN
        assert len(answers_to(case_id)) == came["done"] - 1
    assert holds()


def test_an_approval_meets_a_change(busy: tuple[Flask, Cast]) -> None:
    """Nobody signs what they have not seen."""
    app, cast = busy
    asha, ben = cast["asha"], cast["ben"]
    for _ in range(ROUNDS):
        case_id = a_case(fellow=asha, supervisor=ben)
        changed = entered(ben, indication="axial back pain")
        came = at_once(
            app,
            approve(ben, case_id),
            lambda at=case_id, to=changed: cases.change(asha.actor, at, 1, to),
        )
        assert came["done"] == 1 and came["Conflict"] + came["Refused"] == 1, came
        answered = len(answers_to(case_id)) == 1
        assert state_of(case_id) is (State.APPROVED if answered else State.SUBMITTED)
    assert holds()


def test_two_supervisors_of_whom_one_was_asked_in_the_others_place(
    busy: tuple[Flask, Cast],
) -> None:
    app, cast = busy
    ben, eve, cora = cast["ben"], cast["eve"], cast["cora"]
    for _ in range(ROUNDS):
        case_id = a_case(fellow=cast["asha"], supervisor=ben)
        came = at_once(
            app,
            approve(ben, case_id),
            lambda at=case_id: cases.reassign(cora.actor, at, eve.id),
        )
        assert came["done"] == 1 and came.total() == 2, came
        answered = answers_to(case_id)
        asked = db.session.get_one(Case, (RIVERSIDE, case_id)).supervisor_id
        assert asked == (ben.id if answered else eve.id)
    assert holds()


def test_an_assessment_is_given_once(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    ben = cast["ben"]
    for _ in range(ROUNDS):
        assessment_id = an_assessment(fellow=cast["asha"], assessor=ben)
        tabs = [give(ben, assessment_id, level) for level in ("3", "3", "5")]
        came = at_once(app, *tabs)
        assert came["done"] == 1 and came["Conflict"] + came["Refused"] == 2, came
        assert signed("assessment", assessment_id) == 1
    assert holds()


def test_an_assessment_meets_its_withdrawal(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    asha, ben = cast["asha"], cast["ben"]
    for _ in range(ROUNDS):
        assessment_id = an_assessment(fellow=asha, assessor=ben)
        came = at_once(
            app,
            give(ben, assessment_id),
            lambda at=assessment_id: assessments.withdraw(asha.actor, at),
        )
        assert came["done"] == 1 and came.total() == 2, came
        state = db.session.get_one(Assessment, (RIVERSIDE, assessment_id)).state
        given = signed("assessment", assessment_id) == 1
        assert state is (AssessmentState.FINISHED if given else AssessmentState.WITHDRAWN)
    assert holds()
