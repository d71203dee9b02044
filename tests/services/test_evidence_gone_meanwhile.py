"""Evidence that goes between the reading and the signing of a last judge."""

import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from logbook.domain.sign_offs import State
from logbook.services import audit, cases, progress, sign_off_judging
from tests.cast import Cast, Member
from tests.makers.amendments import an_approved_amendment
from tests.makers.assessments import a_given_assessment, an_amended_assessment
from tests.makers.cases import an_approved_case
from tests.makers.sign_offs import SPINE, a_candidate, a_proposal, judge, the
from tests.makers.together import a_busy_service, at_once

A_MOMENT = 0.3
"""Seconds in which what is held back would have come."""


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast]]:
    with a_busy_service("gone_meanwhile", tmp_path_factory) as service:
        yield service


def an_assessment_amended(fellow: Member, by: Member) -> Callable[[], UUID]:
    old = a_given_assessment(fellow=fellow, assessor=by, competency=SPINE)
    return lambda: an_amended_assessment(old, assessor=by, competency=SPINE)


def a_case_withdrawn(fellow: Member, by: Member) -> Callable[[], None]:
    case_id = an_approved_case(fellow=fellow, supervisor=by)
    return lambda: cases.withdraw(fellow.actor, case_id, "Logged twice.")


def a_case_amended(fellow: Member, by: Member) -> Callable[[], UUID]:
    case_id = an_approved_case(fellow=fellow, supervisor=by)
    return lambda: an_approved_amendment(case_id, fellow=fellow, supervisor=by)


@pytest.mark.parametrize("gone", [an_assessment_amended, a_case_withdrawn, a_case_amended])
def test_it_is_looked_at_again(
    busy: tuple[Flask, Cast],
    monkeypatch: pytest.MonkeyPatch,
    gone: Callable[[Member, Member], Callable[[], object]],
) -> None:
    """It came after the first judge, and is on no list but the last one's: whoever takes it away
    has to wait until that list is kept."""
    app, cast = busy
    ben, eve = cast["ben"], cast["eve"]
    nia = a_candidate(ben, eve, name=gone.__name__)
    sign_off_id = a_proposal(nia, ben, eve)
    judge(sign_off_id, ben)
    take_away = gone(nia, ben)
    read, taken = threading.Event(), threading.Event()
    put = sign_off_judging.put_signature

    def slowly(*given: Any) -> None:
        read.set()
        taken.wait(A_MOMENT)
        put(*given)

    def meanwhile() -> None:
        read.wait()
        take_away()
        taken.set()

    monkeypatch.setattr(sign_off_judging, "put_signature", slowly)
    assert at_once(app, meanwhile, lambda: judge(sign_off_id, eve)) == {"done": 2}
    assert the(sign_off_id).state is State.REVIEW
    assert audit.verify() == [] and progress.differences() == []
