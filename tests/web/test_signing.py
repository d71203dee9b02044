"""Signing with a passkey, and what is shown of a signature: as the browser's requests have it."""

import re
from datetime import datetime
from html import unescape
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from logbook.database import db
from logbook.domain.catalogue import CaseRole
from logbook.domain.signatures import Meaning, Method, b64decoded
from logbook.models.identity import Account
from logbook.queries.devices import passkeys_of
from logbook.services import approval, audit
from logbook.services.passkey_reader import is_good
from logbook.services.signatures import signatures_under
from logbook.web.identity.passkeys import CHALLENGE
from logbook.web.words import label
from tests.cast import Member
from tests.conftest import sign_in
from tests.makers.assessments import WENT_WELL, an_answer, an_assessment
from tests.makers.cases import a_case, an_approved_case
from tests.makers.passkeys import ORIGIN, SoftKey, a_kept_passkey, a_passkey


@pytest.fixture(autouse=True)
def address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "BASE_URL", ORIGIN)


def shown(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(html)).split())


def answer(client: FlaskClient, key: SoftKey, assessment_id: UUID) -> str:
    """What the page's module does: ask for the text's hash, and have the passkey sign it."""
    asked = client.post(
        f"/assessments/{assessment_id}/statement", data={**an_answer(), "revision": 1}
    ).json
    assert asked is not None and asked["rp_id"] == "localhost"
    at = datetime.fromisoformat(asked["at"])
    return key.answer(b64decoded(asked["challenge"]), at)


def say(client: FlaskClient, assessment_id: UUID, passkey: str, **but: object) -> int:
    data = {**an_answer(**but), "revision": 1, "step": "sign", "passkey": passkey}
    return client.post(f"/assessments/{assessment_id}/answers", data=data).status_code


def test_an_assessment_is_signed_with_a_passkey(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    key, _ = a_passkey(ben)
    sign_in(client, ben)
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    assert "data-passkey-sign" in client.get(f"/assessments/{assessment_id}/answers").text
    assert say(client, assessment_id, answer(client, key, assessment_id)) == 303
    [signature] = signatures_under(ben.program_id, "assessment", assessment_id)
    assert signature.method is Method.PASSKEY and signature.proof is not None
    assert is_good(signature.proof, signature.sha256.hex(), ORIGIN)
    page = shown(client.get(f"/assessments/{assessment_id}").text)
    assert "“I observed this, and this is my judgement.”" in page and "· by passkey" in page
    assert audit.verify() == []


def test_an_answer_over_another_text_signs_nothing(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    key, _ = a_passkey(ben)
    sign_in(client, ben)
    first, second = (an_assessment(fellow=asha, assessor=ben) for _ in range(2))
    assert say(client, second, answer(client, key, first)) == 422
    assert say(client, first, answer(client, key, first), level="2") == 422
    assert signatures_under(ben.program_id, "assessment", first) == []
    assert say(client, first, "{}") == 422


def test_what_was_typed_stays_and_the_answer_over_another_text_goes(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    key, _ = a_passkey(ben)
    sign_in(client, ben)
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    sent = {
        **an_answer(level="2"),
        "revision": 1,
        "step": "sign",
        "passkey": answer(client, key, assessment_id),
    }
    page = client.post(f"/assessments/{assessment_id}/answers", data=sent).text
    assert "Your passkey has signed something else than this." in page
    assert WENT_WELL in page and "client_data" not in unescape(page)


def test_without_a_passkey_no_button_asks_for_one(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    page = sign_in(client, ben).get(f"/assessments/{assessment_id}/answers").text
    assert "data-passkey-sign" not in page


def test_what_is_not_fit_to_be_signed_is_not_put_before_a_passkey(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    sign_in(client, ben)
    where = f"/assessments/{assessment_id}/statement"
    assert client.post(where, data={**an_answer(level=""), "revision": 1}).status_code == 422
    assert client.post(where, data=an_answer()).status_code == 422
    assert client.post(where, data={**an_answer(), "revision": 7}).status_code == 409


def test_a_passkey_is_added_once_for_each_challenge(client: FlaskClient, ben: Member) -> None:
    sign_in(client, ben)
    client.get("/account/passkeys")
    with client.session_transaction() as cookie:
        challenge = cookie[CHALLENGE]
    made = SoftKey().made(challenge)
    data = {"name": "Phone", "answer": made}
    assert client.post("/account/passkeys", data=data).status_code == 303
    [kept] = passkeys_of(ben.account_id)
    client.post(f"/account/passkeys/{kept.id}/remove")
    assert client.post("/account/passkeys", data=data).status_code == 422, "replayed"
    assert passkeys_of(ben.account_id) == []


def test_renaming(client: FlaskClient, ben: Member) -> None:
    passkey_id = a_kept_passkey(ben)
    sign_in(client, ben)
    client.post(f"/account/passkeys/{passkey_id}", data={"name": "Blue key"})
    client.post(f"/account/passkeys/{passkey_id}", data={"name": ""})
    assert [one.name for one in passkeys_of(ben.account_id)] == ["Blue key"]


def test_a_signature_shows_the_signer_as_they_were(
    client: FlaskClient, asha: Member, ben: Member
) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    db.session.execute(update(Account).where(Account.id == ben.account_id).values(name="Benno"))
    db.session.commit()
    page = shown(sign_in(client, asha).get(f"/cases/{case_id}").text)
    assert "Answer of Benno" in page and "Ben , supervisor, physician" in page


def test_what_was_taken_back_says_so(client: FlaskClient, asha: Member, ben: Member) -> None:
    case_id = a_case(fellow=asha, supervisor=ben)
    answer_id = approval.approve(
        ben.actor, case_id, 1, role_stated=CaseRole.PERFORMED_DIRECT, level="3"
    )
    approval.undo(ben.actor, answer_id)
    page = shown(sign_in(client, asha).get(f"/cases/{case_id}").text)
    assert "Signed and taken back within seconds" in page and "“This no longer holds.”" in page


def test_every_method_and_meaning_has_its_words(app: Flask) -> None:
    with app.test_request_context():
        words = [label(one) for one in (*Method, *Meaning)]
    assert len(set(words)) == len(Method) + len(Meaning)


def test_a_stranger_gets_no_text_to_sign(
    client: FlaskClient, asha: Member, ben: Member, eve: Member, rin: Member
) -> None:
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    for stranger, status in ((eve, 404), (rin, 403), (asha, 403)):
        sign_in(client, stranger)
        where = f"/assessments/{assessment_id}/statement"
        assert client.post(where, data={**an_answer(), "revision": 1}).status_code == status
