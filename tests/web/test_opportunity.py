"""The pages on opportunity: who opens them, and that every number opens as many rows."""

import csv
import re
from datetime import timedelta
from html import unescape
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from logbook.services import opportunity
from logbook.services.refusals import Invalid, Refused
from tests.cast import TODAY, Cast, Member
from tests.conftest import sign_in
from tests.makers.assessments import a_given_assessment, an_assessment
from tests.makers.cases import a_case, an_approved_case
from tests.makers.people import a_fellow
from tests.makers.reminders import a_waiting_case
from tests.makers.rotations import a_rotation
from tests.statements import statements
from tests.web.recount import recount

ROOM = "/cohort/opportunity"
PAGES = (ROOM, f"{ROOM}/logging", f"{ROOM}/supervisors")
TABLES = ("fellows", "sites", "shares", "coming", "weeks", "delays", "unanswered", "rating")
NUMBER = re.compile(r'<a href="([^"]+)" aria-label="([^"]*): (\d+)"')
BEHIND = re.compile(r'<tr class="lb-behind" data-row>')
A_CERVICAL_INJECTION: dict[str, Any] = {
    "procedure": "esi_cervical_interlaminar",
    "details": {"levels": ["C7-T1"], "laterality": "midline", "guidance": "fluoroscopy"},
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("name", "status"),
    [("dana", 200), ("cora", 200), ("mia", 200), ("ola", 200), ("rin", 200)]
    + [(name, 403) for name in ("asha", "finn", "ben", "eve", "lee", "ravi")],
)
def test_who_opens_it(
    client: FlaskClient, cast: Cast, asha: Member, ben: Member, page: str, name: str, status: int
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    answer = sign_in(client, cast[name]).get(page)
    assert answer.status_code == status
    if name == "rin":
        assert "Asha" not in answer.text and "Ben" not in answer.text


def numbers(page: str) -> list[tuple[str, str, int]]:
    """Each number that opens rows: the address, what is read out, and the number."""
    return [(unescape(href), said, int(n)) for href, said, n in NUMBER.findall(page)]


def a_little_of_everything(asha: Member, finn: Member, ben: Member, eve: Member) -> None:
    for days in (0, 1, 3, 9, 20):
        an_approved_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=days))
        a_case(fellow=finn, supervisor=eve, performed_on=TODAY - timedelta(days=days))
    for _ in range(4):
        an_approved_case(fellow=asha, supervisor=ben, **A_CERVICAL_INJECTION)
        an_approved_case(fellow=finn, supervisor=ben, site_id=None, **A_CERVICAL_INJECTION)
    a_given_assessment(fellow=asha, assessor=ben)
    an_assessment(fellow=finn, assessor=eve)
    a_waiting_case(fellow=asha, supervisor=ben, days=9)
    a_waiting_case(fellow=finn, supervisor=eve, days=9)


def test_every_number_opens_as_many_rows(
    client: FlaskClient,
    cast: Cast,
    asha: Member,
    finn: Member,
    ben: Member,
    eve: Member,
    ola: Member,
) -> None:
    a_little_of_everything(asha, finn, ben, eve)
    a_rotation(0, 28, of=asha, kind="pain_clinic")
    opportunity.set_minimum(cast["dana"].actor, 5)
    sign_in(client, ola)
    assert sum(recount(client, page) for page in PAGES) > 30


def test_the_weeks_stand_beside_their_number(
    client: FlaskClient, asha: Member, dana: Member
) -> None:
    a_rotation(0, 28, of=asha, kind="pain_clinic")
    page = sign_in(client, dana).get(f"{ROOM}/logging").text
    found = [n for href, _, n in numbers(page) if href.startswith("#weeks-")]
    assert found == [page.count("week of ")]


