"""Who gets in: tokens with scopes that end, pages with their session, and how often."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from logbook.database import db
from logbook.domain.scopes import Scope
from logbook.models.columns import new_id
from logbook.models.tokens import ApiToken
from logbook.services import identity, programs, tokens
from logbook.services.identity import of_account
from tests.cast import CAST, TODAY, Member
from tests.conftest import sign_in
from tests.makers.api import BASE, Program, a_body, a_token, problem, program_of
from tests.makers.cases import a_case

READS = {
    Scope.CASES_READ: "/cases",
    Scope.QUEUE_READ: "/queue",
    Scope.PROGRESS_READ: "/progress",
    Scope.CATALOGUE_READ: "/catalogue",
}


@pytest.mark.parametrize("who", ["asha", "ben", "lee", "dana", "ola", "rin", "ravi"])
def test_a_scope_opens_one_door_and_no_other(client: FlaskClient, who: str) -> None:
    """To those whom the policy lets in; to the others it stays shut."""
    shut = {("/queue", one) for one in ("asha", "lee", "dana", "ola", "rin", "ravi")}
    for scope in READS:
        program = program_of(client, CAST[who], scope)
        for other, path in READS.items():
            answer = program.get(path)
            if other is not scope:
                assert problem(answer) == (403, "scope")
            elif (path, who) in shut:
                assert problem(answer) == (403, "forbidden")
            else:
                assert answer.status_code == 200, (path, who)


def test_reading_is_no_writing(client: FlaskClient, asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben, submit=False)
    reader = program_of(client, asha, *READS)
    for answer in (
        reader.put(f"/cases/{new_id()}", a_body()),
        reader.post(f"/cases/{case_id}/submit", If_Match='"1"'),
        reader.post(f"/cases/{case_id}/withdraw", {}, If_Match='"1"'),
    ):
        assert problem(answer) == (403, "scope")
    answers = program_of(client, ben, Scope.QUEUE_READ)
    assert problem(answers.post(f"/queue/{case_id}/return", {"words": "No."}, If_Match='"1"')) == (
        403,
        "scope",
    )


def test_one_who_left_changes_nothing(client: FlaskClient, asha: Member, cora: Member) -> None:
    phone = program_of(client, asha)
    programs.leave(cora.actor, asha.id, TODAY)
    assert problem(phone.put(f"/cases/{new_id()}", a_body())) == (403, "forbidden")
    assert phone.get("/cases").status_code == 200


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic YTpi", "Bearer  \u00e9"])
def test_no_token(client: FlaskClient, header: str) -> None:
    answer = client.get(f"{BASE}/me", headers={"Authorization": header})
    assert problem(answer) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_ends(client: FlaskClient, asha: Member) -> None:
    phone = Program(client, a_token(asha, days=7))
    assert phone.get("/me").status_code == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(days=7, seconds=1)):
        assert problem(phone.get("/me")) == (401, "unauthenticated")


def test_a_revoked_token_opens_nothing(client: FlaskClient, asha: Member, eve: Member) -> None:
    token_id = new_id()
    phone = Program(client, a_token(asha, token_id=token_id))
    with pytest.raises(Exception, match="No row"):
        tokens.revoke(of_account(eve.account_id), token_id)
    tokens.revoke(of_account(asha.account_id), token_id)
    assert problem(phone.get("/me")) == (401, "unauthenticated")


def test_a_new_password_ends_all_tokens(client: FlaskClient, asha: Member) -> None:
    phone = program_of(client, asha)
    link = identity.ask_for_link("asha@example.org", "192.0.2.1")
    assert link is not None
    identity.set_password_by_link(link.token, "seven quiet herons")
    assert problem(phone.get("/me")) == (401, "unauthenticated")


def test_only_a_hash_is_kept(app: Flask, asha: Member) -> None:
    token = a_token(asha)
    row = db.session.scalars(select(ApiToken)).one()
    kept = " ".join(str(value) for value in vars(row).values())
    assert token not in kept and row.token_hash == identity.hash_of(token)
    assert token.startswith("logbook_pat_") and token.endswith(row.ending)


def test_a_token_counts_its_uses(
    client: FlaskClient, asha: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST_IN_WINDOW", 3)
    phone, other = program_of(client, asha), program_of(client, asha)
    at = datetime.now(UTC).replace(second=10, microsecond=0)
    with time_machine.travel(at, tick=False):
        left = [phone.get("/me").headers["RateLimit"] for _ in range(3)]
        assert left == [f'"token";r={n};t=50' for n in (2, 1, 0)]
        answer = phone.get("/me")
        assert problem(answer) == (429, "too-many")
        assert answer.headers["Retry-After"] == "50"
        assert other.get("/me").status_code == 200, "each token has its own"
    with time_machine.travel(at + timedelta(minutes=1), tick=False):
        assert phone.get("/me").status_code == 200
    assert db.session.scalars(select(ApiToken.last_used_at)).all() != [None, None]


def test_a_page_of_ours_needs_no_token_but_its_own(
    client: FlaskClient, asha: Member, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(client.application.config, "WTF_CSRF_ENABLED", True)
    page, address = sign_in(client, asha), f"{BASE}/cases/{new_id()}"
    me = page.get(f"{BASE}/me").get_json()
    assert (me["name"], me["account_id"]) == ("Asha", str(asha.account_id))
    assert me["enrollment_id"] == str(asha.enrollment_id)
    assert problem(page.put(address, json=a_body())) == (400, "csrf")
    named = {"X-CSRFToken": me["csrf_token"]}
    assert page.put(address, json=a_body(), headers=named).status_code == 201


def test_a_token_needs_no_csrf_and_shows_none(
    client: FlaskClient, asha: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(client.application.config, "WTF_CSRF_ENABLED", True)
    phone = program_of(client, asha)
    assert phone.get("/me").get_json()["csrf_token"] is None
    assert phone.put(f"/cases/{new_id()}", a_body()).status_code == 201


def test_a_token_speaks_for_its_owner_whoever_is_signed_in(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    phone = program_of(sign_in(client, ben), asha)
    assert phone.get("/me").get_json()["name"] == "Asha"


def test_the_administrator_works_in_no_program(client: FlaskClient, ada: Member) -> None:
    answers = [sign_in(client, ada).get(f"{BASE}{path}") for path in READS.values()]
    assert {problem(one) for one in answers} == {(403, "forbidden")}
