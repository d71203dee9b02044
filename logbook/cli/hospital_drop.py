"""Files that a hospital drops into a folder, taken in by the worker.

Each program has a folder of its own id. A file is taken by renaming it into `taken/`, which of two
workers only one can do. When it is in, it is deleted: it holds names of patients. Its report stays
in `done/`. A file that cannot be read at all goes to `failed/` with a report that says why, and is
the one thing here that somebody has to take away.
"""

import logging
import os
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from flask import current_app

from logbook.policy.actors import Actor, job
from logbook.queries.hospital import ImportView, hospital_import
from logbook.queries.reminders import program_ids
from logbook.services import hospital, reconciling
from logbook.services.hospital_files import UnknownColumns
from logbook.services.hospital_keys import KeyLiesOpen, hospital_key
from logbook.services.refusals import Invalid

log = logging.getLogger(__name__)

QUIET = timedelta(minutes=1)
"""So long a file must not have changed: then it is whole. Better still it is written under another
name, `.part` behind it, and renamed."""
LEFT_LYING = timedelta(hours=1)
"""A file that was taken so long ago belonged to a worker that died; it is taken anew."""
UNFINISHED = (".part", ".tmp", ".filepart")
OPEN_COLUMNS = "Nobody has said what the columns of such a table hold: send it once on the page."


def folder_of(drop: Path, program_id: UUID) -> Path:
    return drop / str(program_id)


def sweep() -> tuple[int, int]:
    """Take in all that lies there: how many files came in, and how many could not be read."""
    came, failed = 0, 0
    for program_id in program_ids():
        folder = folder_of(current_app.config["HOSPITAL_DROP"], program_id)
        if not folder.is_dir():
            continue
        for name in ("taken", "done", "failed"):
            (folder / name).mkdir(mode=0o700, exist_ok=True)
        _put_back(folder, datetime.now(UTC))
        for file in _ready(folder, datetime.now(UTC)):
            done = _take_in(job(program_id), folder, file)
            came, failed = came + (done is True), failed + (done is False)
    return came, failed


def compare_all() -> int:
    """Compare both records of every program; how many pairs changed."""
    return sum(reconciling.compare(job(one)).changed for one in program_ids())


def _ready(folder: Path, now: datetime) -> list[Path]:
    return sorted(
        file
        for file in folder.iterdir()
        if file.is_file()
        and not file.is_symlink()
        and not file.name.startswith(".")
        and file.suffix not in UNFINISHED
        and _changed(file) < now - QUIET
    )


def _changed(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _put_back(folder: Path, now: datetime) -> None:
    for file in (folder / "taken").iterdir():
        if _changed(file) < now - LEFT_LYING:
            with suppress(FileNotFoundError):
                file.rename(folder / file.name)


def _take_in(actor: Actor, folder: Path, file: Path) -> bool | None:
    """Whether it came in; None when another worker was faster."""
    taken = folder / "taken" / file.name
    try:
        file.rename(taken)
    except FileNotFoundError:
        return None
    os.utime(taken)
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{file.name}"
    try:
        key = hospital_key(current_app.config["HOSPITAL_KEY"])
        with taken.open("rb") as source:
            told = report(bring_in(actor, file.name, source, key))
    except (Invalid, UnknownColumns, KeyLiesOpen) as wrong:
        taken.rename(folder / "failed" / stamp)
        _write(folder / "failed" / f"{stamp}.report.txt", _why(wrong))
        log.warning("a file of program %s cannot be read", actor.program_id)
        return False
    _write(folder / "done" / f"{stamp}.report.txt", told)
    taken.unlink()
    return True


def bring_in(actor: Actor, name: str, source: BinaryIO, key: bytes) -> ImportView:
    """Import a file whole, and compare both records. Raises what `hospital.prepare` raises."""
    import_id = hospital.prepare(actor, name, source, key)
    while hospital.advance(actor, import_id):
        pass
    reconciling.compare(actor)
    return hospital_import(actor, import_id)


def report(one: ImportView) -> str:
    """Counts, and what could not be used: places and reasons, nothing of the rows."""
    lines = [
        f"{one.total:,} procedures read: {one.added:,} new, {one.corrected:,} corrected,"
        f" {one.same:,} were there already; {one.faulty:,} not usable."
    ]
    lines += [f"  {place}: {text % params}" for place, text, params in one.faults]
    return "\n".join(lines) + "\n"


def _why(wrong: Exception) -> str:
    if isinstance(wrong, Invalid):
        return "".join(f"{one.id % one.params}\n" for one in wrong.complaints.values())
    return f"{OPEN_COLUMNS if isinstance(wrong, UnknownColumns) else wrong}\n"


def _write(file: Path, text: str) -> None:
    """Whole or not at all."""
    fresh = file.with_name(f".{file.name}.part")
    fresh.write_text(text, "utf-8")
    fresh.replace(file)
