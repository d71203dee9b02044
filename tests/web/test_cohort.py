"""The cohort and each fellow's page: who opens them, and what every number opens."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from logbook.domain.catalogue import CaseRole
from tests.cast import Cast, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case, an_approved_case
from tests.makers.people import a_fellow
from tests.statements import statements

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


def test_a_cell_says_in_words_what_it_shows(
    client: FlaskClient, dana: Member, asha: Member, ben: Member
) -> None:
    name = "Perform image-guided epidural and spinal injections"
    sign_in(client, dana)
    assert f"Asha, {name}: 0 of 40 · Behind pace" in cells(client.get("/cohort").text, "Asha")
    an_approved_case(fellow=asha, supervisor=ben)
    page = client.get("/cohort").text
    assert f"Asha, {name}: 1 of 40 · Behind pace" in cells(page, "Asha")
    assert "<span>1/40</span>" in page


def test_a_cell_opens_exactly_the_cases_of_its_competency(
    client: FlaskClient, dana: Member, asha: Member, finn: Member, ben: Member
) -> None:
    counted = {
        str(an_approved_case(fellow=asha, supervisor=ben)),
        str(an_approved_case(fellow=asha, supervisor=ben, **A_CERVICAL_INJECTION)),
    }
    an_approved_case(fellow=finn, supervisor=ben)
    a_case(fellow=asha, supervisor=ben)
    sign_in(client, dana)
    found = cells(client.get("/cohort").text, "Asha")
    assert len(found) == 11
    for said, href in found.items():
        opened = set(CASE.findall(client.get(href).text))
        assert opened == (counted if "epidural" in said else set())


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


def test_rows_come_furthest_behind_first_or_by_name(
    client: FlaskClient, dana: Member, asha: Member, ben: Member
) -> None:
    busy = a_fellow("Aaron Busy")
    for _ in range(8):
        an_approved_case(fellow=busy, supervisor=ben)
    sign_in(client, dana)
    assert _names(client.get("/cohort").text)[-1] == "Aaron Busy"
    assert _names(client.get("/cohort?sort=name").text) == ["Aaron Busy", "Asha", "Finn"]


def _names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a></th>', page)


def test_an_unconfirmed_figure_is_never_called_more_than_that(
    client: FlaskClient, asha: Member
) -> None:
    page = sign_in(client, asha).get(page_of(asha)).text
    assert "Suggested, not confirmed" in page
    assert "no accreditor’s minimum" in page


def test_the_page_sends_as_many_statements_for_many_fellows(
    client: FlaskClient, dana: Member
) -> None:
    sign_in(client, dana).get("/cohort")
    with statements() as few:
        client.get("/cohort")
    for number in range(4):
        a_fellow(f"Fellow {number}")
    with statements() as many:
        assert len(_names(client.get("/cohort").text)) == 6
    assert len(few) == len(many)


def test_in_indonesian(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha).post("/preferences", data={"language": "id", "theme": "auto"})
    page = client.get(page_of(asha)).text
    assert '<html lang="id"' in page
    assert "Injeksi epidural" in page or "Injeksi tulang belakang" in page
