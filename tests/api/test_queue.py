"""Answers by a program. An approval is a signature: a token signs only while its owner lets it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from logbook.database import db
from logbook.domain.scopes import Scope
from logbook.domain.signatures import Method, Presence
from logbook.models.columns import new_id
from logbook.models.signatures import Signature
from logbook.services import tokens
from logbook.services.identity import of_account
from logbook.services.refusals import Conflict
from tests.cast import Member
from tests.conftest import sign_in
from tests.makers.api import BASE, Program, a_token, problem, program_of
from tests.makers.cases import a_case

APPROVAL = {"role": "performed_direct", "level": "3", "words": "Steady hands."}
LET = Presence(Method.PASSWORD_AND_CODE, datetime(2000, 1, 1, tzinfo=UTC))


def his_program(client: FlaskClient, ben: Member, presence: Presence | None) -> Program:
    """With a token that ben has let sign, if there is a proof."""
    token_id = new_id()
    token = a_token(ben, token_id=token_id)
    if presence is not None:
        tokens.let_sign(of_account(ben.account_id), token_id, presence)
    return Program(client, token)


def proved(minutes_ago: float) -> Presence:
    at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    return Presence(Method.PASSWORD_AND_CODE, at)


def methods_under(answer_id: str) -> list[Method]:
    asked = select(Signature.method).where(Signature.record_id == UUID(answer_id))
    return list(db.session.scalars(asked))


def test_to_hold_a_token_proves_nothing(client: FlaskClient, asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    for presence in (None, proved(10.5), proved(-1)):
        his = his_program(client, ben, presence)
        answer = his.post(f"/queue/{case_id}/approve", APPROVAL, If_Match='"1"')
        assert problem(answer) == (403, "unproven")
        assert answer.get_json()["confirm"] == "/account/tokens"
    assert db.session.scalars(select(Signature)).all() == []


def test_let_by_its_owner_it_signs_and_says_how(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    his = his_program(client, ben, proved(9))
    done = his.post(f"/queue/{case_id}/approve", APPROVAL, If_Match='"1"')
    assert done.status_code == 200, done.text
    said = done.get_json()
    assert said["case"]["state"] == "approved"
    assert said["case"]["answers"][0]["words"] == "Steady hands."
    assert methods_under(said["answer_id"]) == [Method.PASSWORD_AND_CODE]


def test_a_sitting_ends(client: FlaskClient, asha: Member, ben: Member) -> None:
    case_id, his = a_case(fellow=asha, supervisor=ben), his_program(client, ben, proved(0))
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
        answer = his.post(f"/queue/{case_id}/approve", APPROVAL, If_Match='"1"')
    assert problem(answer) == (403, "unproven")


def test_only_a_token_that_may_answer_can_be_let_sign(app: Flask, ben: Member) -> None:
    token_id = new_id()
    a_token(ben, Scope.QUEUE_READ, token_id=token_id)
    with pytest.raises(Conflict):
        tokens.let_sign(of_account(ben.account_id), token_id, proved(0))


def test_a_page_of_ours_signs_as_the_page_does(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    done = sign_in(client, ben).post(
        f"{BASE}/queue/{case_id}/approve", json=APPROVAL, headers={"If-Match": '"1"'}
    )
    assert done.status_code == 200, done.text
    assert methods_under(done.get_json()["answer_id"]) == [Method.SESSION]


def test_an_answer_to_what_has_changed_is_none(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id, his = a_case(fellow=asha, supervisor=ben), his_program(client, ben, proved(0))
    address = f"/queue/{case_id}/approve"
    assert problem(his.post(address, APPROVAL)) == (428, "unconditional")
    answer = his.post(address, APPROVAL, If_Match='"2"')
    assert problem(answer) == (412, "stale")
    assert answer.get_json()["sent"] == APPROVAL
    assert answer.get_json()["current"]["role"] is None, "not before the supervisor has stated one"


def test_returned_with_words(client: FlaskClient, asha: Member, ben: Member) -> None:
    case_id, his = a_case(fellow=asha, supervisor=ben), program_of(client, ben)
    address = f"/queue/{case_id}/return"
    assert problem(his.post(address, {"words": ""}, If_Match='"1"')) == (422, "invalid")
    assert problem(his.post(address, {"words": " "}, If_Match='"1"')) == (422, "invalid")
    done = his.post(address, {"words": "Which side?"}, If_Match='"1"')
    assert done.get_json()["case"]["state"] == "returned"
    seen = program_of(client, asha).get(f"/cases/{case_id}").get_json()
    assert seen["answers"][0]["words"] == "Which side?"


def test_nobody_else_answers(
    client: FlaskClient, asha: Member, ben: Member, eve: Member, dana: Member, rin: Member
) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    answers = {
        member.name: problem(
            program_of(client, member).post(
                f"/queue/{case_id}/return", {"words": "No."}, If_Match='"1"'
            )
        )
        for member in (asha, eve, dana, rin)
    }
    assert answers == {
        "asha": (403, "forbidden"),
        "eve": (404, "missing"),
        "dana": (403, "forbidden"),
        "rin": (403, "forbidden"),
    }


def test_the_queue_comes_in_pages(client: FlaskClient, asha: Member, ben: Member) -> None:
    ids = [str(a_case(fellow=asha, supervisor=ben)) for _ in range(22)]
    his = program_of(client, ben)
    first = his.get("/queue").get_json()
    second = his.get(first["next"].removeprefix("/api/v1")).get_json()
    found = [one["id"] for one in first["items"] + second["items"]]
    assert (len(first["items"]), second["next"]) == (20, None)
    assert sorted(found) == sorted(ids)
    assert problem(his.get(f"/queue?after={new_id()}")) == (404, "missing")
