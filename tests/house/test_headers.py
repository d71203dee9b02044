"""Every answer carries the same protection, errors too; no form is taken without its token."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pytest import LogCaptureFixture

from logbook.web.guard import anyone
from tests.cast import Member
from tests.conftest import sign_in

# Written out, so that loosening one is seen in review as what it is.
EXPECTED = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


PART = re.compile(r"<(\w+)(?:\((\w+)[^)]*\))?:\w+>")
"""A part of an address: its type, and the first of the words it may be."""


@pytest.fixture
def suspicious(app: Flask) -> Iterator[Flask]:
    """The service as it really is: a form without its token is refused."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


def protection(headers: object) -> dict[str, str | None]:
    return {name: headers.get(name) for name in EXPECTED}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/sign-in", 200),
        ("/", 302),
        ("/no-such-page", 404),
        ("/assets/x/logbook.css", 200),
        ("/assets/x/icons.svg", 200),
        ("/static/css/tokens.css", 200),
        ("/static/none.css", 404),
    ],
)
def test_every_answer_is_protected(client: FlaskClient, path: str, code: int) -> None:
    answer = client.get(path)
    assert answer.status_code == code
    assert protection(answer.headers) == EXPECTED
    answer.close()


def test_refusals_are_protected(suspicious: Flask, asha: Member) -> None:
    client = suspicious.test_client()
    answers = {
        400: client.post("/sign-in"),
        405: client.delete("/sign-in"),
        413: client.post("/sign-in", data={"address": "x" * 7_000_000}),
        403: sign_in(client, asha).get("/administration/programs"),
    }
    assert {code: answer.status_code for code, answer in answers.items()} == {c: c for c in answers}
    for answer in answers.values():
        assert protection(answer.headers) == EXPECTED
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_fault_of_ours_is_protected_and_tells_nothing(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    @anyone
    def broken() -> str:
        raise RuntimeError("the secret of the house")

    monkeypatch.setitem(app.view_functions, "identity.sign_in", broken)
    answer = client.get("/sign-in")
    assert answer.status_code == 500
    assert "the secret of the house" not in answer.text
    assert protection(answer.headers) == EXPECTED


def test_only_files_that_tell_nothing_are_kept(client: FlaskClient, asha: Member) -> None:
    assert sign_in(client, asha).get("/").headers["Cache-Control"] == "no-store"
    assert "no-store" not in client.get("/assets/x/logbook.css").headers["Cache-Control"]


def test_production_asks_for_the_secure_line(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    kept = client.get("/sign-in").headers["Strict-Transport-Security"]
    assert kept == "max-age=31536000"


OF_MAIL_PROGRAMS = {"reminders.stop"}
"""They post without having seen a page (RFC 8058); the address itself is the proof."""


def test_every_act_needs_its_token(suspicious: Flask, asha: Member) -> None:
    """A post without the token is refused before its view is asked."""
    client = sign_in(suspicious.test_client(), asha)
    anything = {"uuid": "00000000-0000-7000-8000-000000000000", "int": "1"}
    taken = []
    for rule in suspicious.url_map.iter_rules():
        path = PART.sub(lambda part: part[2] or anything.get(part[1], "x"), rule.rule)
        for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}:
            if rule.endpoint in OF_MAIL_PROGRAMS:
                continue
            if client.open(path, method=method).status_code != 400:
                taken.append((rule.endpoint, method))
    assert taken == []


def test_a_host_that_is_none_of_ours_gets_no_page(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: LogCaptureFixture
) -> None:
    """Addresses of machines are scanned all day: that must fill no log with traces either."""
    monkeypatch.setitem(app.config, "TRUSTED_HOSTS", ["logbook.example"])
    for path in ("/sign-in", "/", "/no-such-page"):
        answer = client.get(path, base_url="http://192.0.2.1")
        assert (answer.status_code, answer.mimetype) == (400, "text/plain")
        assert protection(answer.headers) == EXPECTED
    assert caplog.records == []
    assert client.get("/sign-in", base_url="http://logbook.example").status_code == 200
