"""Pages of teaching, tests and milestones: as many statements for many records as for one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from logbook.domain.portfolio import By, last_periods
from logbook.queries import attendance, knowledge, milestones, teaching
from logbook.queries.teaching import Place, Wanted
from logbook.services.attendance import Held
from tests.cast import CAST, TODAY, Cast, Member
from tests.makers.records import a_draft, a_review, a_session, a_sitting, ashas_enrollment
from tests.statements import statements

MONTH = last_periods(TODAY, By.MONTH, 1)[0]


def ask(name: str) -> None:
    actor, enrollment = CAST["dana"].actor, ashas_enrollment()
    asked: dict[str, Callable[[], object]] = {
        "page": lambda: teaching.page(actor, Wanted(fellow_id=CAST["asha"].id), None),
        "trained": lambda: teaching.trained(actor, TODAY),
        "attendance": lambda: attendance.attendance_of(actor, enrollment, TODAY),
        "hours": lambda: attendance.hours_given(actor, "course", MONTH),
        "sittings": lambda: knowledge.sittings_of(actor, enrollment),
        "results": lambda: knowledge.sittings_on(actor, "opioid_knowledge"),
        "reviews": lambda: milestones.reviews_of(actor, enrollment),
        "rated": lambda: milestones.rated(actor, TODAY),
    }
    asked[name]()


@pytest.mark.parametrize(
    ("name", "n"),
    [
        ("page", 1),
        ("trained", 1),
        ("attendance", 6),
        ("hours", 1),
        ("sittings", 1),
        ("results", 1),
        ("reviews", 1),
        ("rated", 2),
    ],
)
def test_the_number_of_statements_stays(dana: Member, name: str, n: int) -> None:
    numbers = []
    for round_ in range(2):
        for more in range(1 + 3 * round_):
            day = TODAY - timedelta(days=10 * round_ + more)
            a_session(held=Held("didactic", day, "Pain", 60))
            a_sitting()
            a_review(on=day)
        with statements() as sent:
            ask(name)
        numbers.append(len(sent))
    assert numbers == [n, n]


def test_pages_of_sessions_follow_each_other(dana: Member) -> None:
    ids = [a_session(held=Held("didactic", TODAY, f"Pain {n}", 60)) for n in range(27)]
    first = teaching.page(dana.actor, Wanted(), None)
    assert first.next == Place(TODAY, first.rows[-1].id)
    rest = teaching.page(dana.actor, Wanted(), first.next)
    assert (len(first.rows), len(rest.rows), rest.next) == (25, 2, None)
    assert {one.id for one in (*first.rows, *rest.rows)} == set(ids)
    assert {one.present for one in first.rows} == {1}


@pytest.mark.parametrize("name", ["asha", "ben", "eve", "lee", "rin"])
def test_sessions_are_found_by_those_who_oversee_the_program(cast: Cast, name: str) -> None:
    session, actor = a_session(), cast[name].actor
    assert teaching.page(actor, Wanted(), None).rows == []
    with pytest.raises(NoResultFound):
        teaching.session(actor, session)


def test_the_latest_review_is_the_one_that_stands(dana: Member) -> None:
    a_review("2", on=TODAY - timedelta(days=30))
    latest = a_review("3", on=TODAY - timedelta(days=2))
    draft = a_draft("4")
    [asha] = [one for one in milestones.rated(dana.actor, TODAY) if one.trained.fellow == "Asha"]
    assert asha.latest and asha.latest.id == latest
    assert asha.draft and asha.draft.id == draft
    assert milestones.begun(CAST["asha"].actor, draft) is None
