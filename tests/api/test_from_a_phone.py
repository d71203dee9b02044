"""What a page of ours asks for a phone: seen by whom, and nothing under another's session."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from logbook.models.columns import new_id
from logbook.services import cases
from tests.cast import CAST, Member
from tests.conftest import sign_in
from tests.makers.api import BASE, a_body, problem, program_of
from tests.makers.cases import a_case


@pytest.fixture
def suspicious(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    return app


def seen(client: FlaskClient, member: Member, case_id: UUID) -> str | None:
    at: str | None = program_of(client, member).get(f"/cases/{case_id}").get_json()["seen_at"]
    return at


@pytest.mark.parametrize("page", ["/queue", "/cases/{}"])
def test_a_case_is_seen_once_its_supervisor_had_it_before_them(
    client: FlaskClient, asha: Member, ben: Member, page: str
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    sign_in(client, CAST["dana"]).get(f"/cases/{case_id}")
    assert seen(client, asha, case_id) is None, "dana was not asked"
    assert sign_in(client, ben).get(page.format(case_id)).status_code == 200
    assert seen(client, asha, case_id) is not None


def test_what_was_seen_before_it_was_handed_in_is_not_seen(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    sign_in(client, ben).get("/queue")
    other = a_case(fellow=asha, supervisor=ben)
    assert seen(client, asha, case_id) is not None
    assert seen(client, asha, other) is None


def test_only_its_fellow_is_told(client: FlaskClient, asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    sign_in(client, ben).get("/queue")
    assert seen(client, CAST["dana"], case_id) is None
    assert seen(client, ben, case_id) is None


def test_a_draft_is_seen_by_nobody(client: FlaskClient, asha: Member, ben: Member) -> None:
    assert seen(client, asha, a_case(fellow=asha, supervisor=ben, submit=False)) is None


def test_another_site_cannot_send_in_our_name(suspicious: Flask, asha: Member) -> None:
    """A foreign page makes the browser send the cookie, and knows no token."""
    page, address = sign_in(suspicious.test_client(), asha), f"{BASE}/cases/{new_id()}"
    foreign = {"Origin": "https://evil.example", "Referer": "https://evil.example/"}
    for headers in (foreign, foreign | {"X-CSRFToken": "guessed"}):
        assert problem(page.put(address, json=a_body(), headers=headers)) == (400, "csrf")
    as_form = page.post(f"{BASE}/cases/{new_id()}/submit", data={"a": "b"}, headers=foreign)
    assert problem(as_form) == (400, "csrf")


def test_the_token_of_one_session_opens_nothing_in_another(
    suspicious: Flask, asha: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A phone asks who is signed in and then sends: whoever signs in in between sends nothing."""
    phone = suspicious.test_client()
    hers = sign_in(phone, asha).get(f"{BASE}/me").get_json()["csrf_token"]
    monkeypatch.setattr(cases, "log", lambda *_: pytest.fail("it was logged"))
    sign_in(phone, CAST["finn"]).get(f"{BASE}/me")
    answer = phone.put(f"{BASE}/cases/{new_id()}", json=a_body(), headers={"X-CSRFToken": hers})
    assert problem(answer) == (400, "csrf")


def test_the_catalogue_says_what_a_form_must_ask(client: FlaskClient, asha: Member) -> None:
    program = program_of(client, asha)
    version = program.get("/me").get_json()["version_id"]
    procedures = program.get(f"/catalogue/{version}").get_json()["procedures"]
    fields = {one["name"]: one for kind in procedures for one in kind["fields"]}
    assert fields["levels"]["own"] == "levels"
    assert any(one["companion"] for kind in procedures for one in kind["fields"])
