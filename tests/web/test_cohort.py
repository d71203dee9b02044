"""The cohort and each fellow's page: who opens them, and what every number opens."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from logbook.domain.catalogue import CaseRole
from logbook.services import identity
from tests.cast import BEGAN, CLINIC, TODAY, Cast, Member
from tests.conftest import sign_in
from tests.makers.assessments import a_given_assessment
from tests.makers.cases import a_case, an_approved_case
from tests.makers.people import a_fellow
from tests.makers.rotations import a_rotation
from tests.statements import statements
from tests.web.recount import recount, what_does_not_add_up

LUMBAR = "epa08.spine_lumbar_sacral"
CELL = re.compile(r'<td class="lb-heat[^>]*><a href="([^"]+)" aria-label="([^"]+)"')
CASE = re.compile(r'href="/cases/([0-9a-f-]{36})"')


A_CERVICAL_INJECTION: dict[str, Any] = {
    "procedure": "esi_cervical_interlaminar",
    "details": {"levels": ["C7-T1"], "laterality": "midline", "guidance": "fluoroscopy"},
}


def cells(page: str, fellow: str) -> dict[str, str]:
    """The addresses that the cells of one fellow open, by what is read out of them."""
    found = ((unescape(href), unescape(said)) for href, said in CELL.findall(page))
    return {said: href for href, said in found if said.startswith(f"{fellow},")}


def page_of(member: Member) -> str:
    return f"/cohort/{member.enrollment_id}"


@pytest.mark.parametrize("name", ["dana", "cora", "mia", "ola"])
def test_who_oversees_the_program_sees_the_cohort(
    client: FlaskClient, cast: Cast, name: str
) -> None:
    answer = sign_in(client, cast[name]).get("/cohort")
    assert answer.status_code == 200
    assert "Asha" in answer.text and "Finn" in answer.text
    assert "Ravi" not in answer.text


@pytest.mark.parametrize("name", ["asha", "ben", "eve", "lee"])
def test_nobody_else_of_the_program_does(client: FlaskClient, cast: Cast, name: str) -> None:
    answer = sign_in(client, cast[name]).get("/cohort")
    assert answer.status_code == 403
    assert "Only those who oversee the program" in answer.text


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("asha", 200),
        ("dana", 200),
        ("ola", 200),
        ("finn", 404),
        ("ben", 404),
        ("eve", 404),
        ("rin", 404),
        ("ravi", 404),
    ],
)
def test_who_opens_the_page_of_one_fellow(
    client: FlaskClient, cast: Cast, asha: Member, name: str, status: int
) -> None:
    assert sign_in(client, cast[name]).get(page_of(asha)).status_code == status


EPIDURAL = "EPA08 Perform image-guided epidural and spinal injections"


def test_a_cell_says_in_words_what_it_shows(
    client: FlaskClient, dana: Member, asha: Member, ben: Member
) -> None:
    page = sign_in(client, dana).get("/cohort").text
    assert f"Asha, {EPIDURAL}: Behind. 0 of 2 requirements met." in cells(page, "Asha")
    assert "<b>1</b><span>0/2</span>" in page
    an_approved_case(fellow=asha, supervisor=ben)
    page = client.get("/cohort?by=requirement").text
    assert "Asha, Lumbar and sacral spine injections: Behind, 1 of 25." in cells(page, "Asha")
    assert "<b>1</b><span>1/25</span>" in page


def test_a_forecast_is_told_with_its_chance_and_day(
    client: FlaskClient, dana: Member, asha: Member, ben: Member
) -> None:
    for day in range(0, 120, 10):
        an_approved_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=day))
    page = sign_in(client, dana).get("/cohort?by=requirement").text
    [said] = [one for one in cells(page, "Asha") if "Lumbar and sacral" in one]
    told = r": On course, 12 of 25\. On the last day: \d\d%\. Expected on \w+ \d+, 20\d\d\.$"
    assert re.search(told, said)


def test_a_cell_opens_its_evidence(
    client: FlaskClient, dana: Member, asha: Member, finn: Member, ben: Member
) -> None:
    counted = {str(an_approved_case(fellow=asha, supervisor=ben))}
    an_approved_case(fellow=asha, supervisor=ben, **A_CERVICAL_INJECTION)
    an_approved_case(fellow=finn, supervisor=ben)
    a_case(fellow=asha, supervisor=ben)
    sign_in(client, dana)
    by_competency = cells(client.get("/cohort").text, "Asha")
    assert len(by_competency) == 11
    assert all(href.startswith(page_of(asha) + "#") for href in by_competency.values())
    by_requirement = cells(client.get("/cohort?by=requirement").text, "Asha")
    [lumbar] = [href for said, href in by_requirement.items() if "Lumbar and sacral" in said]
    assert set(CASE.findall(client.get(lumbar).text)) == counted


@pytest.mark.parametrize("by", ["competency", "requirement"])
def test_every_number_links_to_rows_that_add_up_to_it(
    client: FlaskClient, dana: Member, asha: Member, finn: Member, ben: Member, by: str
) -> None:
    for day in range(0, 110, 10):
        an_approved_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=day))
    an_approved_case(fellow=finn, supervisor=ben, **A_CERVICAL_INJECTION)
    a_case(fellow=finn, supervisor=ben)
    a_given_assessment(fellow=finn, assessor=ben)
    assert recount(sign_in(client, dana), f"/cohort?by={by}") > 20


def test_a_number_that_does_not_add_up_is_noticed(client: FlaskClient, dana: Member) -> None:
    page = sign_in(client, dana).get("/cohort").text
    spoiled = page.replace('data-count="0" data-sum="met"', 'data-count="1" data-sum="met"', 1)
    assert spoiled != page
    assert len(what_does_not_add_up(client, spoiled)) == 1


def test_the_table_is_right_at_once_after_a_change(
    client: FlaskClient, dana: Member, asha: Member, ben: Member
) -> None:
    sign_in(client, dana)
    for n in range(3):
        said = cells(client.get("/cohort?by=requirement").text, "Asha")
        assert any(f"Lumbar and sacral spine injections: Behind, {n} of 25." in one for one in said)
        an_approved_case(fellow=asha, supervisor=ben)


def test_another_language_and_another_name_are_not_what_was_kept(
    client: FlaskClient, dana: Member, asha: Member
) -> None:
    sign_in(client, dana).get("/cohort")
    identity.change_settings(identity.of_account(asha.actor.account_id), name="Asha Rao")
    client.post("/preferences", data={"language": "id", "theme": "auto"})
    page = client.get("/cohort").text
    assert "Asha Rao" in page and "At risk" not in page


@pytest.mark.parametrize("viewer", ["dana", "asha"])
def test_every_number_opens_exactly_the_cases_that_it_counts(
    client: FlaskClient, cast: Cast, asha: Member, finn: Member, ben: Member, viewer: str
) -> None:
    counted = {str(an_approved_case(fellow=asha, supervisor=ben)) for _ in range(3)}
    an_approved_case(fellow=finn, supervisor=ben)
    an_approved_case(fellow=asha, supervisor=ben, **A_CERVICAL_INJECTION)
    an_approved_case(fellow=asha, supervisor=ben, role=CaseRole.OBSERVED)
    sign_in(client, cast[viewer])
    links = _links(client.get(page_of(asha)).text)
    assert len(links) == 24
    assert set(CASE.findall(client.get(links[LUMBAR]).text)) == counted
    assert CASE.findall(client.get(links["epa12.scs_trial"]).text) == []


def _links(page: str) -> dict[str, str]:
    """The address behind each requirement's name."""
    found = (unescape(href) for href in re.findall(r'lb-progress-label"><a href="([^"]+)"', page))
    return {parse_qs(urlsplit(href).query)["requirement"][0]: href for href in found}


