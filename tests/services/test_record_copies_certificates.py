"""Certificates in the copy that a fellow takes away: all three forms of each, and how to verify
them without us."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import jwt
import pytest
from flask import Flask

from logbook.queries import certificates as queries
from logbook.services import certificates, programs, signing_keys
from logbook.services.record_parts import PARTS, owner_of
from logbook.verify import certified
from tests.cast import TODAY, Member
from tests.makers.certificates import INSTALLATION, a_certificate, a_certified, completed
from tests.makers.sign_offs import a_candidate, a_granted
from tests.services.test_record_copies import made, speak


@pytest.fixture
def keys(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(app.config, "BASE_URL", f"https://{INSTALLATION}")
    signing_keys.create(tmp_path / "keys")
    return tmp_path / "keys"


def names_of(certificate_id: UUID, what: str) -> set[str]:
    return {f"certificates/{what}-{certificate_id}.{kind}" for kind in ("json", "jwt", "pdf")}


def held(file: ZipFile) -> set[str]:
    return {name for name in file.namelist() if name.startswith("certificates/")}


def test_all_forms_of_each_are_in_it_and_prove_themselves(
    keys: Path, ben: Member, eve: Member, dana: Member, cora: Member, tmp_path: Path
) -> None:
    """Also for who has left: the account outlives the membership."""
    nia, certificate_id = a_certified(ben, eve)
    assert nia.enrollment_id is not None
    whole = certificates.issue_whole(dana.actor, nia.enrollment_id, TODAY)
    completed(keys)
    programs.leave(cora.actor, nia.id, TODAY - timedelta(days=1))
    file = made(nia, tmp_path / "copies")
    assert held(file) == names_of(certificate_id, "EPA08") | names_of(whole, "fellowship")
    known = queries.keys(INSTALLATION)
    for what, one in (("EPA08", certificate_id), ("fellowship", whole)):
        named = f"certificates/{what}-{one}"
        statement, _ = certified(file.read(f"{named}.json").decode(), known)
        assert statement["id"] == str(one) and statement["holder"]["name"] == "Nia"
        badge = file.read(f"{named}.jwt").decode()
        key = jwt.PyJWK.from_dict(jwt.get_unverified_header(badge)["jwk"])
        assert jwt.decode(badge, key, algorithms=["EdDSA"])["jti"] == f"urn:uuid:{one}"
        assert file.read(f"{named}.pdf").startswith(b"%PDF-")
    for language in ("en", "id"):
        told = file.read(f"README.{language}.txt").decode()
        assert "certificates/*.json" in told and "python -m logbook.verify certificates/" in told


def test_one_without_its_proof_is_left_for_a_later_copy(
    keys: Path, ben: Member, eve: Member, tmp_path: Path
) -> None:
    nia, first = a_certified(ben, eve)
    completed(keys)
    other = a_candidate(ben, eve, name="Zoe")
    unproved = a_certificate(other.actor, a_granted(other, ben, eve))
    [part] = [part for part in PARTS if part.name == "certificates"]
    for who in (nia, other):
        (tmp_path / who.name).mkdir()
        part.make(owner_of(who.actor, "en", datetime.now(UTC)), tmp_path / who.name, speak)
    taken = {file.name for file in tmp_path.glob("*/certificates/*")}
    assert {f"certificates/{name}" for name in taken} == names_of(first, "EPA08")
    assert queries.one(other.actor, unproved, TODAY).file is None
