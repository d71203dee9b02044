"""A fellow's year on one page: what it says, that its numbers add up, and who opens it."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup

from logbook.domain.catalogue import CaseRole
from logbook.services import approval
from tests.cast import TODAY, Cast, Member
from tests.conftest import sign_in
from tests.makers.assessments import NEXT_STEP, a_given_assessment, an_assessment
from tests.makers.cases import a_case, an_approved_case
from tests.makers.rotations import a_leave, a_rotation
from tests.statements import statements
from tests.web.recount import numbers_of, recount, what_does_not_add_up

TROUBLE = {"complications": ("vasovagal",)}


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def a_year(asha: Member, ben: Member, eve: Member) -> None:
    """A little of everything that the page counts."""
    for days in (0, 20, 40):
        an_approved_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=days))
    an_approved_case(fellow=asha, supervisor=ben, **TROUBLE)
    observed = {"role": CaseRole.OBSERVED, **TROUBLE}
    an_approved_case(fellow=asha, supervisor=ben, **observed)
    an_approved_case(
        fellow=asha,
        supervisor=eve,
        procedure="esi_cervical_interlaminar",
        details={"levels": ["C7-T1"], "guidance": "fluoroscopy", "laterality": "left"},
    )
    returned = a_case(fellow=asha, supervisor=ben)
    approval.return_(ben.actor, returned, 1, reason="Which side?")
    a_case(fellow=asha, supervisor=ben, **TROUBLE)
    a_given_assessment(fellow=asha, assessor=ben)
    an_assessment(fellow=asha, assessor=eve)
    a_rotation(110, 28, of=asha)
    a_leave(10, 7, of=asha)


@pytest.mark.parametrize("reader", ["asha", "dana"])
def test_every_number_links_to_rows_that_add_up_to_it(
    client: FlaskClient, cast: Cast, asha: Member, ben: Member, eve: Member, reader: str
) -> None:
    a_year(asha, ben, eve)
    assert recount(sign_in(client, cast[reader]), f"/year/{asha.enrollment_id}") > 20


def test_a_number_that_does_not_add_up_is_noticed(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    page = sign_in(client, asha).get("/year").text
    spoiled = page.replace('data-met="0"', 'data-met="1"', 1)
    assert spoiled != page

    [wrong] = what_does_not_add_up(client, spoiled)
    assert re.search(r"#epa\d\d-rows: the page says \d+, the rows come to \d+", wrong)


def test_the_numbers_are_those_of_the_record(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    a_year(asha, ben, eve)
    page = sign_in(client, asha).get("/year").text
    by_address = {Markup(one.href).unescape(): one.n for one in numbers_of(page)}
    lists = {path: n for path, n in by_address.items() if path.startswith("/cases?")}
    complicated = {n for path, n in lists.items() if "complication=yes" in path}
    assert complicated == {0, 1}  # what was watched or waits is not in it
    assert {n for path, n in lists.items() if "state=returned" in path} == {1}
    assert {n for path, n in lists.items() if "kind=procedure" in path} == {1, 5}
    levels = [n for path, n in by_address.items() if "/levels/" in path]
    assert sorted(levels) == [7]
    assert "too few to say" in page and "too few to show" in page


def test_the_two_weeks_name_what_came_back_and_the_rotation(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    a_year(asha, ben, eve)
    page = text_of(sign_in(client, asha).get("/year").text)
    weeks = page.partition("The next two weeks")[2].partition("Where each competency stands")[0]
    assert "Mend the cases that came back : 1" in weeks
    assert "Read the feedback that was given to you : 1" in weeks
    assert "Your rotation Neurology at Riverside clinic brings them" in weeks
    assert "%(" not in page


def test_a_level_that_the_fellow_may_not_read_yet_is_no_mark(
    client: FlaskClient, asha: Member, ben: Member, dana: Member
) -> None:
    given = a_given_assessment(fellow=asha, assessor=ben, by=ben)
    address = f"/year/{asha.enrollment_id}/levels/epa08/entrust5"
    page = sign_in(client, asha).get("/year").text
    assert "/levels/epa08/" not in page
    assert NEXT_STEP not in page
    assert client.get(address).status_code == 404
    seen = sign_in(client, dana).get(f"/year/{asha.enrollment_id}").text
    [behind] = [one for one in numbers_of(seen) if "/levels/epa08/" in one.href]
    assert behind.n == 1
    assert f"/assessments/{given}" in client.get(behind.href).text


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("asha", 200),
        ("dana", 200),
        ("cora", 200),
        ("mia", 200),
        ("finn", 404),
        ("ben", 404),
        ("eve", 404),
        ("rin", 404),
    ],
)
def test_who_opens_the_year_of_one_fellow(
    client: FlaskClient, cast: Cast, asha: Member, ben: Member, name: str, code: int
) -> None:
    a_given_assessment(fellow=asha, assessor=ben)
    sign_in(client, cast[name])
    here = f"/year/{asha.enrollment_id}"
    for address in (here, f"{here}/levels/epa08/entrust5"):
        assert client.get(address).status_code == code
    assert client.get(f"{here}/levels/epa08/rcoa").status_code == 404


def test_nobody_elses_cases_are_named_or_linked(
    client: FlaskClient, asha: Member, finn: Member, ben: Member
) -> None:
    case_id = an_approved_case(fellow=finn, supervisor=ben, **TROUBLE)
    page = sign_in(client, asha).get("/year").text
    assert "Finn" not in page and str(case_id) not in page


def test_as_many_statements_however_long_the_record(
    client: FlaskClient, asha: Member, ben: Member, eve: Member
) -> None:
    a_year(asha, ben, eve)
    sign_in(client, asha).get("/year")
    with statements() as few:
        client.get("/year")
    a_leave(30, 3, of=asha)
    a_rotation(60, 28, of=asha)
    for _ in range(3):
        a_given_assessment(fellow=asha, assessor=ben)
        an_approved_case(fellow=asha, supervisor=eve, **TROUBLE)
    with statements() as many:
        client.get("/year")
    assert len(many) == len(few)


def test_the_way_there_is_on_the_first_page_and_on_the_fellows_own(
    client: FlaskClient, asha: Member, dana: Member
) -> None:
    assert 'href="/year"' in sign_in(client, asha).get("/").text
    page = sign_in(client, dana).get(f"/cohort/{asha.enrollment_id}").text
    assert f'href="/year/{asha.enrollment_id}"' in page