def test_rows_come_with_the_highest_risk_first_or_by_name(
    client: FlaskClient, dana: Member, asha: Member, ben: Member
) -> None:
    busy = a_fellow("Aaron Busy")
    for _ in range(8):
        an_approved_case(fellow=busy, supervisor=ben)
    sign_in(client, dana)
    assert _names(client.get("/cohort").text)[-1] == "Aaron Busy"
    assert _names(client.get("/cohort?sort=name").text) == ["Aaron Busy", "Asha", "Finn"]


def test_filters_narrow_the_rows_and_stay_in_every_link(
    client: FlaskClient, dana: Member, asha: Member
) -> None:
    a_rotation((TODAY - BEGAN).days - 3, 14, of=asha)
    a_fellow("Early Bird", starts_on=BEGAN - timedelta(days=365), ends_on=TODAY)
    sign_in(client, dana)
    year = str(BEGAN.year if BEGAN.month >= 7 else BEGAN.year - 1)
    asked = f"/cohort?site={CLINIC}&rotation=neurology&began={year}"
    page = client.get(asked).text
    assert _names(page) == ["Asha"]
    kept = {href for href in _sorts(page) if "site=" in href}
    assert kept and all(f"site={CLINIC}" in one and f"began={year}" in one for one in kept)
    assert _names(client.get("/cohort?rotation=radiology").text) == []
    assert _names(client.get(f"/cohort?began={int(year) - 1}").text) == ["Early Bird"]
    assert len(_names(client.get("/cohort?by=nothing&sort=nothing&state=nothing").text)) == 3


