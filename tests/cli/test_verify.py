"""`flask ledger verify` and `flask progress verify`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from logbook import verify
from logbook.domain.notes import Key
from logbook.models.audit import LedgerEntry
from logbook.models.cases import Case
from logbook.models.progress import Progress
from logbook.services import mail
from tests.cast import Member
from tests.house.source import TOP
from tests.makers.cases import an_approved_case
from tests.makers.forgery import forge, spoil


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), "a traceback"
    return result.exit_code, result.output


def test_a_ledger_that_holds(app: Flask, asha: Member, ben: Member) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    code, said = run(app, "ledger", "verify")
    assert code == 0, said
    assert "The ledger holds." in said
    assert "Riverside: " in said
    assert "Hillside: " in said
    code, said = run(app, "ledger", "verify", "--program", "Riverside")
    assert (code, "Hillside" in said) == (0, False)


def test_a_forged_entry_is_named_by_program_log_and_number(
    app: Flask, asha: Member, ben: Member
) -> None:
    case_id = an_approved_case(fellow=asha, supervisor=ben)
    entries = LedgerEntry.metadata.tables["ledger_entry"]
    forge(update(entries).where(entries.c.subject_id == case_id).values(facts="{}"))
    code, said = run(app, "ledger", "verify")
    assert code == 1
    assert "First fault: Riverside, log 20" in said
    assert "This entry was changed" in said


def test_an_unreadable_record_is_named_and_the_rest_is_looked_at(
    app: Flask, asha: Member, finn: Member, ben: Member
) -> None:
    bad = an_approved_case(fellow=asha, supervisor=ben)
    forged = an_approved_case(fellow=finn, supervisor=ben)
    cases, sums = Case.metadata.tables["logged_case"], Progress.metadata.tables["progress"]
    spoil(cases.c.credited_role, "king", cases.c.id == bad)
    forge(update(cases).where(cases.c.id == forged).values(level_sides=7))
    forge(update(sums).where(sums.c.enrollment_id == finn.enrollment_id).values(credit=3))
    code, said = run(app, "ledger", "verify")
    assert code == 1
    assert f"This logged_case is unreadable: {bad}." in said
    assert f"no longer says what the entry sealed: {forged}." in said
    assert "Hillside: " in said
    code, said = run(app, "progress", "verify")
    assert code == 1
    assert f"This logged_case is unreadable: {bad}." in said
    assert f"enrollment {finn.enrollment_id}, epa08.spine_lumbar_sacral: kept 3" in said
    assert "1 records are unreadable." in said


def test_sums_that_equal_the_evidence_and_one_that_does_not(
    app: Flask, asha: Member, ben: Member
) -> None:
    an_approved_case(fellow=asha, supervisor=ben)
    assert run(app, "progress", "verify") == (0, "Progress equals the evidence.\n")
    sums = Progress.metadata.tables["progress"]
    forge(update(sums).where(sums.c.credit == 1).values(credit=2))
    code, said = run(app, "progress", "verify", "--program", "Riverside")
    assert code == 1
    assert (
        f"enrollment {asha.enrollment_id}, epa08.spine_lumbar_sacral: kept 2, recomputed 1" in said
    )


def test_an_unknown_program_is_said(app: Flask) -> None:
    for group in ("ledger", "progress"):
        code, said = run(app, group, "verify", "--program", "Nowhere")
        assert (code, "there is no program named 'Nowhere'" in said) == (2, True)


def test_a_log_is_signed_handed_to_a_witness_and_proved(
    app: Flask, asha: Member, ben: Member, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "KEYS", tmp_path / "keys")
    an_approved_case(fellow=asha, supervisor=ben)
    code, said = run(app, "ledger", "checkpoint")
    assert (code, "ledger key create" in said) == (1, True)
    code, key = run(app, "ledger", "key", "create")
    assert code == 0, key
    witness = ["--to", f"file:{tmp_path}", "--to", "mailto:board@example.org"]
    code, said = run(app, "ledger", "checkpoint", "--program", "Riverside", *witness)
    assert (code, "Riverside: " in said) == (0, True), said
    [note] = tmp_path.glob("*.checkpoint")
    assert note.read_text("utf-8") in mail.OUTBOX[-1].text
    code, said = run(app, "ledger", "verify", "--against", str(note))
    assert (code, "still begins with the" in said) == (0, True), said
    log, proof = note.stem.rsplit("-", 2)[1], tmp_path / "entry.tlog-proof"
    asked = ["0", "--program", "Riverside", "--log", log, "--out", str(proof)]
    assert run(app, "ledger", "prove", *asked) == (0, "")
    assert verify.main([str(proof), "--key", key.strip()]) == 0
    proof.write_text(proof.read_text("utf-8").replace("index 0", "index 1"), "utf-8")
    assert verify.main([str(proof), "--key", key.strip()]) == 1


def test_a_witness_that_cannot_be_reached_is_named(
    app: Flask, asha: Member, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "KEYS", tmp_path / "keys")
    assert run(app, "ledger", "key", "create")[0] == 0
    for witness in (f"file:{tmp_path}/nowhere", "ftp://example.org", "https://127.0.0.1:9"):
        case_of_a_new_entry = run(app, "ledger", "key", "rotate")
        assert case_of_a_new_entry[0] == 0
        code, said = run(app, "ledger", "checkpoint", "--to", witness)
        assert (code, f"not sent: {witness}" in said) == (1, True), said


def test_keys_are_listed_with_the_days_of_their_use(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "KEYS", tmp_path / "keys")
    _, first = run(app, "ledger", "key", "create")
    assert run(app, "ledger", "key", "create")[0] == 1
    _, second = run(app, "ledger", "key", "rotate")
    code, said = run(app, "ledger", "key", "list")
    lines = said.splitlines()
    assert code == 0
    assert [line.split()[0] for line in lines[::2]] == [first.strip(), second.strip()]
    assert lines[2].endswith("to now")
    fingerprints = [Key.read(one).fingerprint for one in (first, second)]
    assert lines[1::2] == [f"  fingerprint {one}" for one in fingerprints]


def test_the_stand_alone_command_needs_neither_database_nor_network(
    app: Flask, asha: Member, ben: Member, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "KEYS", tmp_path / "keys")
    an_approved_case(fellow=asha, supervisor=ben)
    key = run(app, "ledger", "key", "create")[1].strip()
    run(app, "ledger", "checkpoint", "--program", "Riverside", "--to", f"file:{tmp_path}")
    [note] = tmp_path.glob("*.checkpoint")
    log = note.stem.rsplit("-", 2)[1]
    _, proof = run(app, "ledger", "prove", "1", "--program", "Riverside", "--log", log)
    file = tmp_path / "entry.tlog-proof"
    file.write_text(proof, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "logbook.verify", str(file), "--key", key],
        cwd=TOP,
        env={"DATABASE_URL": "sqlite:////nowhere/at/all.sqlite", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"VALID: entry 1 of {int(note.stem.rsplit('-', 1)[1])} in ")
