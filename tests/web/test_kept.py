"""Pages that are kept until something changes: nobody reads what was, or what another may read."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

from tests.cast import Cast, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case, an_approved_case
from tests.statements import statements

KEPT = {
    "/year": "asha",
    "/cohort": "dana",
    "/cohort?by=requirement&sort=name": "dana",
    "/cohort/opportunity": "dana",
    "/cohort/opportunity/logging": "dana",
    "/cohort/opportunity/supervisors": "dana",
    "/mirror": "ben",
    "/cases": "asha",
    "/cases/overview": "dana",
}
FRAME = 6
"""Statements of a page that asks nothing: who it is, what the bar says, what waits."""


def body_of(page: str) -> str:
    """What is between the head of the page and its footer, but for names that forms are given."""
    found = re.search(r"<main.*</main>", page, re.DOTALL)
    assert found is not None
    return re.sub(r"/views/[0-9a-f-]{36}", "", found[0])


@pytest.fixture
def reader(client: FlaskClient, cast: Cast, asha: Member, ben: Member, path: str) -> FlaskClient:
    """Whoever may open the page, in a program with an approved case."""
    an_approved_case(fellow=asha, supervisor=ben)
    return sign_in(client, cast[KEPT[path]])


@pytest.mark.parametrize("path", KEPT)
def test_the_second_look_reckons_nothing_and_shows_the_same(reader: FlaskClient, path: str) -> None:
    first = reader.get(path)
    with statements(again=True) as asked:
        second = reader.get(path)
    assert first.status_code == 200
    assert body_of(second.text) == body_of(first.text)
    assert len(asked) <= FRAME, asked


@pytest.mark.parametrize("path", KEPT)
def test_after_a_change_it_is_made_anew(
    reader: FlaskClient, asha: Member, ben: Member, path: str
) -> None:
    before = body_of(reader.get(path).text)
    with statements(again=True) as kept:
        reader.get(path)
    an_approved_case(fellow=asha, supervisor=ben)
    a_case(fellow=asha, supervisor=ben)
    with statements(again=True) as asked:
        after = body_of(reader.get(path).text)
    assert len(asked) > len(kept)
    assert after != before


def test_each_reader_has_their_own(
    client: FlaskClient, cast: Cast, asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    path = f"/year/{asha.enrollment_id}"
    assert sign_in(client, asha).get(path).status_code == 200
    assert sign_in(client, cast["dana"]).get(path).status_code == 200
    assert sign_in(client, cast["finn"]).get(path).status_code == 404
    assert sign_in(client, cast["ravi"]).get(path).status_code == 404


def test_each_language_has_its_own(client: FlaskClient, asha: Member) -> None:
    reader, indonesian = sign_in(client, asha), {"Accept-Language": "id"}
    assert "<h1>My year</h1>" in reader.get("/year").text
    assert "<h1>My year</h1>" not in reader.get("/year", headers=indonesian).text


def test_what_was_just_said_is_not_kept(client: FlaskClient, cast: Cast, dana: Member) -> None:
    reader = sign_in(client, dana)
    reader.get("/cohort/opportunity")
    told = reader.post("/cohort/opportunity", data={"minimum": "12"}, follow_redirects=True)
    assert "Kept. It holds on these pages" in told.text
    assert "Kept. It holds on these pages" not in reader.get("/cohort/opportunity").text


@pytest.mark.parametrize("path", KEPT)
def test_packed_it_says_the_same(reader: FlaskClient, path: str) -> None:
    plain = reader.get(path)
    packed = reader.get(path, headers={"Accept-Encoding": "gzip, deflate, br"})
    refused = reader.get(path, headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.content_encoding == "gzip"
    assert body_of(gzip.decompress(packed.data).decode()) == body_of(plain.text)
    assert len(packed.data) < len(plain.data)
    for one in (plain, packed, refused):
        assert "Accept-Encoding" in one.headers["Vary"]
        assert one.headers["Content-Security-Policy"]
    assert refused.content_encoding is plain.content_encoding is None


@pytest.mark.parametrize("path", ["/cohort"])
def test_nothing_of_the_frame_is_packed(reader: FlaskClient, path: str) -> None:
    """Its token neither lengthens nor shortens an answer by what else stands in it."""
    answer = reader.get(path, headers={"Accept-Encoding": "gzip"})
    page = gzip.decompress(answer.data)
    [*tokens] = set(re.findall(rb'name="csrf_token" value="([^"]+)"', page))
    assert tokens
    assert all(token in answer.data for token in tokens)
    assert b"<table" in page and b"<table" not in answer.data


@pytest.mark.parametrize("path", ["/cohort"])
def test_a_table_of_it_is_a_file_for_a_browser_that_takes_packed_pages(
    reader: FlaskClient, path: str
) -> None:
    answer = reader.get(f"{path}?file=csv", headers={"Accept-Encoding": "gzip"})
    assert answer.mimetype == "text/csv"
    assert "Asha" in answer.data.decode("utf-8-sig")
