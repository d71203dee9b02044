"""A certificate far from where it was made: in another installation, and with no service at all."""

import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import insert, select

from logbook import create_app
from logbook.database import db
from logbook.domain.notes import Key
from logbook.models.audit import LedgerEntry
from logbook.models.programs import Program
from logbook.policy.actors import INSTALLATION as ITSELF
from logbook.queries import certificates as queries
from logbook.services import signing_keys
from logbook.verify import WRONG, key_in, lines_of_a_stranger, main
from tests.cast import TODAY, Member
from tests.conftest import settings_for_tests
from tests.house.source import TOP
from tests.makers.certificates import INSTALLATION, a_certified, completed
from tests.makers.letters import changed, leaves

BOARD = "https://board.example.net"


@pytest.fixture
def keys(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(app.config, "BASE_URL", f"https://{INSTALLATION}")
    signing_keys.create(tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
def file(keys: Path, ben: Member, eve: Member) -> str:
    """What the holder of a certificate has in hand."""
    nia, certificate_id = a_certified(ben, eve)
    completed(keys)
    return handed_over(nia, certificate_id)


def handed_over(nia: Member, certificate_id: UUID) -> str:
    file = queries.one(nia.actor, certificate_id, TODAY).file
    assert file is not None
    return file


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Another installation: its own address, an empty database of its own, a key of its own."""
    folder = tmp_path_factory.mktemp("board")
    url = f"sqlite:///{folder / 'board.sqlite'}"
    app = create_app({**settings_for_tests(url, folder), "BASE_URL": BOARD})
    with app.app_context():
        db.create_all()
        with db.engine.begin() as connection:
            itself = {"id": ITSELF, "name": "Installation", "created_at": datetime.now(UTC)}
            connection.execute(insert(Program).values(itself))
        signing_keys.create(folder / "keys")
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


def handed_in(app: Flask, file: str) -> tuple[int, str]:
    data = {"file": (BytesIO(file.encode()), "certificate.json")}
    answer = app.test_client().post("/verify", data=data, content_type="multipart/form-data")
    return answer.status_code, answer.text


def test_another_installation_verifies_it_and_trusts_nobody(board: Flask, file: str) -> None:
    [ours] = queries.keys(INSTALLATION)
    code, page = handed_in(board, file)
    assert code == 200
    assert "It fits, under a key that is not known here" in page
    assert "UNKNOWN KEY: certificate" in page and "holder: Nia" in page and "EPA08" in page
    assert f"installation: {INSTALLATION}, by its own word" in page
    assert f"fingerprint: {ours.fingerprint}" in page
    assert "Compare the fingerprint below with the one that this installation publishes." in page
    assert "This is what was signed" not in page and "VALID: cert" not in page
    with board.app_context():
        [theirs] = queries.keys("board.example.net")
        facts = db.session.scalars(
            select(LedgerEntry.facts).where(LedgerEntry.event == "certificate.handed_in")
        ).all()
        db.session.remove()
    assert theirs.fingerprint != ours.fingerprint and theirs.fingerprint in page
    assert json.loads(facts[-1]) == {"good": False, "throttled": False}


def test_at_home_the_fingerprint_is_published(app: Flask, file: str) -> None:
    [ours] = queries.keys(INSTALLATION)
    assert ours.fingerprint in app.test_client().get("/verify").text


def test_a_letter_changed_anywhere_is_found_elsewhere_too(file: str) -> None:
    """Under the key that the file carries itself, and that may be changed with the rest."""
    parts, found = json.loads(file), []
    for path in leaves(parts):
        text = json.dumps(changed(parts, path, -1))
        try:
            if (key := key_in(text, [])) is not None:
                lines_of_a_stranger(text, key)
                found.append(path)
        except WRONG:
            continue
    assert found == []


def test_who_knows_keys_of_an_installation_believes_no_other(file: str, tmp_path: Path) -> None:
    """Else a forger's key would do, as long as it bears a name that is known."""
    known = Key(INSTALLATION, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    path = tmp_path / "certificate.json"
    path.write_text(file, "utf-8")
    assert main([str(path), "--carried-key"]) == 3
    assert main([str(path), "--carried-key", "--key", str(known)]) == 1
    named_alike = Key("board.example.net", known.public)
    assert main([str(path), "--carried-key", "--key", str(named_alike)]) == 3


def test_a_key_that_did_not_sign_it_is_not_taken_for_it(file: str, tmp_path: Path) -> None:
    [ours] = queries.keys(INSTALLATION)
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps({**json.loads(file), "key": str(ours.named("x"))}), "utf-8")
    assert main([str(path), "--carried-key"]) == 1
    assert main([str(path), "--key", str(ours)]) == 1


def test_a_file_from_before_keys_were_in_it_needs_one(board: Flask, file: str) -> None:
    parts = json.loads(file)
    del parts["key"]
    code, page = handed_in(board, json.dumps(parts))
    assert code == 422 and "This is not what was signed" in page


ALONE = """
import os, runpy, sys
def watch(event, arguments):
    if event.startswith(("socket.", "sqlite3.")):
        os.write(2, event.encode())
        os._exit(99)
sys.addaudithook(watch)
sys.argv = ["logbook.verify", *sys.argv[2:]] if sys.argv[1] == "verify" else sys.argv
if sys.argv[0] == "logbook.verify":
    runpy.run_module("logbook.verify", run_name="__main__", alter_sys=True)
__import__("socket").create_connection(("127.0.0.1", 9))
"""
"""A Python that ends with 99 at the first socket or database that anything in it opens."""


def alone(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ALONE, *words],
        cwd=TOP,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite:////nowhere/at/all.sqlite"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_opens_no_socket_and_no_database(file: str, tmp_path: Path) -> None:
    [ours] = queries.keys(INSTALLATION)
    path = tmp_path / "certificate.json"
    path.write_text(file, "utf-8")
    done = alone("verify", str(path), "--key", str(ours))
    assert (done.returncode, done.stderr) == (0, "")
    first, *_, last = done.stdout.splitlines()
    assert first.startswith("VALID: certificate")
    assert last == f"NOTE: {json.loads(file)['statement']['note']['en']}"
    held = "This says what held on 20"
    assert held in last and f"or the program at {INSTALLATION}." in last


def test_the_watch_would_have_seen_one() -> None:
    done = alone("nothing")
    assert (done.returncode, done.stderr[:7]) == (99, "socket.")


@pytest.mark.parametrize("nonsense", ["", "{}", "[" * 9000, '{"statement": {}, "proof": 1}'])
@pytest.mark.parametrize("asked", ["--carried-key", f"--key={Key(INSTALLATION, bytes(32))}"])
def test_what_is_no_certificate_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], nonsense: str, asked: str
) -> None:
    path = tmp_path / "certificate.json"
    path.write_text(nonsense, "utf-8")
    assert main([str(path), asked]) == 1
    assert capsys.readouterr().out == "NOT VALID: this is no certificate\n"


def test_somebody_must_speak_for_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["certificate.json"])
    assert "name a --key, or ask for --carried-key" in capsys.readouterr().err


def test_a_fingerprint_is_of_the_key_alone() -> None:
    one = Key(INSTALLATION, bytes(range(32)))
    assert one.fingerprint.startswith("630d cd29 66c4 3366 9112 5448")
    assert one.fingerprint == one.named("elsewhere").fingerprint
    assert b64encode(one.public).decode() not in one.fingerprint
