"""Judges who sign at the same moment, on a database of its own: one clear state, nothing half."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from logbook.database import db
from logbook.domain.sign_offs import Decided, State
from logbook.models.certificates import Certificate
from logbook.models.sign_offs import Judgement, SignOff, SignOffDecision
from logbook.services import audit, certificates
from logbook.services.signatures import signatures_under
from tests.cast import RIVERSIDE, TODAY, Cast
from tests.makers.sign_offs import a_candidate, a_granted, a_proposal, decide, judge, the
from tests.makers.together import a_busy_service, at_once


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast]]:
    with a_busy_service("judges", tmp_path_factory) as service:
        yield service


def test_two_judges_at_the_same_moment(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    ben, eve = cast["ben"], cast["eve"]
    sign_off_id = a_proposal(a_candidate(ben, eve, name=f"Nia {uuid4().hex[:8]}"), ben, eve)
    db.session.remove()
    came = at_once(app, lambda: judge(sign_off_id, ben), lambda: judge(sign_off_id, eve))
    assert came == {"done": 2}
    assert the(sign_off_id).state is State.GRANTED
    assert len(signatures_under(RIVERSIDE, "sign_off", sign_off_id)) == 3
    assert audit.verify() == []


def test_one_judge_in_two_tabs_with_different_levels(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    ben, eve = cast["ben"], cast["eve"]
    sign_off_id = a_proposal(a_candidate(ben, eve, name=f"Nia {uuid4().hex[:8]}"), ben, eve)
    db.session.remove()
    tabs = [lambda level=level: judge(sign_off_id, ben, level) for level in ("3", "4", "5")]
    assert at_once(app, *tabs) == {"done": 1, "Refused": 2}
    assert the(sign_off_id).state is State.JUDGED
    asked = select(Judgement).where(Judgement.sign_off_id == sign_off_id)
    assert len(db.session.scalars(asked).all()) == 1
    assert audit.verify() == []


def test_a_double_click_is_one_judgement(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    ben, eve = cast["ben"], cast["eve"]
    sign_off_id, judgement_id = (
        a_proposal(a_candidate(ben, eve, name=f"Nia {uuid4().hex[:8]}"), ben, eve),
        uuid4(),
    )
    db.session.remove()
    click = lambda: judge(sign_off_id, ben, id=judgement_id)  # noqa: E731
    assert at_once(app, click, click) == {"done": 2}
    asked = select(Judgement.id).where(Judgement.sign_off_id == sign_off_id)
    assert db.session.scalars(asked).all() == [judgement_id]


def test_proposed_twice_at_the_same_moment(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    ben, eve = cast["ben"], cast["eve"]
    nia = a_candidate(ben, eve, name=f"Nia {uuid4().hex[:8]}")
    db.session.remove()
    came = at_once(
        app, lambda: a_proposal(nia, ben, eve), lambda: a_proposal(nia, ben, eve, by=ben)
    )
    assert came == {"done": 1, "Conflict": 1}
    asked = select(SignOff.state).where(SignOff.fellow_id == nia.id)
    assert db.session.scalars(asked).all() == [State.PROPOSED]
    assert audit.verify() == []


def test_a_certificate_asked_for_twice_at_the_same_moment_is_one(
    busy: tuple[Flask, Cast],
) -> None:
    app, cast = busy
    ben, eve, dana = cast["ben"], cast["eve"], cast["dana"]
    nia = a_candidate(ben, eve, name=f"Nia {uuid4().hex[:8]}")
    sign_off_id: UUID = a_granted(nia, ben, eve)
    enrollment_id = nia.enrollment_id
    assert enrollment_id is not None
    came = at_once(
        app,
        lambda: certificates.issue(nia.actor, sign_off_id, TODAY),
        lambda: certificates.issue(dana.actor, sign_off_id, TODAY),
        lambda: certificates.issue_whole(dana.actor, enrollment_id, TODAY),
        lambda: certificates.issue_whole(dana.actor, enrollment_id, TODAY),
    )
    assert came == {"done": 4}
    asked = select(Certificate.sign_off_id).where(Certificate.fellow_id == nia.id)
    assert set(db.session.scalars(asked)) == {sign_off_id, None}
    assert len(db.session.scalars(asked).all()) == 2
    assert audit.verify() == []


def test_two_directors_decide_at_the_same_moment(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    ben, eve, dana = cast["ben"], cast["eve"], cast["dana"]
    sign_off_id: UUID = a_granted(a_candidate(ben, eve, name=f"Nia {uuid4().hex[:8]}"), ben, eve)
    revision = the(sign_off_id).revision
    db.session.remove()
    came = at_once(
        app,
        lambda: decide(sign_off_id, dana, Decided.REVOKED, revision=revision),
        lambda: decide(sign_off_id, dana, Decided.SUSPENDED, revision=revision),
    )
    assert came["done"] == 1 and came.total() == 2
    asked = select(SignOffDecision.decided).where(SignOffDecision.sign_off_id == sign_off_id)
    [decided] = db.session.scalars(asked).all()
    assert the(sign_off_id).state.value == decided.value
    assert audit.verify() == []
