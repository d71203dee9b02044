"""The signatures under somebody's records, word for word, and what proves them without us: the
proof that the ledger had each, under a checkpoint that the installation signed."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.checkpoints import Checkpoint, Proof
from logbook.domain.merkle import inclusions
from logbook.domain.notes import Key, text_of
from logbook.domain.sign_offs import AWAITS_JUDGES
from logbook.models.audit import LedgerEntry
from logbook.models.checkpoints import SignedCheckpoint, SigningKey
from logbook.models.signatures import Signature
from logbook.policy.actors import Actor
from logbook.services.record_rows import AT_ONCE, KINDS

SIGNED = {
    "answers": ("case_answer",),
    "assessments": ("assessment",),
    "sign_offs": ("sign_off",),
    "decisions": ("sign_off_decision",),
}
"""What kinds of records are signed, by the file that they stand in."""


def write_signatures(actor: Actor, into: Path) -> None:
    folder = into / "signatures"
    folder.mkdir()
    given = set()
    for one in _signatures(actor):
        given.add(one.id)
        (folder / f"{one.id}.txt").write_text(one.text, "utf-8")
        (folder / f"{one.id}.json").write_text(json.dumps(_told(one), ensure_ascii=False), "utf-8")
        db.session.expunge(one)
    keys = set()
    for signature_id, proof in _proofs(actor, list(given)):
        (folder / f"{signature_id}.tlog-proof").write_text(str(proof), "utf-8")
        keys.add(Checkpoint.read(text_of(proof.checkpoint)).origin.rsplit("/", 2)[0])
    _write_checkpoints(actor, folder)
    (folder / "keys.txt").write_text("".join(_key_lines(sorted(keys))), "utf-8")


def _signatures(actor: Actor) -> Iterator[Signature]:
    """Under all of the member's records, but under those of which not all judgements are in."""
    for kind in KINDS:
        if kind.file not in SIGNED:
            continue
        table: Any = kind.table
        records = select(table.id).where(kind.which(actor))
        if kind.file == "sign_offs":
            records = records.where(table.state.not_in(AWAITS_JUDGES))
        yield from db.session.scalars(
            select(Signature)
            .where(
                Signature.program_id == actor.program_id,
                Signature.record.in_(SIGNED[kind.file]),
                Signature.record_id.in_(records),
            )
            .order_by(Signature.signed_at, Signature.id)
            .execution_options(yield_per=AT_ONCE)
        )


def _told(one: Signature) -> dict[str, object]:
    return {
        "id": str(one.id),
        "record": one.record,
        "record_id": str(one.record_id),
        "meaning": one.meaning,
        "method": one.method,
        "signed_at": one.signed_at.isoformat(),
        "sha256": hashlib.sha256(one.text.encode()).hexdigest(),
        "passkey": one.proof,
        "sealed": {
            "content": one.content(),
            "salt": one.salt.hex(),
            "commitment": one.seal().hex(),
        },
    }


def _proofs(actor: Actor, signature_ids: Sequence[UUID]) -> Iterator[tuple[UUID, Proof]]:
    """For each signature that a signed checkpoint covers; one walk over each log."""
    entries = db.session.scalars(
        select(LedgerEntry).where(
            LedgerEntry.program_id == actor.program_id,
            LedgerEntry.event == "signature.given",
            LedgerEntry.subject_id.in_(signature_ids),
        )
    ).all()
    for checkpoint in _newest_of_each_log(actor):
        covered = {
            one.seq: one
            for one in entries
            if one.log == checkpoint.log and one.seq < checkpoint.size
        }
        if covered:
            paths = inclusions(_leaves(actor, checkpoint), list(covered))
            for seq, entry in covered.items():
                canonical = entry.as_entry().canonical()
                yield entry.subject_id, Proof(seq, paths[seq], checkpoint.note, canonical)


def _leaves(actor: Actor, checkpoint: SignedCheckpoint) -> Sequence[bytes]:
    return db.session.scalars(
        select(LedgerEntry.leaf)
        .where(LedgerEntry.program_id == actor.program_id, LedgerEntry.log == checkpoint.log)
        .order_by(LedgerEntry.seq)
        .limit(checkpoint.size)
    ).all()


def _newest_of_each_log(actor: Actor) -> list[SignedCheckpoint]:
    found = db.session.scalars(
        select(SignedCheckpoint)
        .where(SignedCheckpoint.program_id == actor.program_id)
        .order_by(SignedCheckpoint.log, SignedCheckpoint.size)
    )
    return list({one.log: one for one in found}.values())


def _write_checkpoints(actor: Actor, folder: Path) -> None:
    for one in _newest_of_each_log(actor):
        (folder / f"checkpoint-{one.log}.txt").write_text(one.note, "utf-8")


def _key_lines(names: Sequence[str]) -> Iterator[str]:
    """Every public key of the installation, as `python -m logbook.verify --key` takes it."""
    for public in db.session.scalars(select(SigningKey.public).order_by(SigningKey.created_at)):
        yield from (f"{Key(name, public)}\n" for name in names)
