"""A fellow's whole record as one file, made part by part.

Each part is a folder that appears whole, by renaming. So whoever goes on with a copy, in
this tab or another, does the first part that is not there yet; a process that is killed costs one
part, and two that do the same one cost nothing but time.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from sqlalchemy import Select, select

from logbook.database import db
from logbook.domain.decisions import say
from logbook.domain.events_record_copies import (
    RecordCopyAsked,
    RecordCopyMade,
    RecordCopySwept,
    RecordCopyTaken,
)
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Membership
from logbook.models.record_copies import RecordCopy
from logbook.policy import own_record as policy
from logbook.policy.actors import Actor, job
from logbook.services.record_parts import PARTS, Owner, Part, Speak, owner_of
from logbook.services.refusals import Conflict, insist
from logbook.services.unit import unit_of_work

KEPT = timedelta(days=7)
"""How long a file is kept for its owner to fetch it."""

PACKED_ALREADY = {".pdf", ".xlsx", ".png", ".jpg", ".jpeg"}


@dataclass(frozen=True, slots=True)
class Come:
    """How far a copy has come; the last step packs the parts."""

    done: int
    total: int = len(PARTS) + 1

    @property
    def is_ready(self) -> bool:
        return self.done == self.total


def ask(actor: Actor, copy_id: UUID, language: str) -> UUID:
    """Begin a copy of one's own record. One that is not ready yet is gone on with instead.
    NoResultFound for somebody who never was a fellow here."""
    insist(policy.may_take(actor, actor.id))
    with unit_of_work(actor) as unit:
        key = (actor.program_id, actor.id)
        db.session.get_one(Membership, key, with_for_update=True)  # two taps, one after the other
        _enrolled(actor)
        found = db.session.scalars(
            _own(actor).where((RecordCopy.id == copy_id) | RecordCopy.ready_at.is_(None))
        ).first()
        if found is None:
            found = RecordCopy(
                program_id=actor.program_id,
                id=copy_id,
                member_id=actor.id,
                language=language,
                asked_at=unit.now,
            )
            db.session.add(found)
        unit.record(RecordCopyAsked(subject_id=found.id))
        return found.id


def _own(actor: Actor) -> Select[RecordCopy]:
    return select(RecordCopy).where(
        RecordCopy.program_id == actor.program_id, RecordCopy.member_id == actor.id
    )


def _enrolled(actor: Actor) -> None:
    db.session.scalars(
        select(Enrollment.id)
        .where(Enrollment.program_id == actor.program_id, Enrollment.fellow_id == actor.id)
        .limit(1)
    ).one()


def come_to(folder: Path, copy_id: UUID, is_ready: bool) -> Come:
    if is_ready:
        return Come(len(PARTS) + 1)
    return Come(sum((folder / str(copy_id) / part.name).is_dir() for part in PARTS))


def advance(actor: Actor, copy_id: UUID, folder: Path, speak: Speak) -> Come:
    """Do the next part of one's own copy, and say how far it has come. `folder`: where copies lie;
    `speak`: puts a message into the reader's words. NoResultFound for anybody else's copy."""
    copy = db.session.scalars(_own(actor).where(RecordCopy.id == copy_id)).one()
    if copy.ready_at is not None:
        return come_to(folder, copy_id, True)
    owner = owner_of(actor, copy.language, copy.asked_at)
    parts = folder / str(copy.id)
    for part in PARTS:
        if not (parts / part.name).is_dir():
            _make(parts, part, owner, speak)
            return come_to(folder, copy_id, False)
    _finish(actor, copy_id, folder)
    return Come(len(PARTS) + 1)


def _make(parts: Path, part: Part, owner: Owner, speak: Speak) -> None:
    unfinished = parts / f".{part.name}.{uuid4().hex}"
    unfinished.mkdir(parents=True)
    part.make(owner, unfinished, speak)
    try:
        unfinished.rename(parts / part.name)
    except OSError:  # somebody else was faster with the same part
        shutil.rmtree(unfinished)
        if not (parts / part.name).is_dir():
            raise


def file_of(folder: Path, copy_id: UUID) -> Path:
    return folder / f"{copy_id}.zip"


def _finish(actor: Actor, copy_id: UUID, folder: Path) -> None:
    """Pack the parts, and only when the file lies there say that it is ready."""
    parts, file = folder / str(copy_id), file_of(folder, copy_id)
    unfinished = parts / f".{uuid4().hex}.zip"
    _pack([parts / part.name for part in PARTS], unfinished)
    hashed, size = _sha256_of(unfinished), unfinished.stat().st_size
    with unit_of_work(actor) as unit:
        copy = db.session.scalars(
            _own(actor).where(RecordCopy.id == copy_id).with_for_update()
        ).one()
        unfinished.rename(file)
        copy.ready_at, copy.size, copy.sha256 = unit.now, size, hashed
        unit.record(RecordCopyMade(subject_id=copy.id, size=size, sha256=hashed))
    shutil.rmtree(parts, ignore_errors=True)


def _pack(parts: Sequence[Path], target: Path) -> None:
    """All files under their paths, read and written piece by piece, and a list of their hashes."""
    sums = []
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for part in parts:
            for file in sorted(one for one in part.rglob("*") if one.is_file()):
                name = file.relative_to(part).as_posix()
                packed = file.suffix.lower() in PACKED_ALREADY
                archive.write(file, name, ZIP_STORED if packed else ZIP_DEFLATED)
                sums.append(f"{_sha256_of(file)}  {name}\n")
        archive.writestr("SHA256SUMS", "".join(sorted(sums, key=lambda line: line[66:])))


def _sha256_of(file: Path) -> str:
    hashed = sha256()
    with file.open("rb") as opened:
        while piece := opened.read(1024 * 1024):
            hashed.update(piece)
    return hashed.hexdigest()


def take(actor: Actor, copy_id: UUID, folder: Path) -> Path:
    """The file, for its owner; that it left is told to the ledger. NoResultFound when there is
    none (any more)."""
    with unit_of_work(actor) as unit:
        copy = db.session.scalars(
            _own(actor).where(
                RecordCopy.id == copy_id,
                RecordCopy.ready_at.is_not(None),
                RecordCopy.swept_at.is_(None),
            )
        ).one()
        insist(policy.may_take(actor, copy.member_id))
        if not file_of(folder, copy_id).is_file():
            raise Conflict(say("This file is not there any more. Ask for another one."))
        unit.record(RecordCopyTaken(subject_id=copy.id))
    return file_of(folder, copy_id)


def sweep(program_id: UUID, folder: Path, now: datetime) -> int:
    """Delete the files whose days are over, and the parts with which nobody went on. Returns how
    many files."""
    over = select(RecordCopy.id).where(
        RecordCopy.program_id == program_id,
        RecordCopy.ready_at < now - KEPT,
        RecordCopy.swept_at.is_(None),
    )
    found = db.session.scalars(over).all()
    for copy_id in found:
        with unit_of_work(job(program_id)) as unit:
            copy = db.session.get_one(RecordCopy, (program_id, copy_id), with_for_update=True)
            copy.swept_at = unit.now
            unit.record(RecordCopySwept(subject_id=copy_id))
        file_of(folder, copy_id).unlink(missing_ok=True)
    _sweep_parts(program_id, folder, now)
    return len(found)


def _sweep_parts(program_id: UUID, folder: Path, now: datetime) -> None:
    """Whoever goes on after all begins with the first part again."""
    left = select(RecordCopy.id).where(
        RecordCopy.program_id == program_id,
        RecordCopy.asked_at < now - KEPT,
        RecordCopy.ready_at.is_(None),
    )
    for copy_id in db.session.scalars(left):
        shutil.rmtree(folder / str(copy_id), ignore_errors=True)
