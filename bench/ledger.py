"""(f) A long ledger, how long it takes to see that it holds, and how much memory.

Both times are those of the processor: what else the machine does changes no ratio.
"""

import hashlib
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import config
from bench.floors import open_durably
from bench.stage import TOP, Scene
from logbook import create_app
from logbook.database import db
from logbook.domain.audit import Entry, Head
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.models.columns import new_id
from logbook.policy.actors import INSTALLATION
from logbook.services.audit import verify

ENTRIES = LedgerEntry.metadata.tables["ledger_entry"]
HEADS = LedgerHead.metadata.tables["ledger_head"]
BATCH = 10_000
ENTRIES_OF_A_CASE = 3
"""Handed in, answered, and signed."""
SPAN = timedelta(days=365)
"""A year, up to now: what lay ahead of the clock would be told of."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What it took to verify a ledger."""

    seconds: float
    resting_mib: float
    """Memory of the process before it began."""
    peak_mib: float
    """And the most of it at the end."""


def entries_of(program_id: UUID, actor_id: UUID, count: int) -> Iterator[tuple[Entry, Head]]:
    """As many entries as asked for, each with the head that it leads to."""
    head, began = Head("2026"), datetime.now(UTC) - SPAN
    for number in range(count):
        entry = Entry(
            program_id=program_id,
            log=head.log,
            seq=head.size,
            at=began + number * SPAN / count,
            actor_id=actor_id,
            event="case.submitted",
            subject_id=UUID(int=number // ENTRIES_OF_A_CASE),
            facts=f'{{"role":"performed_direct","supervisor_id":"{actor_id}"}}',
            content=None,
            previous=head.last,
        )
        head = head.grown_by(entry.leaf())
        yield entry, head


def write_ledger(scene: Scene, count: int) -> float:
    """Put a ledger of so many entries in the place of the program's own. The answer is how many
    seconds it takes to hash its entries, bytes at hand and nothing else to do."""
    actor, connection = scene.director.actor, open_durably(scene.database)
    plain, texts = 0.0, list[bytes]()
    with scene.app.app_context():
        for trigger in ("refuses_update", "refuses_delete"):
            connection.execute(f"DROP TRIGGER ledger_entry_{trigger}")
        for table in ("ledger_entry", "ledger_head"):
            connection.execute(f"DELETE FROM {table} WHERE program_id = ?", (actor.program_id.hex,))
        connection.execute("PRAGMA synchronous = OFF")
        rows, last = [], Head("2026")
        for entry, last in entries_of(actor.program_id, actor.id, count):
            texts.append(entry.canonical())
            rows.append({**_columns(entry), "id": new_id(), "leaf": last.last})
            if len(rows) == BATCH or entry.seq == count - 1:
                plain += _hashed(texts)
                db.session.execute(ENTRIES.insert(), rows)
                rows.clear()
                texts.clear()
        db.session.execute(HEADS.insert(), {**_head(last), "program_id": actor.program_id})
        db.session.commit()
    connection.close()
    return plain


def _hashed(texts: list[bytes]) -> float:
    """Seconds to hash them, one after the other."""
    begun = time.process_time()
    for text in texts:
        hashlib.sha256(b"\x00" + text).digest()
    return time.process_time() - begun


def _columns(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in Entry.__slots__}


def _head(head: Head) -> dict[str, object]:
    subtrees = b"".join(head.subtrees)
    return {
        "id": new_id(),
        "log": head.log,
        "size": head.size,
        "last": head.last,
        "subtrees": subtrees,
    }


def verified(scene: Scene) -> Verified:
    """As a process of its own finds it, whose memory holds nothing else."""
    words = [sys.executable, "-m", "bench.ledger", scene.director.actor.program_id.hex]
    done = subprocess.run(words, capture_output=True, check=True, cwd=TOP)
    return Verified(**json.loads(done.stdout))


def verified_here(program_id: UUID) -> Verified:
    """Every entry read, hashed, chained and put into its tree."""
    with create_app(config.from_environment()).app_context():
        verify(INSTALLATION)  # what is read and made ready once, whatever the ledger
        resting, begun = _peak_mib(), time.process_time()
        faults = verify(program_id)
        spent = time.process_time() - begun
    # The entries speak of no record, so the program's own records are missed. That is not counted.
    wrong = [one for one in faults if one.seq is not None and "subject" not in one.what.id]
    if wrong:
        raise RuntimeError(f"a ledger that was just written does not hold: {wrong[0]}")
    return Verified(spent, resting, _peak_mib())


def _peak_mib() -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(asdict(verified_here(UUID(sys.argv[1])))))
