"""Passkeys: what is accepted as one, what its answer is good for, and who can verify it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.signatures import Method, Proven, b64, b64decoded
from logbook.models.signatures import Signature
from logbook.queries.devices import passkeys_of
from logbook.services import assessing, audit, passkeys, second_factor
from logbook.services.identity import of_account
from logbook.services.passkey_reader import is_good
from logbook.services.refusals import Conflict, Invalid
from logbook.services.signatures import signatures_under
from tests.cast import Member
from tests.makers.assessments import a_judgement, an_assessment
from tests.makers.forgery import forge
from tests.makers.passkeys import ORIGIN, SoftKey, a_passkey

HASH = bytes(range(32))
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
CHALLENGE = b64(b"asked once " * 3)


@pytest.fixture(autouse=True)
def address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "BASE_URL", ORIGIN)


def proven(member: Member, answer: str) -> Proven:
    return passkeys.proven(of_account(member.account_id), answer)


def test_a_passkey_is_registered_and_signs(ben: Member) -> None:
    key, passkey_id = a_passkey(ben)
    by = proven(ben, key.answer(HASH, NOW))
    assert (by.method, by.at) == (Method.PASSKEY, NOW)
    [kept] = passkeys_of(ben.account_id)
    assert (kept.id, kept.name, kept.credential_id) == (passkey_id, "Phone", b64(key.id))
    assert kept.used_at is not None
    assert audit.verify() == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key, made: key.made(b64(b"another challenge of the same length")),
        lambda key, made: SoftKey(flags=0x01).made(CHALLENGE),
        lambda key, made: SoftKey(origin="https://elsewhere.example").made(CHALLENGE),
        lambda key, made: made[:-9],
        lambda key, made: "null",
        lambda key, made: "{}",
        lambda key, made: "[" * 9000,
        lambda key, made: json.dumps("x" * 20_000),
    ],
)
def test_what_is_no_answer_to_what_was_asked_is_not_registered(
    ben: Member, spoil: Callable[[SoftKey, str], str]
) -> None:
    key = SoftKey()
    with pytest.raises(Invalid):
        passkeys.add(
            of_account(ben.account_id), "Phone", spoil(key, key.made(CHALLENGE)), CHALLENGE
        )
    assert passkeys_of(ben.account_id) == []


def test_nobody_registers_a_passkey_that_is_known(ben: Member, eve: Member) -> None:
    a_passkey(ben)
    with pytest.raises(Invalid):
        a_passkey(eve)


def test_it_is_named_renamed_and_removed_by_its_owner_only(ben: Member, eve: Member) -> None:
    key, passkey_id = a_passkey(ben)
    mine, hers = of_account(ben.account_id), of_account(eve.account_id)
    for act in (
        lambda: passkeys.rename(hers, passkey_id, "X"),
        lambda: passkeys.remove(hers, passkey_id),
    ):
        with pytest.raises(NoResultFound):
            act()
    with pytest.raises(Invalid):
        passkeys.rename(mine, passkey_id, "  ")
    passkeys.rename(mine, passkey_id, " Blue  key ")
    assert [one.name for one in passkeys_of(ben.account_id)] == ["Blue key"]
    passkeys.remove(mine, passkey_id)
    assert passkeys_of(ben.account_id) == []
    with pytest.raises(Invalid):
        proven(ben, key.answer(HASH, NOW))


def test_nobody_has_more_than_ten(ben: Member) -> None:
    for number in range(passkeys.MOST):
        a_passkey(ben, f"Key {number}")
    with pytest.raises(Invalid):
        a_passkey(ben, "One more")


def test_another_persons_answer_is_nothing(ben: Member, eve: Member) -> None:
    key, _ = a_passkey(ben)
    with pytest.raises(Invalid):
        proven(eve, key.answer(HASH, NOW))


@pytest.mark.parametrize(
    "but",
    [
        {"credential_id": "AAAA"},
        {"signature": b64(bytes(70))},
        {"signature": "ä"},
        {"client_data": b64(b"{}")},
        {"authenticator_data": b64(bytes(37))},
        {"at": "today"},
        {"at": "2026-11-25T12:00:00"},
        {"at": 7},
    ],
)
def test_a_broken_answer_is_refused(ben: Member, but: dict[str, Any]) -> None:
    key, _ = a_passkey(ben)
    answer = json.loads(key.answer(HASH, NOW))
    with pytest.raises(Invalid):
        proven(ben, json.dumps(answer | but))


@pytest.mark.parametrize("answer", ["", "null", "[]", "7", "{" * 500, "x" * 20_000])
def test_what_is_no_answer_at_all_is_refused(ben: Member, answer: str) -> None:
    a_passkey(ben)
    with pytest.raises(Invalid):
        proven(ben, answer)


def test_a_copied_device_is_noticed(ben: Member) -> None:
    key, _ = a_passkey(ben)
    copy = SoftKey(key.private, key.id)
    for _use in range(3):
        proven(ben, key.answer(HASH, NOW))
    with pytest.raises(Conflict, match="copied"):
        proven(ben, copy.answer(HASH, NOW))


def a_proof(key: SoftKey | None = None, sha256: bytes = HASH) -> dict[str, str]:
    key = key or SoftKey()
    answer = json.loads(key.answer(sha256, NOW))
    public = key.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {name: answer[name] for name in passkeys.PARTS} | {"public_key": b64(public)}


def test_anybody_verifies_it_with_the_text_and_the_public_key_alone() -> None:
    assert is_good(a_proof(), HASH.hex(), ORIGIN)
    assert is_good(a_proof(), HASH.hex())
    assert not is_good(a_proof(), bytes(32).hex())
    assert not is_good(a_proof(), HASH.hex(), "https://elsewhere.example")
    assert not is_good(a_proof(SoftKey(flags=0x01)), HASH.hex()), "nobody made sure who it was"
    assert not is_good(a_proof() | {"public_key": a_proof()["public_key"]}, HASH.hex())


@pytest.mark.parametrize("part", ["client_data", "authenticator_data", "signature"])
def test_every_changed_byte_is_found(part: str) -> None:
    proof = a_proof()
    data = b64decoded(proof[part])
    for place in range(len(data)):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert not is_good({**proof, part: b64(changed)}, HASH.hex(), ORIGIN), place


def test_the_other_kinds_of_key_that_passkeys_have() -> None:
    signed = a_proof()
    over = b64decoded(signed["authenticator_data"])
    over += sha256(b64decoded(signed["client_data"])).digest()
    of_25519 = ed25519.Ed25519PrivateKey.generate()
    of_rsa = rsa.generate_private_key(65537, 2048)
    for key, signature in (
        (of_25519.public_key(), of_25519.sign(over)),
        (of_rsa.public_key(), of_rsa.sign(over, PKCS1v15(), SHA256())),
    ):
        public = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        proof = signed | {"public_key": b64(public), "signature": b64(signature)}
        assert is_good(proof, HASH.hex(), ORIGIN)
        assert not is_good(proof, bytes(32).hex(), ORIGIN)


def signed_assessment(asha: Member, ben: Member) -> Signature:
    key, _ = a_passkey(ben)
    assessment_id = an_assessment(fellow=asha, assessor=ben)
    at = datetime.now(UTC)
    statement = assessing.to_be_signed(ben.actor, assessment_id, 1, a_judgement(), at)
    by = proven(ben, key.answer(statement.sha256, at))
    assessing.finish(ben.actor, assessment_id, 1, a_judgement(), by)
    [signature] = signatures_under(ben.program_id, "assessment", assessment_id)
    return signature


def test_a_signature_by_passkey_can_be_verified_from_its_row(asha: Member, ben: Member) -> None:
    signature = signed_assessment(asha, ben)
    assert signature.proof is not None
    assert is_good(signature.proof, signature.sha256.hex(), ORIGIN)
    assert audit.verify() == []


def test_an_answer_over_one_record_signs_no_other(asha: Member, ben: Member) -> None:
    key, _ = a_passkey(ben)
    first, second = (an_assessment(fellow=asha, assessor=ben) for _ in range(2))
    at = datetime.now(UTC)
    statement = assessing.to_be_signed(ben.actor, first, 1, a_judgement(), at)
    by = proven(ben, key.answer(statement.sha256, at))
    with pytest.raises(Invalid, match="passkey"):
        assessing.finish(ben.actor, second, 1, a_judgement(), by)
    moved = Proven(by.method, at + timedelta(microseconds=1), by.proof)
    with pytest.raises(Invalid, match="passkey"):
        assessing.finish(ben.actor, first, 1, a_judgement(), moved)


def test_a_forged_proof_is_named_by_the_ledger(asha: Member, ben: Member) -> None:
    signature = signed_assessment(asha, ben)
    table = Signature.metadata.tables["signature"]
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ALTER TABLE signature DISABLE TRIGGER USER"))
    else:
        db.session.execute(text("DROP TRIGGER signature_refuses_update"))
    forge(update(table).values(proof=a_proof(sha256=bytes(32))))
    found = [fault.what.id for fault in audit.verify()]
    assert "No passkey has signed the text of this signature: %(id)s." in found
    assert signature.id is not None


def test_lost_passkeys_are_taken_off_by_the_administrator(ben: Member, ada: Member) -> None:
    a_passkey(ben)
    second_factor.reset(ada.actor, "ben@example.org")
    assert passkeys_of(ben.account_id) == []


@pytest.mark.parametrize(
    ("base", "possible"),
    [
        ("https://logbook.example.org", True),
        ("http://localhost:5000", True),
        ("http://logbook.example.org", False),
        ("http://127.0.0.1:5000", False),
        ("https://[::1]", False),
    ],
)
def test_where_browsers_make_passkeys(
    app: Flask, monkeypatch: pytest.MonkeyPatch, base: str, possible: bool
) -> None:
    monkeypatch.setitem(app.config, "BASE_URL", base)
    assert passkeys.here().can_have_passkeys is possible
