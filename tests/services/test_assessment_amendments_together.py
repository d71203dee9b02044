"""Amendments of assessments that meet at the same moment: each ends in one clear state."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from logbook.database import db
from logbook.domain.assessments import State
from logbook.domain.sign_offs import State as SignOffState
from logbook.models.assessments import Assessment
from logbook.models.columns import new_id
from logbook.models.sign_offs import SignOffGround
from logbook.services import assessing, audit, progress
from tests.cast import RIVERSIDE, Cast
from tests.makers.assessments import a_given_assessment, a_judgement, an_amended_assessment
from tests.makers.sign_offs import SPINE, a_candidate, a_proposal, judge, the
from tests.makers.together import a_busy_service, at_once

ROUNDS = 3


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast]]:
    with a_busy_service("assessment_amendments", tmp_path_factory) as service:
        yield service


def state_of(assessment_id: UUID) -> State:
    return db.session.get_one(Assessment, (RIVERSIDE, assessment_id)).state


def naming(assessment_id: UUID) -> list[UUID]:
    asked = select(Assessment.id).where(Assessment.amends_id == assessment_id)
    return list(db.session.scalars(asked))


def holds() -> bool:
    return audit.verify() == [] and progress.differences() == []


def amend(cast: Cast, old: UUID, new: UUID, level: str = "2") -> Callable[[], UUID]:
    said = a_judgement(level=level)
    return lambda: an_amended_assessment(old, assessor=cast["ben"], id=new, said=said)


def test_a_double_tap_is_one_amendment(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    for _ in range(ROUNDS):
        old, new = a_given_assessment(fellow=cast["asha"], assessor=cast["ben"]), new_id()
        tap = amend(cast, old, new)
        assert at_once(app, tap, tap, tap) == {"done": 3}
        assert naming(old) == [new]
    assert holds()


def test_of_two_amendments_one_is_signed_and_the_other_refused(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    for _ in range(ROUNDS):
        old = a_given_assessment(fellow=cast["asha"], assessor=cast["ben"])
        came = at_once(app, *(amend(cast, old, new_id(), level) for level in "123"))
        assert came == {"done": 1, "Refused": 2}
        [new] = naming(old)
        assert (state_of(old), state_of(new)) == (State.AMENDED, State.FINISHED)
    assert holds()


def test_amended_while_its_fellow_acknowledges_it(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    for _ in range(ROUNDS):
        old = a_given_assessment(fellow=cast["asha"], assessor=cast["ben"])
        came = at_once(
            app,
            amend(cast, old, new_id()),
            lambda old=old: assessing.acknowledge(cast["asha"].actor, old, useful=True),
        )
        # Read before it was amended, or told that it is amended: never neither, never torn.
        assert came["done"] >= 1 and came["done"] + came["Refused"] == 2, came
        [new] = naming(old)
        assert (state_of(old), state_of(new)) == (State.AMENDED, State.FINISHED)
        read = db.session.get_one(Assessment, (RIVERSIDE, old)).acknowledged_at is not None
        assert read is (came["done"] == 2)
    assert holds()


def test_amended_while_a_sign_off_is_decided_on_it(busy: tuple[Flask, Cast]) -> None:
    """Whichever comes first: nothing is granted on what is gone without being looked at again."""
    app, cast = busy
    ben, eve = cast["ben"], cast["eve"]
    nia = a_candidate(ben, eve)
    old = a_given_assessment(fellow=nia, assessor=ben, competency=SPINE)
    sign_off_id = a_proposal(nia, ben, eve)
    judge(sign_off_id, ben)
    new = new_id()
    came = at_once(
        app,
        lambda: an_amended_assessment(old, assessor=ben, id=new, competency=SPINE),
        lambda: judge(sign_off_id, eve),
    )
    assert came["done"] >= 1 and state_of(old) is State.AMENDED, came
    grounds = set(
        db.session.scalars(
            select(SignOffGround.ground_id).where(SignOffGround.sign_off_id == sign_off_id)
        )
    )
    if the(sign_off_id).state is SignOffState.GRANTED:
        assert new in grounds
    assert holds()
