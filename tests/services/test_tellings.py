"""What webhooks are told: everything since they were made, once, signed, until it is taken."""

import json
from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from pytest import LogCaptureFixture
from sqlalchemy import select

from logbook.cli import telling
from logbook.database import db
from logbook.domain.sign_offs import Decided
from logbook.domain.webhooks import WAITS, DeliveryState, Told, signature
from logbook.models.audit import LedgerEntry
from logbook.models.webhooks import WebhookDelivery
from logbook.services import outward, tellings, webhooks
from logbook.services.outward import NotDelivered
from logbook.services.refusals import Conflict
from tests.cast import BEGAN, CAST, RIVERSIDE, Member
from tests.makers.api import a_webhook
from tests.makers.cases import a_case, an_approved_case
from tests.makers.people import a_fellow
from tests.makers.sign_offs import a_granted, a_version, decide

Post = tuple[str, dict[str, str], bytes]


class Outside:
    """The world outside: what it got, and what it answers, one after the other."""

    def __init__(self) -> None:
        self.got: list[Post] = []
        self.answers: list[int | str] = []

    def post(self, address: str, headers: dict[str, str], body: bytes, **_: object) -> int:
        self.got.append((address, headers, body))
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, str):
            raise NotDelivered(answer)
        return answer


@pytest.fixture
def outside(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Outside:
    found = Outside()
    monkeypatch.setattr(outward, "post", found.post)
    return found


def deliveries() -> list[WebhookDelivery]:
    db.session.expire_all()
    return list(db.session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)))


def later(**by: float) -> time_machine.travel:
    return time_machine.travel(datetime.now(UTC) + timedelta(**by))


def test_an_approved_case_is_told_once(
    app: Flask, outside: Outside, asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    a_webhook()
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    a_case(fellow=asha, supervisor=ben)
    assert (telling.gather(), telling.gather()) == (1, 0), "only what came after the webhook"
    assert (telling.tell(), telling.tell()) == ((1, 0), (0, 0))
    [(address, _, body)] = outside.got
    said = json.loads(body)
    assert (address, said["type"]) == ("https://hooks.example.org/logbook", "case.approved")
    assert (said["data"]["program_id"], said["data"]["case_id"]) == (str(RIVERSIDE), str(case_id))
    assert set(said["data"]) == {"program_id", "case_id", "answer_id"}, "no words, no names"


def test_it_is_signed_with_the_secret_that_was_shown(
    app: Flask, outside: Outside, asha: Member, ben: Member
) -> None:
    _, secret = a_webhook()
    an_approved_case(fellow=asha, supervisor=ben)
    telling.gather(), telling.tell()
    [(_, headers, body)] = outside.got
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)
    key = b64decode(secret.removeprefix("whsec_"))
    assert headers["webhook-signature"] == signature(key, headers["webhook-id"], at, body)


def test_a_signed_competency_is_told(
    app: Flask, outside: Outside, ben: Member, eve: Member
) -> None:
    fellow = a_fellow("Nia", version_id=a_version(committee=True), starts_on=BEGAN)
    for supervisor in (ben, eve):
        an_approved_case(fellow=fellow, supervisor=supervisor)
    a_webhook(Told.SIGN_OFF_SIGNED)
    signed = a_granted(fellow, ben, eve)
    decide(signed, CAST["dana"], Decided.CONFIRMED)
    telling.gather(), telling.tell()
    data = [json.loads(body)["data"] for _, _, body in outside.got]
    assert [(one["sign_off_id"], one["state"]) for one in data] == [
        (str(signed), "granted"),
        (str(signed), "confirmed"),
    ]


def test_each_is_told_what_it_asked_for(
    app: Flask, outside: Outside, asha: Member, ben: Member
) -> None:
    a_webhook(Told.SIGN_OFF_SIGNED, address="https://one.example.org/")
    a_webhook(Told.CASE_APPROVED, address="https://two.example.org/")
    an_approved_case(fellow=asha, supervisor=ben)
    telling.gather(), telling.tell()
    assert [address for address, _, _ in outside.got] == ["https://two.example.org/"]


def test_what_fails_is_tried_again_and_then_given_up(
    app: Flask, outside: Outside, asha: Member, ben: Member, caplog: LogCaptureFixture
) -> None:
    a_webhook()
    an_approved_case(fellow=asha, supervisor=ben)
    telling.gather()
    outside.answers = [500, "TimeoutError", *[503] * len(WAITS)]
    at, ids = datetime.now(UTC), set()
    for wait in (timedelta(0), *WAITS):
        at += wait
        if wait == WAITS[0]:
            with time_machine.travel(at - timedelta(seconds=2), tick=False):
                assert telling.tell() == (0, 0), "not before its time"
        with time_machine.travel(at + timedelta(seconds=1), tick=False):
            telling.tell()
            at = datetime.now(UTC)
        ids |= {headers["webhook-id"] for _, headers, _ in outside.got}
    [delivery] = deliveries()
    assert (delivery.state, delivery.tries) == (DeliveryState.FAILED, len(WAITS) + 1)
    assert len(ids) == 1, "the same telling has the same id at every try"
    with later(days=30):
        assert telling.tell() == (0, 0)
    names = [one.event for one in db.session.scalars(select(LedgerEntry))]
    assert names.count("webhook.given_up") == 1 and "webhook.delivered" not in names
    assert "hooks.example.org" not in caplog.text, "an address may hold a secret"


