"""Certificates in the browser: taking one along, showing it, and verifying it by anybody."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import jwt
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from logbook.domain.certificates import link_token
from logbook.domain.sign_offs import Decided
from logbook.models.programs import Program
from logbook.queries import certificates as queries
from logbook.services import certificate_reader, signing_keys
from logbook.services.certificate_reader import Look, Verdict
from logbook.web.certificates import public
from tests.cast import RIVERSIDE, TODAY, Member
from tests.conftest import sign_in
from tests.makers.badges import JWK, against
from tests.makers.certificates import INSTALLATION, a_certified, a_shared, completed
from tests.makers.forgery import forge
from tests.makers.sign_offs import a_candidate, a_granted, decide
from tests.statements import statements


@pytest.fixture
def keys(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(app.config, "BASE_URL", f"https://{INSTALLATION}")
    signing_keys.create(tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
def whole(keys: Path, ben: Member, eve: Member) -> tuple[Member, UUID]:
    found = a_certified(ben, eve)
    completed(keys)
    return found


def verified(client: FlaskClient, file: bytes) -> tuple[int, str]:
    data = {"file": (BytesIO(file), "certificate.json")}
    answer = client.post("/verify", data=data, content_type="multipart/form-data")
    return answer.status_code, answer.text


def test_a_fellow_makes_one_and_takes_it_along(
    client: FlaskClient, keys: Path, ben: Member, eve: Member
) -> None:
    nia = a_candidate(ben, eve)
    sign_off_id = a_granted(nia, ben, eve)
    assert (
        f"/certificates/of/{sign_off_id}"
        in sign_in(client, nia).get(f"/competencies/{sign_off_id}").text
    )
    made = [client.post(f"/certificates/of/{sign_off_id}") for _ in range(2)]
    assert made[0].location == made[1].location
    page = made[0].location
    assert "Its proof is not there yet" in client.get(page).text
    assert client.get(f"{page}/certificate.json").status_code == 404
    completed(keys)
    file = client.get(f"{page}/certificate.json")
    assert file.mimetype == "application/json" and b"EPA08" in file.data
    assert client.get(f"{page}/badge.jwt").text.count(".") == 2
    client.get("/sign-in")
    code, text = verified(client, file.data)
    assert code == 200 and "This is what was signed" in text and "holder: Nia" in text


def test_what_is_altered_or_no_certificate_is_told(
    client: FlaskClient, whole: tuple[Member, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = queries.one(whole[0].actor, whole[1], TODAY).file
    assert file is not None
    code, text = verified(client, file.replace('"code": "4"', '"code": "5"').encode())
    assert code == 422 and "This is not what was signed" in text
    code, text = verified(client, b"\xff\xfe")
    assert code == 422 and "Traceback" not in text
    monkeypatch.setattr(public, "LONGEST_FILE", 1000)
    code, text = verified(client, file.encode())
    assert code == 422 and "This file is too large for a certificate." in text
    assert "--key logbook.example.org+" in client.get("/verify").text


def test_who_hands_in_too_many_waits(
    client: FlaskClient, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes a process: nobody without an account keeps the machine busy with them."""
    monkeypatch.setattr(
        certificate_reader, "verified_apart", lambda *_: Look(Verdict.OURS, ("VALID",))
    )
    codes = [verified(client, b"{}")[0] for _ in range(22)]
    assert codes == [200] * 20 + [429] * 2
    assert "Too many tries" in verified(client, b"{}")[1]


def test_a_link_shows_what_its_holder_chose(
    client: FlaskClient, whole: tuple[Member, UUID], dana: Member
) -> None:
    nia, certificate_id = whole
    token = a_shared(nia, certificate_id)
    page = client.get(f"/shared/{token}").text
    assert "EPA08" in page and "It holds today" in page and "3 signatures" in page
    assert "Ben" not in page and "2026.2" not in page
    assert client.get(f"/shared/{token}/certificate.json").status_code == 404
    a_shared(nia, certificate_id, "signers", "file")
    page = client.get(f"/shared/{token}").text
    assert "Ben" in page and "I attest this level." in page
    assert client.get(f"/shared/{token}/certificate.json").status_code == 200
    sign_off_id = queries.one(nia.actor, certificate_id, TODAY).sign_off_id
    assert sign_off_id is not None
    decide(sign_off_id, dana, Decided.SUSPENDED)
    page = client.get(f"/shared/{token}").text
    assert "It does not hold today" in page and "suspended" in page


