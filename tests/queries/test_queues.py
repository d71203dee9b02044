"""Queues and the log of teaching: what is counted, and in how many statements."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from logbook.queries.queues import letters_given_up, queues, whole
from logbook.queries.reminders import pending
from logbook.queries.stand_ins import stand_ins_of, standing_in
from logbook.queries.teaching_log import teaching, years
from logbook.services import approval
from tests.cast import RIVERSIDE, Member
from tests.makers.assessments import a_given_assessment
from tests.makers.cases import a_case, an_approved_case
from tests.makers.reminders import a_deputy, a_waiting_case
from tests.statements import statements


def soon() -> datetime:
    """A moment after whatever the test has just done."""
    return datetime.now(UTC) + timedelta(seconds=5)


def test_a_queue_and_its_answers(asha: Member, ben: Member, eve: Member, dana: Member) -> None:
    for _ in range(4):
        an_approved_case(fellow=asha, supervisor=ben)
    a_waiting_case(fellow=asha, supervisor=ben, days=8)
    a_waiting_case(fellow=asha, supervisor=eve, days=3)
    found = {one.supervisor: one for one in queues(dana.actor, soon())}
    first = found["Ben"]
    assert (first.n, first.late, first.oldest_days, first.answered) == (1, 1, 8, 4)
    assert (first.share, first.half_within_days) == (80, 1)
    assert (found["Eve"].n, found["Eve"].late, found["Eve"].share) == (1, 0, None)
    assert "Lee" not in found  # has left, and nothing waits for them
    assert whole(list(found.values())) == 80
    assert next(iter(found)) == "Ben"
    assert letters_given_up(dana.actor, soon()) == 0


def test_a_stranger_reads_none_of_it(asha: Member, ben: Member, eve: Member, rin: Member) -> None:
    a_case(fellow=asha, supervisor=ben)
    a_deputy(of=ben, deputy=eve)
    assert queues(rin.actor, soon()) == []
    assert standing_in(rin.actor) == {}


def test_as_many_statements_however_many_cases(
    connection: Connection, asha: Member, ben: Member, eve: Member, dana: Member
) -> None:
    for _ in range(3):
        case_id = an_approved_case(fellow=asha, supervisor=ben)
        a_waiting_case(fellow=asha, supervisor=eve, days=3)
    a_given_assessment(fellow=asha, assessor=ben)
    teaching(ben.actor, years(ben.actor, soon())[0])  # the curriculum is kept from now on
    with statements() as sent:
        queues(dana.actor, soon())
    assert len(sent) == 2
    with statements() as sent:
        pending(RIVERSIDE, soon())
    assert len(sent) == 1
    with statements() as sent:
        standing_in(eve.actor)
    assert len(sent) == 1
    with statements() as sent:
        stand_ins_of(asha.actor, case_id)
    assert len(sent) == 1
    with statements() as sent:
        teaching(ben.actor, years(ben.actor, soon())[0])
    assert len(sent) == 5


def test_a_year_of_teaching(asha: Member, finn: Member, ben: Member) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    approval.return_(ben.actor, a_case(fellow=finn, supervisor=ben), 1, reason="Which side?")
    approval.not_observed(ben.actor, a_case(fellow=finn, supervisor=ben), 1)
    undone = a_case(fellow=asha, supervisor=ben)
    approval.undo(ben.actor, approval.return_(ben.actor, undone, 1, reason="Which side?"))
    a_given_assessment(fellow=asha, assessor=ben)
    year = teaching(ben.actor, years(ben.actor, soon())[0])
    assert (year.cases, year.assessments, year.fellows) == (2, 1, 2)
    assert (year.with_words, year.next_steps) == (2, 1)
    assert year.days == 1


@pytest.mark.parametrize("ahead", [0, 400])
def test_a_year_has_a_name_and_ends(asha: Member, ben: Member, ahead: int) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    found = years(ben.actor, soon() + timedelta(days=ahead))
    assert len(found) == (1 if ahead == 0 else 2)
    for year in found:
        assert year.first_day.year == year.name
        assert (year.ends - year.begins).days in (365, 366)
    assert teaching(ben.actor, found[-1]).cases == 1
    assert ahead == 0 or teaching(ben.actor, found[0]).cases == 0
