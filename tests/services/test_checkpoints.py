"""What was signed of a ledger cannot be made good again by whoever has the database alone."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from logbook.database import db
from logbook.domain.audit import Head
from logbook.domain.checkpoints import Checkpoint
from logbook.domain.notes import BadNote, Key, sign, signed_by
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.models.checkpoints import SignedCheckpoint, SigningKey
from logbook.policy.actors import INSTALLATION
from logbook.services import audit, cases, checkpoints, signing_keys
from logbook.services.ed25519 import new_private, read_private, verifies
from logbook.services.refusals import Conflict
from logbook.verify import proved
from tests.cast import RIVERSIDE, Member
from tests.makers.cases import an_approved_case
from tests.makers.forgery import forge

HOST = "logbook.example"
entries = LedgerEntry.metadata.tables["ledger_entry"]
heads = LedgerHead.metadata.tables["ledger_head"]
kept = SignedCheckpoint.metadata.tables["checkpoint"]


@pytest.fixture
def keys(tmp_path: Path, app: Any) -> Path:
    folder = tmp_path / "keys"
    signing_keys.create(folder)
    return folder


@pytest.fixture
def approved(asha: Member, ben: Member) -> UUID:
    return an_approved_case(fellow=asha, supervisor=ben)


def signed(keys: Path) -> checkpoints.Signed:
    [one] = checkpoints.sign_all(signing_keys.signer(keys), HOST, RIVERSIDE)
    return one


def key(keys: Path) -> Key:
    return Key(HOST, signing_keys.signer(keys).public)


def words() -> list[str]:
    return [fault.what.id for fault in audit.verify()]


def test_a_checkpoint_says_how_the_log_stands_and_verifies(keys: Path, approved: UUID) -> None:
    one = signed(keys)
    text_, _ = signed_by(one.note, [key(keys).named(one.checkpoint.origin)], verifies)
    assert Checkpoint.read(text_) == one.checkpoint
    assert one.checkpoint.origin.startswith(f"{HOST}/{RIVERSIDE}/20")
    assert words() == []
    assert checkpoints.hold_against(one.note) == one.checkpoint


def test_what_has_not_grown_is_not_signed_again(keys: Path, approved: UUID, asha: Member) -> None:
    first = signed(keys)
    assert checkpoints.sign_all(signing_keys.signer(keys), HOST, RIVERSIDE) == []
    cases.withdraw(asha.actor, approved, "twice")
    second = signed(keys)
    assert second.checkpoint.size == first.checkpoint.size + 2  # the first one's own entry too
    assert checkpoints.hold_against(first.note) == first.checkpoint


def rewritten(case_id: UUID) -> None:
    """Date a submission back, and mend all that follows, the head too, so that everything fits."""
    rows = db.session.execute(
        select(entries).where(entries.c.program_id == RIVERSIDE).order_by(entries.c.seq)
    ).mappings()
    head: Head | None = None
    for row in rows.all():
        head = head or Head(row["log"], last=row["previous"])
        found = db.session.get_one(LedgerEntry, (RIVERSIDE, row["id"])).as_entry()
        if found.subject_id == case_id and found.event == "case.submitted":
            found = replace(found, at=found.at - timedelta(days=30))
        found = replace(found, previous=head.last)
        head = head.grown_by(found.leaf())
        changed = {"at": found.at, "previous": found.previous, "leaf": found.leaf()}
        forge(update(entries).where(entries.c.id == row["id"]).values(changed))
    assert head is not None
    forge(
        update(heads)
        .where(heads.c.program_id == RIVERSIDE)
        .values(last=head.last, subtrees=b"".join(head.subtrees))
    )


def test_a_history_that_was_rewritten_to_fit_is_found_by_what_was_signed(
    keys: Path, approved: UUID
) -> None:
    note = signed(keys).note
    rewritten(approved)
    assert words() == ["Up to this entry the log is not what was signed of it."]
    with pytest.raises(checkpoints.Rewritten, match="not the entries"):
        checkpoints.hold_against(note)


def test_a_log_that_was_cut_off_is_found_by_what_was_signed(keys: Path, approved: UUID) -> None:
    note = signed(keys).note
    last = db.session.scalar(select(entries.c.seq).order_by(entries.c.seq.desc()).limit(1))
    assert last is not None
    forge(delete(entries).where(entries.c.program_id == RIVERSIDE, entries.c.seq >= last - 1))
    assert "%(size)s entries of this log were signed; they are not all there." in words()
    with pytest.raises(checkpoints.Rewritten, match="are there"):
        checkpoints.hold_against(note)


def test_a_checkpoint_that_was_changed_is_named(keys: Path, approved: UUID) -> None:
    signed(keys)
    _disarm("checkpoint")
    forge(update(kept).values(note=kept.c.note.concat("— x QUJDREVG\n")))
    assert words() == []  # another's signature beside ours takes nothing away
    forge(update(kept).values(root=bytes(32)))
    assert "The checkpoint of %(size)s entries does not fit its key." in words()


def test_a_checkpoint_signed_by_a_key_of_another_is_named(keys: Path, approved: UUID) -> None:
    one = signed(keys)
    private, _ = read_private(new_private())
    forged = sign(str(one.checkpoint), key(keys).named(one.checkpoint.origin), private.sign)
    _disarm("checkpoint")
    forge(update(kept).values(note=forged))
    assert words() == ["The checkpoint of %(size)s entries does not fit its key."]
    with pytest.raises(BadNote):
        checkpoints.hold_against(forged)


def test_a_key_that_was_slipped_in_is_named(keys: Path, approved: UUID) -> None:
    public = SigningKey.metadata.tables["signing_key"]
    _disarm("signing_key")
    forge(update(public).values(public=bytes(32)))
    assert words() == ["The key %(id)s was never made here."]


def test_the_database_itself_refuses_to_change_a_checkpoint_or_a_key(
    keys: Path, approved: UUID
) -> None:
    signed(keys)
    for statement in (
        "UPDATE checkpoint SET size = 1",
        "DELETE FROM checkpoint",
        "DELETE FROM signing_key",
        "UPDATE signing_key SET created_at = CURRENT_TIMESTAMP",
    ):
        with (
            pytest.raises(DBAPIError, match=r"append-only|never changes"),
            db.session.begin_nested(),
        ):
            db.session.execute(text(statement))
    db.session.rollback()


def test_what_a_retired_key_signed_holds(keys: Path, approved: UUID, asha: Member) -> None:
    old = signing_keys.signer(keys)
    first = signed(keys)
    signing_keys.rotate(keys)
    assert signing_keys.signer(keys).public != old.public
    assert not (keys / f"{old.id}.pem").exists()
    cases.withdraw(asha.actor, approved, "twice")
    signed(keys)
    assert words() == []
    assert checkpoints.hold_against(first.note) == first.checkpoint
    assert len(signing_keys.all_keys()) == 2


def test_there_is_one_key_at_a_time(keys: Path, tmp_path: Path) -> None:
    with pytest.raises(Conflict):
        signing_keys.create(tmp_path / "others")


def test_a_key_is_used_only_if_it_is_whole_and_ones_own(keys: Path, tmp_path: Path) -> None:
    [file] = keys.iterdir()
    assert (file.stat().st_mode & 0o777, keys.stat().st_mode & 0o777) == (0o600, 0o700)
    file.chmod(0o640)
    with pytest.raises(signing_keys.NoKey, match="chmod 600"):
        signing_keys.signer(keys)
    file.chmod(0o600)
    file.write_bytes(new_private())
    with pytest.raises(signing_keys.NoKey, match="another key"):
        signing_keys.signer(keys)
    file.write_bytes(b"no key")
    with pytest.raises(signing_keys.NoKey, match="cannot be read"):
        signing_keys.signer(keys)
    with pytest.raises(signing_keys.NoKey, match="cannot be read"):
        signing_keys.signer(tmp_path / "nowhere")


def test_without_a_key_nothing_is_signed(tmp_path: Path, app: Any) -> None:
    with pytest.raises(signing_keys.NoKey, match="no key"):
        signing_keys.signer(tmp_path)
    with pytest.raises(Conflict):
        signing_keys.rotate(tmp_path)


def test_an_entry_is_proved_without_the_database(keys: Path, approved: UUID) -> None:
    one = signed(keys)
    log = one.checkpoint.origin.rpartition("/")[2]
    seq = db.session.scalar(
        select(entries.c.seq).where(
            entries.c.subject_id == approved, entries.c.event == "case.approved"
        )
    )
    assert seq is not None
    proof = checkpoints.prove(RIVERSIDE, log, seq)
    entry, checkpoint = proved(str(proof), key(keys))
    assert (entry["event"], entry["subject"]) == ("case.approved", str(approved))
    assert checkpoint == one.checkpoint
    with pytest.raises(checkpoints.NotCovered):
        checkpoints.prove(RIVERSIDE, log, one.checkpoint.size)
    with pytest.raises(checkpoints.NotCovered):
        checkpoints.prove(INSTALLATION, "1999", 0)
    with pytest.raises(BadNote, match="belongs to"):
        proved(str(proof), Key("another.example", key(keys).public))


@settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_proof_with_one_character_changed_fails(
    keys: Path, approved: UUID, data: st.DataObject
) -> None:
    if (last := checkpoints.newest(RIVERSIDE)) is None:
        signed(keys)
        last = checkpoints.newest(RIVERSIDE)
    assert last is not None
    proof = str(checkpoints.prove(RIVERSIDE, last.log, last.size - 1))
    place = data.draw(st.integers(0, len(proof) - 1))
    letter = data.draw(st.sampled_from("aA09+/=\n x"))
    if proof[place] == letter:
        return
    with pytest.raises(ValueError):
        proved(proof[:place] + letter + proof[place + 1 :], key(keys))


def _disarm(table: str) -> None:
    """Take away the triggers of a table, as somebody with a key to the database could."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    for verb in ("update", "delete"):
        db.session.execute(text(f"DROP TRIGGER IF EXISTS {table}_refuses_{verb}"))
