"""Lists of cases: filters, pages without holes or repeats, and a fixed number of statements."""

from datetime import timedelta
from uuid import UUID

import pytest

from logbook.domain.cases import State
from logbook.queries import case_lists as queries
from logbook.queries.case_lists import PAGE, Place, Wanted
from logbook.services import cases
from tests.cast import TODAY, Member
from tests.makers.cases import a_case, an_approved_case
from tests.statements import statements


def all_pages(reader: Member, wanted: Wanted) -> list[list[UUID]]:
    pages: list[list[UUID]] = []
    after: Place | None = None
    while True:
        page = queries.page(reader.actor, wanted, after)
        pages.append([row.id for row in page.rows])
        if (after := page.next) is None:
            return pages


def found(reader: Member, **wanted: object) -> list[UUID]:
    return [row.id for row in queries.page(reader.actor, Wanted(**wanted), None).rows]  # type: ignore[arg-type]


def test_pages_have_no_hole_and_no_repeat(asha: Member, ben: Member) -> None:
    logged = {
        a_case(
            fellow=asha,
            supervisor=ben,
            submit=False,
            performed_on=TODAY - timedelta(days=number % 3),
            indication=f"number {number}",
        )
        for number in range(2 * PAGE + 1)
    }
    pages = all_pages(asha, Wanted(fellow_id=asha.id))
    assert [len(page) for page in pages] == [PAGE, PAGE, 1]
    listed = [case_id for page in pages for case_id in page]
    assert len(listed) == len(set(listed))
    assert set(listed) == logged


def test_a_page_that_is_just_full_is_the_last(asha: Member, ben: Member) -> None:
    for _ in range(PAGE):
        a_case(fellow=asha, supervisor=ben, submit=False)
    assert [len(page) for page in all_pages(asha, Wanted(fellow_id=asha.id))] == [PAGE]


def test_the_newest_come_first_and_of_one_day_the_last_logged(asha: Member, ben: Member) -> None:
    older = a_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=1))
    first, second = a_case(fellow=asha, supervisor=ben), a_case(fellow=asha, supervisor=ben)
    assert found(asha, fellow_id=asha.id) == [second, first, older]


def test_filters(asha: Member, finn: Member, ben: Member, eve: Member, dana: Member) -> None:
    yesterday = TODAY - timedelta(days=1)
    epidural = an_approved_case(fellow=asha, supervisor=ben)
    cancer = a_case(
        fellow=asha, supervisor=eve, procedure="enc_cancer", details={}, performed_on=yesterday
    )
    finns = a_case(fellow=finn, supervisor=ben)
    assert found(asha, procedure="enc_cancer") == [cancer]
    assert found(asha, category="spine_lumbar_sacral") == [epidural]
    assert found(asha, state=State.APPROVED) == [epidural]
    assert found(asha, supervisor_id=eve.id) == [cancer]
    assert found(asha, since=TODAY) == [epidural]
    assert found(asha, until=yesterday) == [cancer]
    assert found(asha, procedure="") == []
    assert set(found(dana, since=TODAY)) == {epidural, finns}
    assert found(dana, fellow_id=finn.id) == [finns]
    assert found(dana, enrollment_id=finn.enrollment_id) == [finns]


def test_asking_for_another_fellow_finds_nothing_of_theirs(
    asha: Member, finn: Member, ben: Member, rin: Member
) -> None:
    a_case(fellow=finn, supervisor=ben)
    assert found(asha, fellow_id=finn.id) == []
    assert found(rin, fellow_id=finn.id) == []


@pytest.mark.parametrize("how_many", [1, 2 * PAGE])
def test_a_page_takes_one_statement(asha: Member, ben: Member, how_many: int) -> None:
    for _ in range(how_many):
        a_case(fellow=asha, supervisor=ben, submit=False)
    with statements() as sent:
        queries.page(asha.actor, Wanted(fellow_id=asha.id), None)
    assert len(sent) == 1


def test_what_is_withdrawn_stays_in_the_list(asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    cases.withdraw(asha.actor, case_id)
    assert found(asha, state=State.WITHDRAWN) == [case_id]
