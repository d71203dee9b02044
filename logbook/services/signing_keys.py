"""The installation's own key: making it, changing it, and where its private half lies.

The private half is a file that only the service's account may read. The public half stays for
ever, in a table and in the installation's ledger: what a retired key has signed holds.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.decisions import say
from logbook.domain.events_ledger import KeyCreated, KeyRetired
from logbook.models.checkpoints import SigningKey
from logbook.models.columns import new_id
from logbook.models.programs import Program
from logbook.policy.actors import INSTALLATION, job
from logbook.services.ed25519 import Private, new_private, read_private
from logbook.services.refusals import Conflict
from logbook.services.unit import Unit, unit_of_work


class NoKey(RuntimeError):
    """There is no key to sign with, or not in a state in which it may be used."""


@dataclass(frozen=True, slots=True)
class Signer:
    """The key that signs now."""

    id: UUID
    public: bytes
    private: Private


def create(folder: Path) -> SigningKey:
    """The first key. Conflict when there is one already."""
    with unit_of_work(job(INSTALLATION)) as unit:
        _one_at_a_time()
        if _active() is not None:
            raise Conflict(say("There is a key already. To change it, rotate it."))
        return _make(unit, folder)


def rotate(folder: Path) -> SigningKey:
    """Another key in the place of this one. What the old one signed stays valid; its private half
    is deleted, so that it never signs again."""
    with unit_of_work(job(INSTALLATION)) as unit:
        _one_at_a_time()
        old = _active()
        if old is None:
            raise Conflict(say("There is no key yet. Create one."))
        retired = _file(folder, old.id)
        old.retired_at = unit.now
        unit.record(KeyRetired(subject_id=old.id))
        key = _make(unit, folder)
    retired.unlink(missing_ok=True)
    return key


def _one_at_a_time() -> None:
    """Of two who make keys at once, the later one sees what the earlier did."""
    db.session.get_one(Program, INSTALLATION, with_for_update={"key_share": True})


def _make(unit: Unit, folder: Path) -> SigningKey:
    private = new_private()
    _, public = read_private(private)
    key = SigningKey(id=new_id(), public=public, created_at=unit.now)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written first: a key that the database knows and nobody has could not even be retired by a
    # checkpoint. One that nobody knows of, because the commit failed, does no harm.
    with os.fdopen(os.open(_file(folder, key.id), _NEW, 0o600), "wb") as file:
        file.write(private)
        file.flush()
        os.fsync(file.fileno())
    db.session.add(key)
    unit.record(KeyCreated(subject_id=key.id, public=public.hex()))
    return key


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def signer(folder: Path) -> Signer:
    """The key to sign with. NoKey when there is none, when its file is not here, is another's, or
    lies open to other accounts of the machine."""
    key = _active()
    if key is None:
        raise NoKey("there is no key: create one with `flask ledger key create`")
    file = _file(folder, key.id)
    try:
        if file.stat().st_mode & 0o077:
            raise NoKey(f"{file} can be read by other accounts: chmod 600")
        private, public = read_private(file.read_bytes())
    except (OSError, ValueError) as wrong:
        raise NoKey(f"the key cannot be read: {wrong}") from wrong
    if public != key.public:
        raise NoKey(f"{file} holds another key than the one that is in use")
    return Signer(key.id, public, private)


def public_keys() -> Mapping[UUID, bytes]:
    """All keys that ever were ours."""
    rows = db.session.execute(select(SigningKey.id, SigningKey.public))
    return {row.id: row.public for row in rows}


def all_keys() -> list[SigningKey]:
    """In the order in which they were made."""
    return list(db.session.scalars(select(SigningKey).order_by(SigningKey.created_at)))


def _active() -> SigningKey | None:
    return db.session.scalars(select(SigningKey).where(SigningKey.retired_at.is_(None))).first()


def _file(folder: Path, key_id: UUID) -> Path:
    return folder / f"{key_id}.pem"