def _sorts(page: str) -> list[str]:
    lists = re.findall(r'<nav class="lb-sort".*?</nav>', page, re.DOTALL)
    return [unescape(href) for one in lists for href in re.findall(r'href="([^"]+)"', one)]


def _names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/cohort/[^"]+">([^<]+)</a>', page)


def test_an_unconfirmed_figure_is_never_called_more_than_that(
    client: FlaskClient, asha: Member
) -> None:
    page = sign_in(client, asha).get(page_of(asha)).text
    assert "Suggested, not confirmed" in page
    assert "no accreditor’s minimum" in page


def test_the_page_sends_as_many_statements_for_many_fellows(
    client: FlaskClient, dana: Member, asha: Member, ben: Member
) -> None:
    sign_in(client, dana).get("/cohort")
    with statements(again=True) as few:
        client.get("/cohort")
    with statements(again=True) as again:
        client.get("/cohort")
    an_approved_case(fellow=asha, supervisor=ben)
    with statements(again=True) as changed:
        client.get("/cohort")
    for number in range(4):
        a_fellow(f"Fellow {number}")
    with statements(again=True) as many:
        assert len(_names(client.get("/cohort").text)) == 6
    assert len(few) == len(again) < 9
    assert len(changed) == len(many)


def test_in_indonesian(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha).post("/preferences", data={"language": "id", "theme": "auto"})
    page = client.get(page_of(asha)).text
    assert '<html lang="id"' in page
    assert "Injeksi epidural" in page or "Injeksi tulang belakang" in page


def test_a_view_is_kept_opened_and_removed(client: FlaskClient, dana: Member, cora: Member) -> None:
    page = sign_in(client, dana).get("/cohort?sort=name&by=requirement").text
    [action] = re.findall(r'action="(/cohort/views/[0-9a-f-]{36})"', page)
    data = {"name": "By name", "sort": "name", "by": "requirement", "site": "", "other": "x"}
    answer = client.post(action, data=data)
    assert answer.location == "/cohort?by=requirement&sort=name"
    page = client.get("/cohort").text
    assert '<a href="/cohort?by=requirement&amp;sort=name">By name</a>' in page
    again = client.post(action.replace(action[-4:], "ffff"), data=data, follow_redirects=True)
    assert "You have a view of this name." in again.text
    assert "By name</a>\n      <form" not in sign_in(client, cora).get("/cohort").text
    assert client.post(f"{action}/removal").status_code == 404
    sign_in(client, dana).post(f"{action}/removal", data={"sort": "name"})
    assert action not in client.get("/cohort").text
