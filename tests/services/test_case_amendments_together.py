"""Amendments that meet at the same moment: one case takes the place of another, once."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.services import approval, audit, cases, progress
from tests.cast import RIVERSIDE, Cast
from tests.makers.amendments import an_amendment
from tests.makers.cases import an_approved_case
from tests.makers.together import a_busy_service, at_once

ROUNDS = 3


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast]]:
    with a_busy_service("amendments", tmp_path_factory) as service:
        yield service


def state_of(case_id: UUID) -> State:
    return db.session.get_one(Case, (RIVERSIDE, case_id)).state


def naming(case_id: UUID) -> list[UUID]:
    return list(db.session.scalars(select(Case.id).where(Case.amends_id == case_id)))


def holds() -> bool:
    return audit.verify() == [] and progress.differences() == []


def propose(cast: Cast, old: UUID, new: UUID) -> Callable[[], UUID]:
    return lambda: an_amendment(old, fellow=cast["asha"], supervisor=cast["ben"], id=new)


def test_a_double_tap_is_one_amendment(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    for _ in range(ROUNDS):
        old, new = an_approved_case(fellow=cast["asha"], supervisor=cast["ben"]), new_id()
        tap = propose(cast, old, new)
        assert at_once(app, tap, tap, tap) == {"done": 3}
        assert naming(old) == [new]
    assert holds()


def test_of_two_proposals_one_waits_and_the_other_is_refused(busy: tuple[Flask, Cast]) -> None:
    app, cast = busy
    for _ in range(ROUNDS):
        old = an_approved_case(fellow=cast["asha"], supervisor=cast["ben"])
        came = at_once(app, *(propose(cast, old, new_id()) for _ in range(3)))
        assert came == {"done": 1, "Refused": 2}
        assert len(naming(old)) == 1
    assert holds()


def test_approved_while_the_old_one_is_withdrawn_one_of_them_counts_at_most(
    busy: tuple[Flask, Cast],
) -> None:
    app, cast = busy
    asha, ben = cast["asha"], cast["ben"]
    for _ in range(ROUNDS):
        old = an_approved_case(fellow=asha, supervisor=ben)
        new = an_amendment(old, fellow=asha, supervisor=ben)
        came = at_once(
            app,
            lambda new=new: approval.approve(
                ben.actor, new, 1, role_stated=CaseRole.PERFORMED_DIRECT, level="3"
            ),
            lambda old=old: cases.withdraw(asha.actor, old, "Logged twice."),
        )
        assert came["done"] == 1 and came.total() == 2, came
        assert (state_of(old), state_of(new)) in (
            (State.AMENDED, State.APPROVED),
            (State.WITHDRAWN, State.SUBMITTED),
        )
    assert holds()