def test_after_a_failure_it_gets_there(
    app: Flask, outside: Outside, asha: Member, ben: Member
) -> None:
    a_webhook()
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    telling.gather()
    outside.answers = [500]
    assert telling.tell() == (0, 1)
    with later(minutes=1):
        assert telling.tell() == (1, 0)
    [delivery] = deliveries()
    assert (delivery.state, delivery.tries, delivery.last_answer) == ("delivered", 2, "200")
    entry = db.session.scalars(
        select(LedgerEntry).where(LedgerEntry.event == "webhook.delivered")
    ).one()
    assert json.loads(entry.facts)["about_id"] == str(case_id)


def test_one_out_of_reach_holds_up_no_other(
    app: Flask, outside: Outside, asha: Member, ben: Member
) -> None:
    a_webhook(address="https://down.example.org/"), a_webhook(address="https://up.example.org/")
    for _ in range(3):
        an_approved_case(fellow=asha, supervisor=ben)
    telling.gather()

    def post(address: str, *_: object, **__: object) -> int:
        outside.got.append((address, {}, b""))
        if "down" in address:
            raise NotDelivered("TimeoutError")
        return 204

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outward, "post", post)
        assert telling.tell() == (3, 1)
    assert [one for one, _, _ in outside.got].count("https://down.example.org/") == 1


def test_what_a_dead_worker_took_is_told_again(
    app: Flask, outside: Outside, asha: Member, ben: Member
) -> None:
    a_webhook()
    an_approved_case(fellow=asha, supervisor=ben)
    telling.gather()
    assert tellings.take(RIVERSIDE, datetime.now(UTC)) is not None
    assert telling.tell() == (0, 0), "it is in somebody's hands"
    with later(minutes=16):
        assert telling.tell() == (1, 0)


def test_a_removed_one_is_told_nothing_more(
    app: Flask, outside: Outside, asha: Member, ben: Member, dana: Member
) -> None:
    webhook_id, _ = a_webhook()
    an_approved_case(fellow=asha, supervisor=ben)
    telling.gather()
    webhooks.remove(dana.actor, webhook_id)
    an_approved_case(fellow=asha, supervisor=ben)
    assert (telling.gather(), telling.tell()) == (0, (0, 0))
    assert [(one.state, one.last_answer) for one in deliveries()] == [("failed", "removed")]
    with pytest.raises(Conflict):
        webhooks.remove(dana.actor, webhook_id)


def test_removed_while_it_was_sent(
    app: Flask, outside: Outside, asha: Member, ben: Member, dana: Member
) -> None:
    webhook_id, _ = a_webhook()
    an_approved_case(fellow=asha, supervisor=ben)
    telling.gather()
    taken = tellings.take(RIVERSIDE, datetime.now(UTC))
    assert taken is not None
    webhooks.remove(dana.actor, webhook_id)
    tellings.failed(taken, "500", datetime.now(UTC))
    assert deliveries()[0].state is DeliveryState.FAILED


def test_a_lost_key_is_said(
    app: Flask, outside: Outside, asha: Member, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_webhook()
    an_approved_case(fellow=asha, supervisor=ben)
    telling.gather()
    monkeypatch.setitem(app.config, "SECRET_KEY", "another " * 5)
    assert telling.tell() == (0, 1)
    assert (deliveries()[0].last_answer, outside.got) == ("key lost", [])


def test_a_long_ledger_is_read_in_parts(
    app: Flask, outside: Outside, asha: Member, ben: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tellings, "AT_ONCE", 2)
    a_webhook()
    for _ in range(5):
        an_approved_case(fellow=asha, supervisor=ben)
    assert [telling.gather() for _ in range(4)] == [2, 2, 1, 0]


def test_what_became_of_it_is_forgotten_after_three_months(
    app: Flask, outside: Outside, asha: Member, ben: Member
) -> None:
    a_webhook()
    for _ in range(2):
        an_approved_case(fellow=asha, supervisor=ben)
    telling.gather()
    outside.answers = [200, 500]
    telling.tell()
    with later(days=89):
        assert telling.forget() == (0, 0)
    with later(days=91):
        assert telling.forget() == (0, 1), "what still waits is kept"
    assert telling.gather() == 0, "and it is not told again"
