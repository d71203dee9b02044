"""Sent twice, done once, answered twice the same."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from logbook.database import db
from logbook.models.audit import LedgerEntry
from logbook.models.tokens import AnsweredRequest
from logbook.services import idempotency
from logbook.services.idempotency import Answer
from logbook.services.refusals import Conflict
from tests.cast import Member
from tests.makers.api import problem, program_of
from tests.makers.cases import a_case
from tests.makers.together import a_busy_service, at_once

KEY = {"Idempotency_Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}


def events_about(case_id: UUID, name: str) -> int:
    asked = select(func.count()).where(LedgerEntry.subject_id == case_id, LedgerEntry.event == name)
    return db.session.scalars(asked).one()


def test_a_double_post_is_one_answer(client: FlaskClient, asha: Member, ben: Member) -> None:
    case_id, his = a_case(fellow=asha, supervisor=ben), program_of(client, ben)

    def send() -> tuple[int, str, str | None, str | None]:
        answer = his.post(
            f"/queue/{case_id}/return", {"words": "Which side?"}, If_Match='"1"', **KEY
        )
        again = answer.headers.get("Idempotency-Replayed")
        return answer.status_code, answer.text, answer.headers.get("ETag"), again

    first, second = send(), send()
    assert first[0] == 200 and first[:3] == second[:3]
    assert (first[3], second[3]) == (None, "true")
    assert events_about(case_id, "case.returned") == 1


def test_without_a_key_the_second_comes_too_late(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id, his = a_case(fellow=asha, supervisor=ben), program_of(client, ben)
    answers = [
        his.post(f"/queue/{case_id}/return", {"words": "Which side?"}, If_Match='"1"')
        for _ in range(2)
    ]
    assert [one.status_code for one in answers] == [200, 412]


def test_a_key_is_for_one_question(client: FlaskClient, asha: Member, ben: Member) -> None:
    case_id, his = a_case(fellow=asha, supervisor=ben), program_of(client, ben)
    address = f"/queue/{case_id}/return"
    his.post(address, {"words": "Which side?"}, If_Match='"1"', **KEY)
    other = his.post(address, {"words": "Which level?"}, If_Match='"1"', **KEY)
    assert problem(other) == (422, "invalid")
    assert problem(his.post(address, {"words": "x"}, If_Match='"1"', Idempotency_Key="")) == (
        400,
        "malformed",
    )


def test_a_refusal_is_not_kept(client: FlaskClient, asha: Member, ben: Member) -> None:
    case_id, his = a_case(fellow=asha, supervisor=ben), program_of(client, ben)
    address = f"/queue/{case_id}/return"
    assert his.post(address, {"words": " "}, If_Match='"1"', **KEY).status_code == 422
    assert db.session.scalars(select(AnsweredRequest)).all() == []
    assert his.post(address, {"words": " "}, If_Match='"1"', **KEY).status_code == 422
    assert his.post(address, {"words": "Side?"}, If_Match='"1"', **KEY).status_code == 200


def test_while_it_is_answered_nobody_else_answers_it(app: Flask, asha: Member) -> None:
    now = datetime.now(UTC)
    assert idempotency.claim(asha.actor, "a", "f", now) is None
    with pytest.raises(Conflict):
        idempotency.claim(asha.actor, "a", "f", now)
    later = now + idempotency.LOST_AFTER + timedelta(seconds=1)
    assert idempotency.claim(asha.actor, "a", "f", later) is None, "the first has died"
    idempotency.keep(asha.actor, "a", Answer(200, '"1"', "{}"))
    assert idempotency.claim(asha.actor, "a", "f", later) == Answer(200, '"1"', "{}")


def test_each_member_has_keys_of_their_own(app: Flask, asha: Member, ben: Member) -> None:
    now = datetime.now(UTC)
    assert idempotency.claim(asha.actor, "a", "f", now) is None
    assert idempotency.claim(ben.actor, "a", "f", now) is None


def test_after_a_day_it_is_forgotten(app: Flask, asha: Member) -> None:
    now = datetime.now(UTC)
    idempotency.claim(asha.actor, "a", "f", now)
    idempotency.keep(asha.actor, "a", Answer(200, "", "{}"))
    assert idempotency.sweep(asha.program_id, now + timedelta(hours=23)) == 0
    assert idempotency.sweep(asha.program_id, now + timedelta(hours=25)) == 1


def test_after_a_day_a_key_is_as_good_as_new(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id, his = a_case(fellow=asha, supervisor=ben), program_of(client, ben)
    sent = {"words": "Which side?"}
    his.post(f"/queue/{case_id}/return", sent, If_Match='"1"', **KEY)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=25)):
        late = his.post(f"/queue/{case_id}/return", sent, If_Match='"1"', **KEY)
    assert problem(late) == (412, "stale")


def test_of_many_at_the_same_moment_one_gets_in(tmp_path_factory: pytest.TempPathFactory) -> None:
    with a_busy_service("keys", tmp_path_factory) as (app, cast):
        asha, now = cast["asha"].actor, datetime.now(UTC)
        came = at_once(app, *[lambda: idempotency.claim(asha, "a", "f", now)] * 6)
    assert came == {"done": 1, "Conflict": 5}
