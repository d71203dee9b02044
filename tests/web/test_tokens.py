"""Tokens in one's account: shown once, let sign after a proof, revoked by their owner."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from logbook.database import db
from logbook.domain.signatures import Method
from logbook.models.audit import LedgerEntry
from logbook.models.columns import new_id
from logbook.models.identity import SignInSession
from logbook.models.tokens import ApiToken
from logbook.policy.actors import INSTALLATION
from logbook.services import identity, tokens
from logbook.services.identity import of_account
from tests.cast import CAST, Member
from tests.conftest import sign_in
from tests.makers.api import EVERY_SCOPE, a_token, program_of

FORM = {"name": "Phone", "scopes": ["cases:read", "cases:write"], "days": "30"}
PASSWORD = "seven quiet herons"


def long_ago() -> None:
    """Everybody has signed in an hour ago: no proof is fresh."""
    at = datetime.now(UTC) - timedelta(hours=1)
    db.session.execute(update(SignInSession).values(created_at=at))
    db.session.commit()


def give_password(member: Member) -> None:
    link = identity.ask_for_link(f"{member.name}@example.org", "192.0.2.1")
    assert link is not None
    identity.set_password_by_link(link.token, PASSWORD)


def told(event: str) -> int:
    rows = db.session.scalars(
        select(LedgerEntry).where(
            LedgerEntry.program_id == INSTALLATION, LedgerEntry.event == event
        )
    )
    return len(rows.all())


def test_a_token_is_shown_once_and_works(client: FlaskClient, asha: Member) -> None:
    page, token_id = sign_in(client, asha), str(new_id())
    made = page.post("/account/tokens", data={**FORM, "token_id": token_id})
    [token] = re.findall(r"logbook_pat_[\w-]{43}", made.text)
    called = client.application.test_client().get(
        "/api/v1/me", headers={"Authorization": f"Bearer {token}"}
    )
    assert called.get_json()["scopes"] == ["cases:read", "cases:write"]
    shown = page.get("/account/tokens").text
    assert token not in shown and token[-4:] in shown and "Phone" in shown
    assert told("account.token_made") == 1


def test_a_double_tap_makes_one(client: FlaskClient, asha: Member) -> None:
    page, form = sign_in(client, asha), {**FORM, "token_id": str(new_id())}
    answers = [page.post("/account/tokens", data=form) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 409]
    assert "logbook_pat_" not in answers[1].text
    assert len(db.session.scalars(select(ApiToken)).all()) == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "This field is required."),
        ({"scopes": []}, "Choose at least one."),
        ({"scopes": ["everything"]}, "Choose at least one."),
        ({"days": "36500"}, "Choose one of the list."),
        ({"days": "x"}, "Choose one of the list."),
    ],
)
def test_what_will_not_do_is_said_and_kept(
    client: FlaskClient, asha: Member, wrong: dict[str, object], says: str
) -> None:
    answer = sign_in(client, asha).post("/account/tokens", data={**FORM, **wrong})
    assert answer.status_code == 422 and says in answer.text
    assert wrong.get("name") == "" or 'value="Phone"' in answer.text
    assert db.session.scalars(select(ApiToken)).all() == []


def test_who_finds_a_browser_open_makes_none(client: FlaskClient, asha: Member) -> None:
    give_password(asha)
    page = sign_in(client, asha)
    long_ago()
    assert page.post("/account/tokens", data=FORM).status_code == 422
    assert page.post("/account/tokens", data={**FORM, "password": "wrong"}).status_code == 422
    assert db.session.scalars(select(ApiToken)).all() == []
    assert page.post("/account/tokens", data={**FORM, "password": PASSWORD}).status_code == 200


def test_the_owner_lets_it_sign(client: FlaskClient, ben: Member) -> None:
    give_password(ben)
    token_id = new_id()
    a_token(ben, token_id=token_id)
    page, address = sign_in(client, ben), f"/account/tokens/{token_id}/sign"
    long_ago()
    assert page.post(address).status_code == 422
    assert page.post(address, data={"password": "wrong"}).status_code == 422
    assert db.session.scalars(select(ApiToken.confirmed_at)).one() is None
    assert page.post(address, data={"password": PASSWORD}).status_code == 303
    row = db.session.scalars(select(ApiToken)).one()
    assert row.confirmed_by is Method.PASSWORD and row.confirmed_at is not None
    assert datetime.now(UTC) - row.confirmed_at < timedelta(minutes=1)
    assert "May sign" in page.get("/account/tokens").text
    assert told("account.token_may_sign") == 1


def test_a_sitting_is_not_made_longer(client: FlaskClient, ben: Member) -> None:
    """An earlier proof that is still fresh will do; its ten minutes go on from then."""
    token_id = new_id()
    a_token(ben, token_id=token_id)
    page = sign_in(client, ben)
    at = datetime.now(UTC) - timedelta(minutes=9)
    db.session.execute(update(SignInSession).values(created_at=at))
    db.session.commit()
    assert page.post(f"/account/tokens/{token_id}/sign").status_code == 303
    assert db.session.scalars(select(ApiToken.confirmed_at)).one() == at


def test_nobody_elses(client: FlaskClient, asha: Member, eve: Member) -> None:
    token_id = new_id()
    a_token(asha, token_id=token_id)
    page = sign_in(client, eve)
    assert "You have none yet." in page.get("/account/tokens").text
    assert page.post(f"/account/tokens/{token_id}/revoke").status_code == 404
    assert page.post(f"/account/tokens/{token_id}/sign").status_code == 404
    row = db.session.scalars(select(ApiToken)).one()
    assert (row.revoked_at, row.confirmed_at) == (None, None)


def test_revoked(client: FlaskClient, asha: Member) -> None:
    token_id = new_id()
    a_token(asha, token_id=token_id)
    page = sign_in(client, asha)
    assert page.post(f"/account/tokens/{token_id}/revoke").status_code == 303
    assert page.post(f"/account/tokens/{token_id}/revoke").status_code == 404
    assert told("account.token_revoked") == 1


def test_the_page_tells_whether_it_was_used(client: FlaskClient, asha: Member) -> None:
    phone, page = program_of(client.application.test_client(), asha), sign_in(client, asha)
    assert "not used yet" in page.get("/account/tokens").text
    phone.get("/me")
    assert "last used" in page.get("/account/tokens").text


def test_no_more_than_twenty(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asha = CAST["asha"]
    monkeypatch.setattr(tokens, "MOST_TOKENS", 1)
    a_token(asha, *EVERY_SCOPE)
    answer = sign_in(client, asha).post("/account/tokens", data=FORM)
    assert answer.status_code == 422 and "At most 1 tokens." in answer.text
    tokens.revoke(of_account(asha.account_id), db.session.scalars(select(ApiToken.id)).one())
    assert sign_in(client, asha).post("/account/tokens", data=FORM).status_code == 200
