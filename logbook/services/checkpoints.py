"""Checkpoints: signing how a log stands, proving that an entry is in it, telling witnesses."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from logbook.database import db
from logbook.domain.audit import Head
from logbook.domain.checkpoints import Checkpoint, Proof
from logbook.domain.events_ledger import LedgerCheckpointed
from logbook.domain.merkle import inclusion, root_of
from logbook.domain.notes import Key, sign, signed_by, text_of
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.models.checkpoints import SignedCheckpoint
from logbook.models.columns import new_id
from logbook.models.programs import Program
from logbook.policy.actors import job
from logbook.services.ed25519 import verifies
from logbook.services.signing_keys import Signer, public_keys
from logbook.services.unit import Unit, unit_of_work


class NotCovered(LookupError):
    """No checkpoint has been signed since this entry was written, or there is no such entry."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint that has just been signed."""

    program: str
    checkpoint: Checkpoint
    note: str


def origin(installation: str, program_id: UUID, log: str) -> str:
    """The name of a log, and of the key that signs it: the same key under a name for each log."""
    return f"{installation}/{program_id}/{log}"


def sign_all(
    signer: Signer,
    installation: str,
    program_id: UUID | None = None,
    now: datetime | None = None,
) -> list[Signed]:
    """Sign how the newest log of each program stands, or of one; those that have grown since they
    were last signed. `installation`: the name under which it is known, its host."""
    asked = select(Program.id, Program.name).order_by(Program.name)
    if program_id is not None:
        asked = asked.where(Program.id == program_id)
    signed = []
    for row in db.session.execute(asked).all():
        if _has_grown(row.id):
            signed.append(_sign(signer, installation, row.id, row.name, now))
    return signed


def _has_grown(program_id: UUID) -> bool:
    """Whether anything but the last checkpoint itself was written since it was signed."""
    head = _newest_head(program_id)
    if head is None or head.size == 0:
        return False
    last = db.session.scalar(
        select(func.max(SignedCheckpoint.size)).where(
            SignedCheckpoint.program_id == program_id, SignedCheckpoint.log == head.log
        )
    )
    return last is None or head.size > last + 1


def _sign(
    signer: Signer, installation: str, program_id: UUID, name: str, now: datetime | None
) -> Signed:
    with unit_of_work(job(program_id), now) as unit:
        head = _newest_head(program_id, lock=True)
        assert head is not None  # no log ever loses its head
        checkpoint = Checkpoint(origin(installation, program_id, head.log), head.size, head.root())
        key = Key(checkpoint.origin, signer.public)
        note = sign(str(checkpoint), key, signer.private.sign)
        _keep(unit, signer, head, note)
    return Signed(name, checkpoint, note)


def _keep(unit: Unit, signer: Signer, head: Head, note: str) -> None:
    row = SignedCheckpoint(
        program_id=unit.actor.program_id,
        id=new_id(),
        log=head.log,
        size=head.size,
        root=head.root(),
        note=note,
        key_id=signer.id,
        signed_at=unit.now,
    )
    db.session.add(row)
    unit.record(LedgerCheckpointed(subject_id=row.id, size=head.size, root=head.root().hex()))


def _newest_head(program_id: UUID, lock: bool = False) -> Head | None:
    """Locked, so that what is signed is what the next entry follows."""
    asked = (
        select(LedgerHead)
        .where(LedgerHead.program_id == program_id)
        .order_by(LedgerHead.log.desc())
        .limit(1)
    )
    found = db.session.scalars(asked.with_for_update() if lock else asked).one_or_none()
    return None if found is None else Head.kept(found.log, found.size, found.last, found.subtrees)


def prove(program_id: UUID, log: str, seq: int) -> Proof:
    """The proof that an entry stands in its log, under the first checkpoint signed after it.
    NotCovered when there is none. Reads the leaves of the log up to that checkpoint."""
    entry = db.session.scalars(
        select(LedgerEntry).where(
            LedgerEntry.program_id == program_id, LedgerEntry.log == log, LedgerEntry.seq == seq
        )
    ).one_or_none()
    checkpoint = db.session.scalars(
        select(SignedCheckpoint)
        .where(
            SignedCheckpoint.program_id == program_id,
            SignedCheckpoint.log == log,
            SignedCheckpoint.size > seq,
        )
        .order_by(SignedCheckpoint.size)
        .limit(1)
    ).one_or_none()
    if entry is None or checkpoint is None:
        raise NotCovered(f"log {log}, entry {seq}")
    path = inclusion(leaves_of(program_id, log, checkpoint.size), seq)
    return Proof(seq, path, checkpoint.note, entry.as_entry().canonical())


def leaves_of(program_id: UUID, log: str, size: int) -> Sequence[bytes]:
    """The hashes of the first entries of a log, 32 bytes each."""
    asked = (
        select(LedgerEntry.leaf)
        .where(LedgerEntry.program_id == program_id, LedgerEntry.log == log)
        .order_by(LedgerEntry.seq)
        .limit(size)
    )
    return db.session.scalars(asked).all()


def newest(program_id: UUID) -> SignedCheckpoint | None:
    """The last checkpoint that was signed of a program."""
    return db.session.scalars(
        select(SignedCheckpoint)
        .where(SignedCheckpoint.program_id == program_id)
        .order_by(SignedCheckpoint.log.desc(), SignedCheckpoint.size.desc())
        .limit(1)
    ).one_or_none()


def short(root: bytes) -> str:
    """The beginning of a root, as it is read aloud or printed."""
    return b64encode(root).decode()[:12]


class Rewritten(RuntimeError):
    """A log is no longer what a checkpoint says it was."""


def hold_against(note: str) -> Checkpoint:
    """Hold a log against a checkpoint that a witness kept. BadNote unless a key of ours signed it;
    Rewritten when the log is shorter now, or another."""
    checkpoint = Checkpoint.read(text_of(note))
    keys = [Key(checkpoint.origin, public) for public in public_keys().values()]
    signed_by(note, keys, verifies)
    _, program, log = checkpoint.origin.rsplit("/", 2)
    leaves = leaves_of(UUID(program), log, checkpoint.size)
    if len(leaves) < checkpoint.size:
        raise Rewritten(f"{checkpoint.size} entries were signed, and {len(leaves)} are there")
    if root_of(leaves) != checkpoint.root:
        raise Rewritten("these are not the entries that were signed")
    return checkpoint
