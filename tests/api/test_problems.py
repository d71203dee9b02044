"""Every error under /api is a problem of RFC 9457, whoever raised it; the pages keep theirs."""

import json

import pytest
from flask.testing import FlaskClient
from pytest import LogCaptureFixture

from logbook.api import cases
from logbook.models.columns import new_id
from tests.cast import Member
from tests.conftest import sign_in
from tests.house.test_headers import EXPECTED
from tests.makers.api import BASE, a_body, problem, program_of


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v2/cases", "/api/v1/cases/7"])
def test_an_address_that_nobody_has(client: FlaskClient, path: str) -> None:
    assert problem(client.get(path)) == (404, "missing")


def test_the_pages_keep_their_own(client: FlaskClient) -> None:
    for path in ("/apiary", "/no-such-page"):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_a_method_that_is_not_there(client: FlaskClient) -> None:
    answer = client.delete(f"{BASE}/cases")
    assert problem(answer) == (405, "method")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


BROKEN = {
    "nothing": b"",
    "half": b'{"procedure": ',
    "no text": b"\xff\xfe",
    "a mark before it": b"\xef\xbb\xbf{}",
    "no number": b'{"a": NaN}',
    "a name twice": b'{"submit": true, "submit": false}',
    "too deep": b"[" * 20_000,
    "a number without end": b"9" * 10_000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_json(client: FlaskClient, asha: Member, name: str) -> None:
    phone = program_of(client, asha)
    answer = client.put(
        f"{BASE}/cases/{new_id()}",
        data=BROKEN[name],
        headers={"Authorization": f"Bearer {phone.token}", "Content-Type": "application/json"},
    )
    assert problem(answer) == (400, "malformed")


def test_what_is_too_large_or_of_another_kind(client: FlaskClient, asha: Member) -> None:
    phone = program_of(client, asha)
    address, bearer = f"{BASE}/cases/{new_id()}", {"Authorization": f"Bearer {phone.token}"}
    large = a_body(reflection="x" * 70_000)
    assert problem(client.put(address, json=large, headers=bearer)) == (413, "too-large")
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        named = bearer | {"Content-Type": kind}
        answer = client.put(address, data=json.dumps(a_body()), headers=named)
        assert problem(answer) == (415, "media-type")


@pytest.mark.parametrize("text", ["\x00", "a\x1bb", "\ud800"])
def test_characters_that_no_text_has(client: FlaskClient, asha: Member, text: str) -> None:
    answer = program_of(client, asha).put(f"/cases/{new_id()}", a_body(reflection=text))
    assert problem(answer) == (422, "invalid")
    assert answer.get_json()["errors"][0]["pointer"] == "#/reflection"


def test_a_pointer_is_escaped(client: FlaskClient, asha: Member) -> None:
    body = a_body() | {"a/b~c": 1}
    answer = program_of(client, asha).put(f"/cases/{new_id()}", body)
    assert [one["pointer"] for one in answer.get_json()["errors"]] == ["#/a~1b~0c"]


def test_a_host_that_is_none_of_ours(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(client.application.config, "TRUSTED_HOSTS", ["logbook.example"])
    answer = client.get(f"{BASE}/me", base_url="http://192.0.2.1")
    assert problem(answer) == (400, "malformed")


def test_a_fault_of_ours_tells_nothing(
    client: FlaskClient, asha: Member, monkeypatch: pytest.MonkeyPatch, caplog: LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(cases.queries, "case", broken)
    answer = program_of(client, asha).get(f"/cases/{new_id()}")
    assert problem(answer) == (500, "broken")
    assert "secret" not in answer.text
    assert "the secret of the house" in caplog.text


def test_problems_are_protected_and_speak_the_callers_language(
    client: FlaskClient, asha: Member
) -> None:
    answer = program_of(client, asha).get(f"/cases/{new_id()}", Accept_Language="id")
    assert {name: answer.headers.get(name) for name in EXPECTED} == EXPECTED
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_json()["title"] == "Tidak ada apa-apa di sini"
    shown = sign_in(client, asha).get(f"{BASE}/cases/{new_id()}")
    assert shown.get_json()["title"] == "There is nothing here"
