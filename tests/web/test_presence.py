"""Proving again who one is, in the browser: the page of its own, and the fields in other forms."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from logbook.database import db
from logbook.domain.signatures import Method, Presence, Proven
from logbook.models.devices import SecondFactor
from logbook.models.identity import SignInSession
from logbook.services.mail import OUTBOX
from logbook.web import presence
from tests.cast import Member
from tests.conftest import sign_in
from tests.makers.cases import a_case
from tests.makers.devices import PASSWORD, a_device, a_password, code_shown, session_of
from tests.makers.passkeys import a_kept_passkey

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def clock(app: Flask) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def stale(client: FlaskClient, ben: Member, clock: time_machine.Traveller) -> FlaskClient:
    """Ben signed in eleven minutes ago."""
    a_password(ben)
    sign_in(client, ben)
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_of(ben))
        .values(created_at=NOW - timedelta(minutes=11))
    )
    db.session.commit()
    return client


def said_of(member: Member) -> tuple[Method | None, datetime | None]:
    session = db.session.get_one(SignInSession, session_of(member))
    return session.confirmed_by, session.confirmed_at


def shown(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(html)).split())


def test_whoever_has_just_signed_in_need_not_prove_it_again(
    client: FlaskClient, ben: Member
) -> None:
    page = sign_in(client, ben).get("/account/confirm?next=/queue")
    assert "within the last ten minutes" in page.text
    assert 'name="password"' not in page.text


def test_the_page_leads_back_to_where_one_was(stale: FlaskClient, ben: Member) -> None:
    page = stale.get("/account/confirm?next=/queue")
    assert 'name="password"' in page.text and 'name="code"' not in page.text
    answer = stale.post("/account/confirm", data={"password": PASSWORD, "next": "/queue"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/queue")
    assert said_of(ben) == (Method.PASSWORD, NOW)


def test_it_leads_nowhere_else_than_here(stale: FlaskClient) -> None:
    data = {"password": PASSWORD, "next": "//elsewhere.example/"}
    assert stale.post("/account/confirm", data=data).headers["Location"] == "/"


def test_who_uses_a_device_is_asked_for_the_code_too(stale: FlaskClient, ben: Member) -> None:
    a_device(ben)
    assert 'name="code"' in stale.get("/account/confirm").text
    refusals = {
        shown(stale.post("/account/confirm", data={"password": word, "code": code}).text)
        for word, code in ((PASSWORD, ""), (PASSWORD, "000000"), ("wrong", code_shown(ben)))
    }
    assert len(refusals) == 1, "the page tells which part was wrong"
    assert said_of(ben) == (None, None)
    right = {"password": PASSWORD, "code": code_shown(ben)}
    assert stale.post("/account/confirm", data=right).status_code == 303
    assert said_of(ben) == (Method.PASSWORD_AND_CODE, NOW)


def test_guessing_is_slowed_down_in_the_same_place(stale: FlaskClient) -> None:
    for _ in range(5):
        stale.post("/account/confirm", data={"password": "wrong"})
    answer = stale.post("/account/confirm", data={"password": PASSWORD})
    assert answer.status_code == 422 and "Too many tries" in answer.text


def test_neither_password_nor_code_comes_back(stale: FlaskClient, ben: Member) -> None:
    a_device(ben)
    page = stale.post("/account/confirm", data={"password": "wrong horse", "code": "123456"}).text
    assert "wrong horse" not in page


@pytest.mark.parametrize(
    ("minutes", "method"),
    [(10, Method.PASSWORD), (10.1, Method.SESSION)],
)
def test_what_is_signed_says_how_the_signer_proved_it(
    stale: FlaskClient,
    asha: Member,
    ben: Member,
    clock: time_machine.Traveller,
    minutes: float,
    method: Method,
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    stale.post("/account/confirm", data={"password": PASSWORD})
    clock.move_to(NOW + timedelta(minutes=minutes))
    field = f"approve-{case_id.hex}-"
    stale.post(
        f"/queue/{case_id}/approve",
        data={f"{field}revision": 1, f"{field}role": "performed_direct", f"{field}level": "3"},
    )
    page = shown(stale.get(f"/cases/{case_id}").text)
    words = {Method.PASSWORD: "by password", Method.SESSION: "by having signed in"}[method]
    assert "Ben , supervisor, physician" in page
    assert "“I supervised this procedure in this role.”" in page
    assert re.search(rf"\d\d:\d\d\S* [AP]M UTC · {words}", page)


def test_what_others_ask_before_they_let_somebody_sign(
    app: Flask, ben: Member, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Presence(Method.PASSWORD, NOW - timedelta(minutes=9))
    monkeypatch.setattr(presence, "presence", lambda: found)
    with app.test_request_context():
        assert presence.fresh_or_redirect("/queue") is None
        assert presence.by_presence() == Proven(Method.PASSWORD)
        way = presence.fresh_or_redirect("/queue", strong=True)
        assert way is not None
        assert way.headers["Location"] == "/account/confirm?next=/queue&strong=yes"  # type: ignore[union-attr]


def test_a_device_is_set_up_on_the_account_page(
    client: FlaskClient, ben: Member, clock: time_machine.Traveller
) -> None:
    a_password(ben)
    sign_in(client, ben)
    assert "You use no device yet" in client.get("/account/device").text
    client.post("/account/device/setting-up")
    page = client.get("/account/device").text
    assert 'class="lb-qr"' in page and "style=" not in page
    [secret] = re.findall(r'lb-secret">([A-Z2-7]{32})<', page)
    wrong = client.post("/account/device", data={"first_code": "000000"})
    assert wrong.status_code == 422 and secret in wrong.text
    codes = client.post("/account/device", data={"first_code": code_shown(ben)}).text
    paper = re.findall(r"(?:[a-z2-9]{4}-){3}[a-z2-9]{4}", codes)
    assert len(set(paper)) == 10
    page = client.get("/account/device").text
    assert secret not in page and paper[0] not in page
    assert "10 codes are left" in page
    others = client.post("/account/device/codes").text
    assert paper[0] not in others
    assert client.post("/account/device/off", data={"password": "no"}).status_code == 422
    assert client.post("/account/device/off", data={"password": PASSWORD}).status_code == 303
    assert "You use no device yet" in client.get("/account/device").text


def test_nobody_sets_a_device_up_in_a_session_that_was_left_open(
    stale: FlaskClient, ben: Member
) -> None:
    stale.post("/account/device/setting-up")
    assert 'name="password"' in stale.get("/account/device").text
    first = {"first_code": code_shown(ben)}
    assert stale.post("/account/device", data=first).status_code == 422
    factor = db.session.get_one(SecondFactor, ben.account_id)
    assert factor.confirmed_at is None
    assert stale.post("/account/device", data={**first, "password": PASSWORD}).status_code == 200
    db.session.expire_all()
    assert db.session.get_one(SecondFactor, ben.account_id).confirmed_at is not None


def test_the_owner_is_told_when_devices_are_taken_off(
    client: FlaskClient, ada: Member, ben: Member, clock: time_machine.Traveller
) -> None:
    a_device(ben)
    sign_in(client, ada)
    wrong = client.post("/administration/lost-devices", data={"address": "eve@example.org"})
    assert wrong.status_code == 422 and "uses no device" in wrong.text
    OUTBOX.clear()
    client.post("/administration/lost-devices", data={"address": "ben@example.org"})
    [letter] = OUTBOX
    assert letter.to == "ben@example.org" and "/account" in letter.text
    assert db.session.scalars(select(SecondFactor)).all() == []


def test_passkeys_are_not_offered_where_browsers_make_none(
    client: FlaskClient, ben: Member, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, ben)
    monkeypatch.setitem(app.config, "BASE_URL", "http://192.0.2.1")
    assert "data-passkey-make" not in client.get("/account/passkeys").text
    monkeypatch.setitem(app.config, "BASE_URL", "https://logbook.example.org")
    assert "data-passkey-make" in client.get("/account/passkeys").text


def strong(client: FlaskClient, **typed: str) -> tuple[int, str]:
    """The page as somebody is sent there who is to sign a competency."""
    answer = client.post("/account/confirm", data={"strong": "yes", "next": "/queue", **typed})
    return answer.status_code, answer.text


def test_a_password_alone_never_passes_for_more(
    client: FlaskClient, ben: Member, clock: time_machine.Traveller
) -> None:
    """Neither for whoever has just signed in, nor for whoever has a passkey and types instead."""
    a_password(ben)
    sign_in(client, ben)
    status, page = strong(client, password=PASSWORD)
    assert status == 422 and "You have neither yet" in page
    a_kept_passkey(ben)
    assert strong(client, password=PASSWORD)[0] == 422
    assert said_of(ben) == (None, None)
    a_device(ben)
    assert strong(client, password=PASSWORD)[0] == 422
    assert 'name="code"' in client.get("/account/confirm?strong=yes").text
    assert strong(client, password=PASSWORD, code=code_shown(ben))[0] == 303
    assert "within the last ten minutes" in client.get("/account/confirm?strong=yes").text
    db.session.expire_all()
    assert said_of(ben) == (Method.PASSWORD_AND_CODE, NOW)
