"""Codes that are given at the same moment over two connections: each ends in one clear state."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from logbook.database import db
from logbook.models.columns import new_id
from logbook.models.seen_together import SeenTogether
from logbook.services import audit, cases, seen_together
from tests.cast import Cast, Member
from tests.makers.cases import a_case, entered
from tests.makers.people import a_fellow
from tests.makers.seen_together import a_code
from tests.makers.together import a_busy_service, at_once

ROUNDS = 5
"""Each meeting takes place so often, by another fellow each time: a code is good once for each."""


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast]]:
    with a_busy_service("codes", tmp_path_factory) as service:
        yield service


def fellows(ben: Member) -> Iterator[tuple[Member, str]]:
    for number in range(ROUNDS):
        yield a_fellow(f"Nia {number} {new_id().hex[-6:]}"), a_code(ben)


def marks(of: Member) -> int:
    asked = select(func.count()).where(SeenTogether.fellow_id == of.id)
    return db.session.scalar(asked) or 0


def log(fellow: Member, ben: Member, code: str) -> Callable[[], UUID]:
    case_id, said = new_id(), replace(entered(ben), code=code)
    assert fellow.enrollment_id is not None
    enrollment_id = fellow.enrollment_id
    return lambda: cases.log(fellow.actor, case_id, enrollment_id, said)


def test_one_code_for_two_new_cases(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    for fellow, code in fellows(cast["ben"]):
        came = at_once(app, log(fellow, cast["ben"], code), log(fellow, cast["ben"], code))
        assert (came["done"], came["Invalid"]) == (1, 1), came
        assert marks(fellow) == 1
    assert audit.verify() == []


def test_one_code_for_two_cases_that_wait(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    for fellow, code in fellows(cast["ben"]):
        waiting = [a_case(fellow=fellow, supervisor=cast["ben"]) for _ in range(2)]
        confirm = [partial(seen_together.confirm, fellow.actor, one, code) for one in waiting]
        came = at_once(app, *confirm)
        assert (came["done"], came["Invalid"]) == (1, 1), came
        assert marks(fellow) == 1
    assert audit.verify() == []


def test_a_double_tap_confirms_once_and_says_so_twice(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    for fellow, code in fellows(cast["ben"]):
        case_id = a_case(fellow=fellow, supervisor=cast["ben"])
        tap = partial(seen_together.confirm, fellow.actor, case_id, code)
        came = at_once(app, tap, tap)
        assert came["done"] == 2, came
        assert marks(fellow) == 1
    assert audit.verify() == []
