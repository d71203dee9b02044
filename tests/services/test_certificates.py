"""Certificates: whole, provable by whoever has the key, and false with any letter changed."""

import json
from base64 import urlsafe_b64encode
from itertools import product
from pathlib import Path
from uuid import UUID

import jwt
import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError, NoResultFound

from logbook.database import db
from logbook.domain.notes import Key
from logbook.domain.sign_offs import Decided
from logbook.models.certificates import Certificate
from logbook.queries import certificates as queries
from logbook.services import audit, certificates, checkpoints, progress, signing_keys
from logbook.services.refusals import Invalid, Refused
from logbook.verify import WRONG, certified
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.certificates import (
    INSTALLATION,
    a_certificate,
    a_certified,
    a_shared,
    completed,
)
from tests.makers.letters import changed, leaves
from tests.makers.sign_offs import a_candidate, a_granted, a_proposal, decide, the


@pytest.fixture
def keys(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(app.config, "BASE_URL", f"https://{INSTALLATION}")
    folder = tmp_path / "keys"
    signing_keys.create(folder)
    return folder


@pytest.fixture
def whole(keys: Path, ben: Member, eve: Member) -> tuple[Member, UUID]:
    """A fellow and their certificate, complete."""
    found = a_certified(ben, eve)
    assert completed(keys) == 1
    return found


def file_of(fellow: Member, certificate_id: UUID) -> str:
    file = queries.one(fellow.actor, certificate_id, TODAY).file
    assert file is not None
    return file


def key() -> Key:
    return queries.keys(INSTALLATION)[0]


def test_it_states_what_was_signed(whole: tuple[Member, UUID], ben: Member, eve: Member) -> None:
    statement, checkpoint = certified(file_of(*whole), [key()])
    assert statement["holder"]["name"] == "Nia" and statement["program"]["name"] == "Riverside"
    [one] = statement["competencies"]
    assert (one["competency"]["code"], one["level"]["code"]) == ("EPA08", "4")
    signers = [(each["name"], each["meaning"]) for each in one["signatures"]]
    assert signers == [("Nia", "proposes"), ("Ben", "attests"), ("Eve", "attests")]
    assert checkpoint.origin.startswith(f"{INSTALLATION}/{RIVERSIDE}/")
    assert audit.verify() == [] and progress.differences(RIVERSIDE) == []


def test_a_letter_changed_anywhere_is_found(whole: tuple[Member, UUID]) -> None:
    file = json.loads(file_of(*whole))
    good, found = key(), []
    for path, where in product(leaves(file), (0, -1)):
        try:
            certified(json.dumps(changed(file, path, where)), [good])
        except WRONG:
            continue
        found.append((path, where))
    assert found == []


def test_every_line_of_the_proof_counts(whole: tuple[Member, UUID]) -> None:
    file = json.loads(file_of(*whole))
    proof: str = file["proof"]
    for line in range(len(proof.splitlines())):
        lines = proof.splitlines(keepends=True)
        if not lines[line].strip():
            continue
        text = lines[line]
        lines[line] = ("B" if text[0] != "B" else "C") + text[1:]
        with pytest.raises(WRONG):
            certified(json.dumps({**file, "proof": "".join(lines)}), [key()])


def test_no_two_texts_are_one_proof(whole: tuple[Member, UUID]) -> None:
    """Base64 has bits to spare at its end: who fills them otherwise has another text."""
    file = json.loads(file_of(*whole))
    lines = file["proof"].split("\n")
    for n, line in enumerate(lines):
        if not line.endswith("="):
            continue
        body = line.rstrip("=")
        for other in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/":
            if other == body[-1]:
                continue
            text = "\n".join([*lines[:n], body[:-1] + other + line[len(body) :], *lines[n + 1 :]])
            with pytest.raises(WRONG):
                certified(json.dumps({**file, "proof": text}), [key()])


def test_another_key_of_that_name_is_not_believed(whole: tuple[Member, UUID]) -> None:
    with pytest.raises(WRONG):
        certified(file_of(*whole), [Key(INSTALLATION, bytes(32))])


def test_a_badge_is_verified_by_a_library_of_others(whole: tuple[Member, UUID]) -> None:
    badge = queries.one(whole[0].actor, whole[1], TODAY).badge
    assert badge is not None
    public = jwt.PyJWK.from_dict(jwt.get_unverified_header(badge)["jwk"])
    claims = jwt.decode(badge, public, algorithms=["EdDSA"])
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert claims["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert claims["credentialSubject"]["achievement"]["name"].startswith("EPA08 ")
    assert jwt.get_unverified_header(badge)["jwk"]["x"] in _as_jwk(key())


def _as_jwk(one: Key) -> str:
    return urlsafe_b64encode(one.public).decode()


def test_it_waits_for_the_key_and_is_made_once(ben: Member, eve: Member, keys: Path) -> None:
    nia, certificate_id = a_certified(ben, eve)
    assert queries.one(nia.actor, certificate_id, TODAY).file is None
    sign_off_id = queries.one(nia.actor, certificate_id, TODAY).sign_off_id
    assert sign_off_id is not None
    assert a_certificate(nia.actor, sign_off_id) == certificate_id
    assert (completed(keys), completed(keys)) == (1, 0)


def test_what_does_not_hold_is_not_certified(ben: Member, eve: Member, dana: Member) -> None:
    nia = a_candidate(ben, eve)
    open_ = a_proposal(nia, ben, eve)
    with pytest.raises(Refused, match="that holds today"):
        a_certificate(nia.actor, open_)
    standing = a_granted(a_candidate(ben, eve, name="Zoe"), ben, eve)
    decide(standing, dana, Decided.SUSPENDED)
    with pytest.raises(Refused, match="that holds today"):
        a_certificate(dana.actor, standing)


def test_who_makes_one(ben: Member, eve: Member, dana: Member, rin: Member) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_granted(nia, ben, eve)
    with pytest.raises(Refused, match="Only the fellow or a program director"):
        a_certificate(ben.actor, sign_off_id)
    with pytest.raises(NoResultFound):
        a_certificate(rin.actor, sign_off_id)
    assert a_certificate(dana.actor, sign_off_id)


def test_a_fellowship_is_the_directors_word(ben: Member, eve: Member, dana: Member) -> None:
    nia = a_candidate(ben, eve)
    a_granted(nia, ben, eve)
    assert nia.enrollment_id is not None
    with pytest.raises(Refused, match="Only a program director"):
        certificates.issue_whole(nia.actor, nia.enrollment_id, TODAY)
    certificate_id = certificates.issue_whole(dana.actor, nia.enrollment_id, TODAY)
    one = queries.one(nia.actor, certificate_id, TODAY)
    assert one.statement["kind"] == "fellowship" and len(one.statement["competencies"]) == 1
    assert one.statement["issued_by"] == {"name": "Dana", "role": "director"}
    assert certificates.issue_whole(dana.actor, nia.enrollment_id, TODAY) == certificate_id
    decide(UUID(one.statement["competencies"][0]["sign_off"]), dana, Decided.SUSPENDED)
    with pytest.raises(Invalid):
        certificates.issue_whole(dana.actor, nia.enrollment_id, TODAY)


def test_only_its_holder_shares_and_withdraws(
    whole: tuple[Member, UUID], dana: Member, rin: Member
) -> None:
    nia, certificate_id = whole
    for other in (dana, rin):
        with pytest.raises((Refused, NoResultFound)):
            certificates.share(other.actor, certificate_id, ["signers"])
    token = a_shared(nia, certificate_id, "signers", "nonsense")
    assert certificates.find(nia.actor, certificate_id).shows == ["signers"]
    certificates.withdraw(nia.actor, certificate_id)
    with pytest.raises(Refused, match="not shared"):
        certificates.withdraw(nia.actor, certificate_id)
    assert a_shared(nia, certificate_id) == token, "the link stays the same"
    assert audit.verify() == []


def test_it_shows_at_once_that_it_does_not_hold(whole: tuple[Member, UUID], dana: Member) -> None:
    nia, certificate_id = whole
    one = queries.one(nia.actor, certificate_id, TODAY)
    assert one.holds and one.sign_off_id is not None
    decide(one.sign_off_id, dana, Decided.REVOKED)
    assert the(one.sign_off_id).state.value == "revoked"
    assert not queries.one(nia.actor, certificate_id, TODAY).holds


def test_a_row_altered_behind_our_back_is_named(whole: tuple[Member, UUID]) -> None:
    certificate = db.session.get_one(Certificate, (RIVERSIDE, whole[1]))
    certificate.shows = ["file"]
    db.session.flush()
    [fault] = audit.verify()
    assert str(whole[1]) in str(fault.what.params)
    db.session.rollback()


def test_what_it_states_never_changes(whole: tuple[Member, UUID]) -> None:
    certificate = db.session.get_one(Certificate, (RIVERSIDE, whole[1]))
    certificate.text = certificate.text.replace("Nia", "Mia")
    with pytest.raises(DBAPIError):
        db.session.flush()
    db.session.rollback()


def test_a_retired_key_still_verifies(whole: tuple[Member, UUID], keys: Path) -> None:
    signing_keys.rotate(keys)
    known = queries.keys(INSTALLATION)
    assert len(known) == 2
    statement, _ = certified(file_of(*whole), known)
    assert statement["kind"] == "competency"
    assert checkpoints.newest(RIVERSIDE) is not None
