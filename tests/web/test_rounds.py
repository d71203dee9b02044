"""Rounds of feedback on pages: run by a coordinator, answered without an account."""

import re
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from logbook.queries import rounds as queries
from logbook.services.mail import OUTBOX
from tests.cast import Cast, Member
from tests.conftest import sign_in
from tests.house.scene_rounds import an_answer, an_opening
from tests.makers.rounds import a_closed_round, a_round


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_coordinator_opens_a_round_and_each_rater_gets_a_link(
    client: FlaskClient, cora: Member
) -> None:
    OUTBOX.clear()
    opened = sign_in(client, cora).post("/feedback/new", data=an_opening())
    assert opened.status_code == 303
    assert len(OUTBOX) == 6 and len({letter.text for letter in OUTBOX}) == 6
    assert all("/feedback/rate/" in letter.text for letter in OUTBOX)


def test_sent_twice_it_asks_nobody_again(client: FlaskClient, cora: Member) -> None:
    form = an_opening()
    first = sign_in(client, cora).post("/feedback/new", data=form)
    OUTBOX.clear()
    again = client.post("/feedback/new", data=form)
    assert (again.status_code, again.location) == (303, first.location)
    assert OUTBOX == []


def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(
    client: FlaskClient, cora: Member
) -> None:
    form = an_opening() | {"raters": "ana@example.org, nurse\nnobody"}
    page = sign_in(client, cora).post("/feedback/new", data=form)
    assert page.status_code == 422
    assert "Line 2 has no e-mail address." in text_of(page.text)
    assert "ana@example.org, nurse" in page.text


def test_a_rater_answers_once_without_an_account(
    client: FlaskClient, cora: Member, asha: Member
) -> None:
    _, asked = a_round(fellow=asha, by=cora)
    address = f"/feedback/rate/{asked[0].token}"
    assert "Your view of Asha" in client.get(address).text
    assert "Thank you" in client.post(address, data=an_answer()).text
    for method in (client.get, client.post):
        assert method(address).status_code == 410


def test_an_answer_with_something_left_out_comes_back_whole(
    client: FlaskClient, cora: Member, asha: Member
) -> None:
    _, asked = a_round(fellow=asha, by=cora)
    half = {**an_answer(), "went_well": "Kind words"}
    del half["item-respect"]
    page = client.post(f"/feedback/rate/{asked[0].token}", data=half)
    assert page.status_code == 422
    assert "Kind words" in page.text and page.text.count("checked") == 4


def test_the_page_of_a_rater_shows_nothing_of_the_program(
    client: FlaskClient, cora: Member, asha: Member
) -> None:
    _, asked = a_round(fellow=asha, by=cora)
    page = client.get(f"/feedback/rate/{asked[0].token}").text
    assert "Cora" not in page and "@example.org" not in page
    assert 'href="/cohort' not in page and 'href="/feedback"' not in page


@pytest.mark.parametrize("name", ["asha", "dana", "mia"])
def test_who_reads_it_sees_counts_and_never_an_address(
    client: FlaskClient, cast: Cast, cora: Member, asha: Member, name: str
) -> None:
    round_id = a_closed_round(fellow=asha, by=cora)
    page = sign_in(client, cast[name]).get(f"/feedback/{round_id}").text
    assert "5 raters answered." in text_of(page)
    assert ("rater1@example.org" in page) == (name == "dana")


def test_the_fellow_sees_no_word_before_its_release(
    client: FlaskClient, cora: Member, dana: Member, asha: Member
) -> None:
    round_id = a_closed_round(fellow=asha, by=cora)
    assert "Word 1" not in sign_in(client, asha).get(f"/feedback/{round_id}").text
    result = queries.result(dana.actor, queries.round_(dana.actor, round_id))
    assert result is not None
    [chosen] = [one for one in result.words if one.went_well == "Word 1"]
    sign_in(client, dana).post(f"/feedback/{round_id}/release", data={"answer": str(chosen.id)})
    page = sign_in(client, asha).get(f"/feedback/{round_id}").text
    assert "Word 1" in page and "Word 2" not in page


def test_the_exported_log_says_nothing_of_raters(
    client: FlaskClient, cora: Member, asha: Member
) -> None:
    a_closed_round(fellow=asha, by=cora)
    taken = sign_in(client, asha).get(f"/exchange/export.csv?fellow={asha.id}")
    assert taken.status_code == 200
    assert "rater" not in taken.text and "Word 1" not in taken.text


def test_an_id_of_nothing_is_404(client: FlaskClient, dana: Member) -> None:
    assert sign_in(client, dana).get(f"/feedback/{uuid4()}").status_code == 404
