"""Signing in and out: nobody learns who has an account, and a copied cookie dies at sign-out."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from logbook.database import db
from logbook.models.identity import Account
from logbook.services import identity, passwords
from logbook.services.mail import OUTBOX
from tests.cast import Member
from tests.conftest import sign_in

PASSWORD = "seven quiet herons"


@pytest.fixture
def asha_with_password(asha: Member) -> Member:
    db.session.get_one(Account, asha.account_id).password_hash = passwords.hash_password(PASSWORD)
    db.session.commit()
    return asha


def try_to_sign_in(client: FlaskClient, address: str, password: str = PASSWORD):
    return client.post("/sign-in", data={"address": address, "password": password})


def as_read(answer: TestResponse) -> str:
    """The page without its form tokens, which carry the second they were made in."""
    return re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", answer.text)


def test_the_right_password_opens_the_house(
    client: FlaskClient, asha_with_password: Member
) -> None:
    assert try_to_sign_in(client, "Asha@Example.org ").headers["Location"] == "/"
    assert client.get("/account").status_code == 200


def test_unknown_and_wrong_are_told_apart_by_nothing(
    client: FlaskClient, asha_with_password: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks: list[str | None] = []

    def counted(stored: str | None, password: str) -> bool:
        checks.append(stored)
        return genuine(stored, password)

    genuine = passwords.matches
    monkeypatch.setattr(passwords, "matches", counted)
    wrong = try_to_sign_in(client, "asha@example.org", "not her password")
    unknown = try_to_sign_in(client, "nobody@example.org", "not her password")
    assert wrong.status_code == unknown.status_code == 422
    assert as_read(wrong).replace("asha@", "nobody@") == as_read(unknown)
    assert len(checks) == 2, "the password is checked as slowly when there is no account"


def test_a_check_without_account_hashes_as_well() -> None:
    assert not passwords.matches(None, "nobody has this password")


def test_the_eleventh_wrong_password_is_not_even_looked_at(
    client: FlaskClient, asha_with_password: Member
) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        for _ in range(10):
            assert try_to_sign_in(client, "asha@example.org", "wrong wrong").status_code == 422
        assert try_to_sign_in(client, "asha@example.org").status_code == 429
        clock.shift(timedelta(minutes=6))
        assert try_to_sign_in(client, "asha@example.org").status_code == 302


def test_a_copied_cookie_is_dead_after_signing_out(
    app: Flask, client: FlaskClient, asha_with_password: Member
) -> None:
    try_to_sign_in(client, "asha@example.org")
    cookie = client.get_cookie("logbook")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("logbook", cookie.value)
    assert thief.get("/account").status_code == 200
    client.post("/sign-out")
    assert thief.get("/account").headers["Location"].startswith("/sign-in")


def test_a_new_password_ends_every_session(
    app: Flask, client: FlaskClient, asha_with_password: Member
) -> None:
    elsewhere = sign_in(app.test_client(), asha_with_password)
    assert elsewhere.get("/account").status_code == 200
    try_to_sign_in(client, "asha@example.org")
    new = "nine loud sparrows"
    answer = client.post(
        "/account/password", data={"current": PASSWORD, "password": new, "again": new}
    )
    assert answer.status_code == 302
    assert elsewhere.get("/account").status_code == 302
    assert client.get("/account").status_code == 302


def test_a_session_grows_old(client: FlaskClient, asha: Member) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        sign_in(client, asha)
        assert client.get("/account").status_code == 200
        clock.shift(timedelta(hours=13))
        assert client.get("/account").status_code == 302


def test_the_cookie_is_sent_again_only_while_it_tells_something_new(
    client: FlaskClient, asha_with_password: Member
) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        assert "Set-Cookie" in try_to_sign_in(client, "asha@example.org").headers
        client.get("/account")  # what was said at signing in is shown, and the forms get a token
        assert "Set-Cookie" not in client.get("/account").headers
        clock.shift(timedelta(minutes=6))
        renewed = client.get("/account").headers["Set-Cookie"]
        assert "Expires=" in renewed, "it outlives the browser by as long as a fresh one"
        clock.shift(timedelta(hours=11, minutes=58))
        assert client.get("/account").status_code == 200


def test_a_closed_account_is_out_at_once(client: FlaskClient, asha: Member) -> None:
    sign_in(client, asha)
    assert client.get("/account").status_code == 200
    db.session.get_one(Account, asha.account_id).closed_at = datetime.now(UTC)
    db.session.commit()
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize(
    "trap",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "//user@evil.example/",
        "\\\\evil.example",
    ],
)
def test_signing_in_leads_to_no_other_host(
    client: FlaskClient, asha_with_password: Member, trap: str
) -> None:
    data = {"address": "asha@example.org", "password": PASSWORD, "next": trap}
    assert client.post("/sign-in", data=data).headers["Location"] == "/"


def test_a_password_link_works_once_and_for_an_hour(
    app: Flask, client: FlaskClient, asha: Member
) -> None:
    OUTBOX.clear()
    known = client.post("/password", data={"address": "asha@example.org"})
    unknown = client.post("/password", data={"address": "nobody@example.org"})
    assert as_read(known) == as_read(unknown)
    (letter,) = OUTBOX
    path = next(word for word in letter.text.split() if "/password/" in word)
    path = path[path.index("/password/") :]
    new = {"password": PASSWORD, "again": PASSWORD}
    assert client.post(path, data=new).status_code == 302
    assert client.post(path, data=new).status_code == 410
    assert try_to_sign_in(client, "asha@example.org").status_code == 302


def test_a_link_is_too_old_after_an_hour(asha: Member) -> None:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        link = identity.ask_for_link("asha@example.org", "203.0.113.7")
        assert link is not None
        assert identity.owner_of_link(link.token) is not None
        clock.shift(timedelta(minutes=61))
        assert identity.owner_of_link(link.token) is None


@pytest.mark.parametrize(
    "weak", ["short", "password123", "aaaaaaaaaaaa", "asha example", "1234567890"]
)
def test_weak_passwords_are_refused(weak: str) -> None:
    assert passwords.complaint(weak, "Asha", "asha", "example.org") is not None


def test_a_sentence_is_a_good_password() -> None:
    assert passwords.complaint(PASSWORD, "Asha", "asha", "example.org") is None