def test_who_guesses_links_waits_and_who_has_one_does_not(
    client: FlaskClient, whole: tuple[Member, UUID]
) -> None:
    token = a_shared(*whole, "file")
    guesses = [link_token(RIVERSIDE), token[:-1] + ("A" if token[-1] != "A" else "Q"), "nonsense"]
    paths = [f"/shared/{guesses[n % 3]}{'/certificate.json' if n % 2 else ''}" for n in range(20)]
    assert {client.get(path).status_code for path in paths} == {404}
    with statements() as written:
        answer = client.get(paths[0])
    assert answer.status_code == 429 and "Too many tries" in answer.text
    assert not [sql for sql in written if sql.startswith("INSERT")], "nor does the ledger grow"
    for path in (f"/shared/{token}", f"/shared/{token}/certificate.json"):
        assert client.get(path).status_code == 200
    elsewhere = {"REMOTE_ADDR": "192.0.2.77"}
    assert client.get(paths[0], environ_base=elsewhere).status_code == 404


def test_its_holder_withdraws_it(client: FlaskClient, whole: tuple[Member, UUID]) -> None:
    nia, certificate_id = whole
    token = a_shared(nia, certificate_id)
    where = f"/certificates/{certificate_id}"
    assert f"/shared/{token}" in sign_in(client, nia).get(where).text
    assert client.post(f"{where}/withdraw").status_code == 303
    gone = client.get(f"/shared/{token}")
    assert (
        gone.status_code == 410 and "not shown any more" in gone.text and "EPA08" not in gone.text
    )
    assert client.get(f"/shared/{token[:-1]}").status_code == 404


def test_a_stranger_finds_none(
    client: FlaskClient, whole: tuple[Member, UUID], asha: Member, eve: Member, rin: Member
) -> None:
    for stranger, code in ((asha, 404), (eve, 403), (rin, 404)):
        sign_in(client, stranger)
        for path in ("", "/certificate.json", "/badge.jwt"):
            assert client.get(f"/certificates/{whole[1]}{path}").status_code == code


def test_the_issuer_of_a_badge_has_a_profile(client: FlaskClient, asha: Member) -> None:
    profile = client.get(f"/certificates/issuers/{asha.program_id}").json
    assert profile is not None and profile["name"] == "Riverside"
    nobody = "00000000-0000-7000-8000-000000000000"
    assert client.get(f"/certificates/issuers/{nobody}").status_code == 404


def test_a_badge_points_to_its_key(
    client: FlaskClient, whole: tuple[Member, UUID], keys: Path
) -> None:
    """As a wallet does: the key is fetched where the header says, and fits what is in it."""
    badge = queries.one(whole[0].actor, whole[1], TODAY).badge
    assert badge is not None
    header = jwt.get_unverified_header(badge)
    answer = client.get(header["kid"].removeprefix(f"https://{INSTALLATION}"))
    assert answer.mimetype == "application/jwk+json" and answer.json is not None
    assert against(JWK, answer.json) == [] and answer.json["kid"].endswith(answer.request.path)
    assert header["jwk"].items() <= answer.json.items()
    jwt.decode(badge, jwt.PyJWK.from_dict(answer.json), algorithms=["EdDSA"])
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    signing_keys.rotate(keys)
    assert client.get(answer.request.path).json == answer.json, "what it signed holds"
    assert client.get(f"/certificates/keys/{whole[1]}").status_code == 404


def test_its_day_is_the_programs_for_who_has_no_account(
    client: FlaskClient, whole: tuple[Member, UUID]
) -> None:
    """Somewhere on earth it is always another day than in Greenwich."""
    token, now = a_shared(*whole), datetime.now(UTC)
    zone = "Pacific/Kiritimati" if now.hour >= 10 else "Pacific/Pago_Pago"
    forge(update(Program).where(Program.id == RIVERSIDE).values(time_zone=zone))
    there = now.astimezone(ZoneInfo(zone))
    assert there.date() != now.date()
    page = client.get(f"/shared/{token}").text
    assert f"certified on {there:%b} {there.day}, {there.year}." in page


@pytest.mark.parametrize("language", ["en", "id"])
def test_it_is_set_on_paper(client: FlaskClient, whole: tuple[Member, UUID], language: str) -> None:
    nia, certificate_id = whole
    client.get("/sign-in")
    sign_in(client, nia).post("/preferences", data={"language": language})
    answer = client.get(f"/certificates/{certificate_id}/certificate.pdf")
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF-")
    assert b"/MarkInfo" in answer.data and b"StructTreeRoot" in answer.data, "tagged"