def test_small_counts_and_few_judgements_are_not_shown(
    client: FlaskClient, asha: Member, finn: Member, ben: Member, dana: Member
) -> None:
    for _ in range(5):
        a_case(fellow=finn, supervisor=ben)
    an_approved_case(fellow=asha, supervisor=ben)
    sign_in(client, dana)
    page = client.get(ROOM).text
    assert "not shown" in page
    assert "Lumbar and sacral spine injections, Asha: 1" not in page
    assert "not enough evidence" in client.get(f"{ROOM}/supervisors").text
    assert "not enough evidence" in client.get(f"{ROOM}/logging").text
    taken = client.get(f"{ROOM}/fellows.csv").data.decode("utf-8-sig")
    line = next(row for row in csv.reader(StringIO(taken)) if row[0].startswith("Lumbar"))
    assert line[1:4] == ["x", "x", "6"]  # one of them alone would follow from the total


@pytest.mark.parametrize("table", TABLES)
def test_each_table_as_a_file(
    client: FlaskClient,
    asha: Member,
    finn: Member,
    ben: Member,
    eve: Member,
    ola: Member,
    table: str,
) -> None:
    a_little_of_everything(asha, finn, ben, eve)
    sign_in(client, ola)
    found = client.get(f"{ROOM}/{table}.csv")
    assert found.status_code == 200
    assert found.headers["Content-Disposition"].startswith(
        f'attachment; filename="opportunity-{table}'
    )
    rows = list(csv.reader(StringIO(found.data.decode("utf-8-sig"))))
    assert {len(row) for row in rows} == {len(rows[0])}


def test_a_name_is_no_formula(client: FlaskClient, ben: Member, dana: Member) -> None:
    evil = a_fellow("=1+1")
    a_case(fellow=evil, supervisor=ben)
    sign_in(client, dana)
    assert b"\r\n'=1+1," in client.get(f"{ROOM}/delays.csv").data
    book = ZipFile(BytesIO(client.get(f"{ROOM}/delays.xlsx").data))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_how_much_is_enough_is_the_directors_word(
    client: FlaskClient, cast: Cast, dana: Member, rin: Member
) -> None:
    sign_in(client, dana)
    assert client.post(ROOM, data={"minimum": "7"}).status_code == 303
    assert 'value="7"' in client.get(ROOM).text
    assert "Said of a person from 7" in client.get("/ledger").text
    wrong = client.post(ROOM, data={"minimum": "4"})
    assert wrong.status_code == 422
    assert "Between 5 and 100." in wrong.text and 'value="4"' in wrong.text
    assert client.post(ROOM, data={"minimum": "many"}).status_code == 422
    for name in ("cora", "mia", "ola"):
        assert sign_in(client, cast[name]).post(ROOM, data={"minimum": "8"}).status_code == 403
    assert 'value="10"' in sign_in(client, rin).get(ROOM).text  # hers is another program


def test_the_service_asks_too(cast: Cast, dana: Member) -> None:
    with pytest.raises(Refused):
        opportunity.set_minimum(cast["cora"].actor, 8)
    with pytest.raises(Invalid):
        opportunity.set_minimum(dana.actor, 101)


@pytest.mark.parametrize(
    "address",
    [
        f"{ROOM}/asked",
        f"{ROOM}/asked?supervisor=nobody",
        f"{ROOM}/judgements?supervisor={'0' * 32}&scale=entrust5",
    ],
)
def test_rows_of_nobody(client: FlaskClient, dana: Member, address: str) -> None:
    assert sign_in(client, dana).get(address).status_code == 404


def test_a_supervisor_of_another_program_is_nobody(
    client: FlaskClient, ben: Member, rin: Member
) -> None:
    sign_in(client, rin)
    assert client.get(f"{ROOM}/asked?supervisor={ben.id}").status_code == 404
    assert client.get(f"{ROOM}/judgements?supervisor={ben.id}&scale=entrust5").status_code == 404
    assert BEHIND.findall(client.get(f"{ROOM}/cases?supervisor={ben.id}").text) == []


def test_as_many_statements_for_many_fellows(
    client: FlaskClient, asha: Member, ben: Member, dana: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    sign_in(client, dana)
    before = []
    for page in PAGES:
        client.get(page)
        with statements() as sent:
            client.get(page)
        before.append(len(sent))
    for number in range(3):
        an_approved_case(fellow=a_fellow(f"Fellow {number}"), supervisor=ben)
    for page, few in zip(PAGES, before, strict=True):
        with statements() as sent:
            client.get(page)
        assert len(sent) == few
