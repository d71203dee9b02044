"""Signing a competency with a passkey over the very text, or with a password and a code."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from logbook.domain.sign_offs import State
from logbook.domain.signatures import Method, b64decoded
from logbook.services import audit
from logbook.services.passkey_reader import is_good
from logbook.services.signatures import signatures_under
from tests.cast import RIVERSIDE, Member
from tests.conftest import sign_in
from tests.makers.passkeys import ORIGIN, SoftKey, a_passkey
from tests.makers.sign_offs import JUDGED_WELL, a_candidate, a_proposal, evidence, judge, the

pytestmark = pytest.mark.usefixtures("address")


@pytest.fixture
def address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "BASE_URL", ORIGIN)


def a_judgement(fellow: Member, by: Member, **but: object) -> dict[str, object]:
    seen = evidence(fellow, by).seen
    return {"judgement_id": uuid4(), "seen": seen, "level": "4", "words": JUDGED_WELL} | but


def answer(client: FlaskClient, key: SoftKey, path: str, data: dict[str, object]) -> str:
    """What the page's module does: ask for the text's hash, and have the passkey sign it."""
    asked = client.post(f"{path}/statement", data=data).json
    assert asked is not None
    return key.answer(b64decoded(asked["challenge"]), datetime.fromisoformat(asked["at"]))


def a_sign_off(ben: Member, eve: Member) -> tuple[Member, UUID]:
    nia = a_candidate(ben, eve)
    return nia, a_proposal(nia, ben, eve)


def test_a_judge_signs_the_very_text_with_a_passkey(
    client: FlaskClient, ben: Member, eve: Member
) -> None:
    (nia, sign_off_id), (key, _) = a_sign_off(ben, eve), a_passkey(ben)
    path, said = f"/competencies/{sign_off_id}/judgement", a_judgement(nia, ben)
    sign_in(client, ben)
    assert "data-passkey-sign" in client.get(path).text
    passkey = answer(client, key, path, said)
    other = client.post(path, data={**said, "level": "5", "passkey": passkey})
    assert other.status_code == 422 and "something else than this" in other.text
    assert the(sign_off_id).state is State.PROPOSED
    again = answer(client, key, path, said)
    assert client.post(path, data={**said, "passkey": again}).status_code == 303
    [_, signature] = signatures_under(RIVERSIDE, "sign_off", sign_off_id)
    assert signature.method is Method.PASSKEY and signature.proof is not None
    assert is_good(signature.proof, signature.sha256.hex(), ORIGIN)
    assert audit.verify() == []


def test_a_director_signs_a_decision_with_a_passkey(
    client: FlaskClient, ben: Member, eve: Member, dana: Member
) -> None:
    (nia, sign_off_id), (key, _) = a_sign_off(ben, eve), a_passkey(dana)
    judge(sign_off_id, ben, "4")
    judge(sign_off_id, eve, "5")
    decision_id, path = uuid4(), f"/competencies/{sign_off_id}/decisions"
    sent: dict[str, object] = {
        "decision_id": decision_id,
        "revision": the(sign_off_id).revision,
        "seen": evidence(nia, dana).seen,
        "decided": "by_director",
        "level": "4",
        "words": "After looking at all of it.",
    }
    sign_in(client, dana)
    assert client.post(f"{path}/statement", data={**sent, "words": ""}).status_code == 422
    assert client.post(f"{path}/statement", data={**sent, "revision": 1}).status_code == 409
    passkey = answer(client, key, path, sent)
    assert client.post(path, data={**sent, "passkey": passkey}).status_code == 303
    [signature] = signatures_under(RIVERSIDE, "sign_off_decision", decision_id)
    assert signature.method is Method.PASSKEY
    assert the(sign_off_id).state is State.GRANTED


def test_who_does_not_judge_gets_no_text_to_sign(
    client: FlaskClient, ben: Member, eve: Member, rin: Member, lee: Member
) -> None:
    nia, sign_off_id = a_sign_off(ben, eve)
    path = f"/competencies/{sign_off_id}/judgement/statement"
    said = a_judgement(nia, ben)
    for stranger, status in ((nia, 403), (rin, 404), (lee, 403)):
        sign_in(client, stranger)
        assert client.post(path, data=said).status_code == status
    assert the(sign_off_id).state is State.PROPOSED


def test_each_decision_asks_under_its_own_names(
    client: FlaskClient, ben: Member, eve: Member, dana: Member
) -> None:
    """Several forms stand on one page, and every label leads to its own field."""
    a_passkey(dana)
    _, sign_off_id = a_sign_off(ben, eve)
    judge(sign_off_id, ben, "4")
    judge(sign_off_id, eve, "5")
    page = sign_in(client, dana).get(f"/competencies/{sign_off_id}").text
    for name in ("by_director-words", "returned-words", "by_director-passkey", "returned-passkey"):
        assert page.count(f'id="{name}"') == 1
