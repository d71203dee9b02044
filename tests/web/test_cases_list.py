"""The lists of cases: one's own, and that of those who oversee the program."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale

from logbook.domain.cases import State
from logbook.queries.case_lists import PAGE
from logbook.services import approval, cases
from logbook.web.cases.rows import Line, rows_of
from tests.cast import TODAY, Member
from tests.conftest import sign_in
from tests.makers.cases import a_case, an_approved_case
from tests.statements import statements

FILTERS = ("procedure", "category", "state", "supervisor", "since", "until", "fellow")


def rows(page: str) -> list[str]:
    """The ids of the cases that a page lists."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r'<th scope="row"><a href="/cases/([0-9a-f-]{36})"', body)


def test_the_first_page_says_what_to_do(client: FlaskClient, asha: Member) -> None:
    page = sign_in(client, asha).get("/cases").text
    assert "No cases yet" in page
    assert 'href="/cases/new"' in page


def test_pages_follow_each_other_with_their_filters(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    logged = [
        str(a_case(fellow=asha, supervisor=ben, performed_on=TODAY - timedelta(days=number // 4)))
        for number in range(PAGE + 2)
    ]
    a_case(fellow=asha, supervisor=ben, submit=False)
    sign_in(client, asha)
    first = client.get("/cases?state=submitted").text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = client.get(following[1].replace("&amp;", "&")).text
    assert sorted(rows(first) + rows(second)) == sorted(logged)
    assert (len(rows(first)), len(rows(second))) == (PAGE, 2)
    assert 'rel="next"' not in second


def test_a_row_says_what_and_offers_the_next_step(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    draft = a_case(fellow=asha, supervisor=ben, submit=False)
    waiting = a_case(fellow=asha, supervisor=ben)
    page = sign_in(client, asha).get("/cases").text
    for said in ("Lumbar TFESI", "L4, L5 Left", "Ben", "Draft", "Submitted"):
        assert said in page
    assert f'href="/cases/{draft}/edit"' in page
    assert f'href="/cases/{waiting}#withdraw"' in page


def test_a_kept_row_is_shown_only_as_it_is_now_and_to_whom_it_is_shown(
    client: FlaskClient, asha: Member, ben: Member, dana: Member
) -> None:
    case = a_case(fellow=asha, supervisor=ben)
    sign_in(client, asha)
    assert "Withdraw" in client.get("/cases").text
    client.post("/preferences", data={"language": "id"})
    spoken = client.get("/cases").text
    assert "Withdraw" not in spoken and "Tarik" in spoken
    client.post("/preferences", data={"language": "en"})
    cases.withdraw(asha.actor, case)
    page = client.get("/cases").text
    assert "Withdrawn" in page and "#withdraw" not in page
    overseen = sign_in(client, dana).get("/cases/overview").text
    assert "<td>Asha" in overseen and "lb-row-act" not in overseen


def test_the_same_row_is_written_for_each_language_and_for_each_list(app: Flask) -> None:
    """A row that says nothing of its language, such as one of names alone, still has its act."""
    line = Line("/cases/1", State.SUBMITTED, "Asha", "1", "X", "", "R", False, "Ben")
    with app.test_request_context():
        for language, act in (("en", "Withdraw"), ("id", "Tarik"), ("en", "Withdraw")):
            with force_locale(language):
                assert f">{act}<" in rows_of([line], own=True)
                assert "Asha" not in rows_of([line], own=True)
                for_overseers = rows_of([line], with_fellow=True)
                assert f">{act}<" not in for_overseers and "Asha" in for_overseers


def test_the_filters_are_offered_when_asked_for(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    assert 'name="procedure"' not in client.get("/cases").text
    opened = client.get("/cases?filter=1").text
    assert '<details class="lb-filters" open>' in opened
    for name in FILTERS[:-1]:
        assert f'name="{name}"' in opened
    assert 'name="fellow"' not in opened


@pytest.mark.parametrize("nonsense", ["x", "\0", "9" * 5000, "2026-13-45", "²"])
def test_nonsense_in_the_address_finds_nothing_and_breaks_nothing(
    client: FlaskClient, asha: Member, dana: Member, ben: Member, nonsense: str
) -> None:
    a_case(fellow=asha, supervisor=ben)
    for who, address in ((asha, "/cases"), (dana, "/cases/overview")):
        sign_in(client, who)
        for name in (*FILTERS, "after", "requirement", "filter"):
            assert client.get(address, query_string={name: nonsense}).status_code == 200, name
        assert rows(client.get(address, query_string={"procedure": nonsense}).text) == []


def test_the_overview_is_of_all_fellows_without_their_drafts(
    client: FlaskClient, asha: Member, finn: Member, ben: Member, dana: Member
) -> None:
    shown = [a_case(fellow=asha, supervisor=ben), a_case(fellow=finn, supervisor=ben)]
    a_case(fellow=asha, supervisor=ben, submit=False)
    sign_in(client, dana)
    page = client.get("/cases/overview").text
    assert sorted(rows(page)) == sorted(map(str, shown))
    assert rows(client.get(f"/cases/overview?fellow={finn.id}").text) == [str(shown[1])]


def test_who_oversees_nothing_has_no_overview(
    client: FlaskClient, asha: Member, eve: Member, rin: Member, ben: Member
) -> None:
    a_case(fellow=asha, supervisor=ben)
    for who in (asha, eve):
        assert sign_in(client, who).get("/cases/overview").status_code == 403
    assert sign_in(client, eve).get("/cases").status_code == 403
    assert rows(sign_in(client, rin).get("/cases/overview").text) == []


def test_a_list_takes_the_same_statements_however_long(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    sign_in(client, asha)
    counts = []
    for _ in range(2):
        an_approved_case(fellow=asha, supervisor=ben)
        returned = a_case(fellow=asha, supervisor=ben)
        approval.return_(ben.actor, returned, 1, reason="Which side?")
        client.get("/cases")
        with statements() as sent:
            client.get("/cases")
        counts.append(len(sent))
        for _ in range(PAGE):
            a_case(fellow=asha, supervisor=ben)
    assert counts[0] == counts[1]


def test_a_list_of_plain_words_is_plain_ascii(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    """It is sent most, and Python encodes a page with one other letter many times slower."""
    a_case(fellow=asha, supervisor=ben)
    assert sign_in(client, asha).get("/cases").text.isascii()
