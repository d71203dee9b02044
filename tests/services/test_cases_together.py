"""Several cases in one transaction: all or none, each once, and each row told what is wrong."""

from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.decisions import say
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.services import cases_together
from logbook.services.cases_together import Rows, WrongRows, log_together
from logbook.services.refusals import Invalid, Refused
from tests.cast import Cast, Member
from tests.makers.cases import entered


def send(fellow: Member, rows: Rows) -> None:
    assert fellow.enrollment_id is not None
    log_together(fellow.actor, fellow.enrollment_id, rows)


def logged() -> dict[UUID, Case]:
    return {case.id: case for case in db.session.query(Case)}


def test_each_row_is_a_case_and_sent_twice_it_is_one(asha: Member, ben: Member) -> None:
    rows = {new_id(): entered(ben, indication=f"Row {n}") for n in range(3)}
    for _ in range(2):
        send(asha, rows)
    assert set(logged()) == set(rows)
    assert {case.state for case in logged().values()} == {State.SUBMITTED}


def test_a_row_more_is_added_to_those_that_are_there(asha: Member, ben: Member) -> None:
    first = {new_id(): entered(ben)}
    send(asha, first)
    send(asha, first | {new_id(): entered(ben)})
    assert len(logged()) == 2


def test_one_wrong_row_keeps_all_back(asha: Member, ben: Member) -> None:
    good, wrong, unread = new_id(), new_id(), new_id()
    rows = {
        good: entered(ben),
        wrong: entered(ben, outcome=""),
        unread: Invalid({"role": say("This field is required.")}),
    }
    with pytest.raises(WrongRows) as refused:
        send(asha, rows)
    told = {row: list(one.complaints) for row, one in refused.value.complaints.items()}
    assert told == {wrong: ["outcome"], unread: ["role"]}
    assert logged() == {}


def test_a_row_that_was_logged_and_says_something_else_now(asha: Member, ben: Member) -> None:
    row = new_id()
    send(asha, {row: entered(ben)})
    with pytest.raises(WrongRows) as refused:
        send(asha, {row: entered(ben, indication="neck pain"), new_id(): entered(ben)})
    assert list(refused.value.complaints) == [row]
    assert [case.indication for case in logged().values()] == ["radicular leg pain"]


def test_drafts_lack_what_they_like(asha: Member, ben: Member) -> None:
    send(asha, {new_id(): entered(ben, submit=False, outcome="", details={})})
    assert [case.state for case in logged().values()] == [State.DRAFT]


def test_nobody_logs_for_somebody_else(cast: Cast, asha: Member, ben: Member) -> None:
    for other in ("finn", "ben", "dana"):
        with pytest.raises(Refused):
            log_together(cast[other].actor, asha.enrollment_id, {new_id(): entered(ben)})  # type: ignore[arg-type]
    assert logged() == {}


def test_the_same_list_at_the_same_moment_is_looked_at_again(
    asha: Member, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database let the other one in first: its rows are found, and nothing is doubled."""
    rows = {new_id(): entered(ben), new_id(): entered(ben)}
    really, tries = cases_together._log_all, []

    def overtaken(*asked: object) -> None:
        tries.append(asked)
        really(*asked)  # type: ignore[arg-type]
        if len(tries) == 1:
            raise IntegrityError("", {}, Exception())

    monkeypatch.setattr(cases_together, "_log_all", overtaken)
    send(asha, rows)
    assert len(tries) == 2
    assert set(logged()) == set(rows)
