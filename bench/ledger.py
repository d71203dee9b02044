"""(f) A long ledger, and how long it takes to see that it holds."""

import hashlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bench.floors import open_durably
from bench.stage import Scene
from logbook.database import db
from logbook.domain.audit import Entry, Head
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.models.columns import new_id
from logbook.services.audit import verify

ENTRIES = LedgerEntry.metadata.tables["ledger_entry"]
HEADS = LedgerHead.metadata.tables["ledger_head"]
BATCH = 10_000
ENTRIES_OF_A_CASE = 3
"""Handed in, answered, and signed."""
BEGAN = datetime(2026, 7, 1, tzinfo=UTC)


def entries_of(program_id: UUID, actor_id: UUID, count: int) -> Iterator[tuple[Entry, Head]]:
    """As many entries as asked for, each with the head that it leads to."""
    head = Head("2026")
    for number in range(count):
        entry = Entry(
            program_id=program_id,
            log=head.log,
            seq=head.size,
            at=BEGAN + timedelta(seconds=number),
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
    plain = 0.0
    with scene.app.app_context():
        for trigger in ("refuses_update", "refuses_delete"):
            connection.execute(f"DROP TRIGGER ledger_entry_{trigger}")
        for table in ("ledger_entry", "ledger_head"):
            connection.execute(f"DELETE FROM {table} WHERE program_id = ?", (actor.program_id.hex,))
        connection.execute("PRAGMA synchronous = OFF")
        rows, last = [], Head("2026")
        for entry, last in entries_of(actor.program_id, actor.id, count):
            canonical = entry.canonical()
            begun = time.perf_counter()
            hashlib.sha256(b"\x00" + canonical).digest()
            plain += time.perf_counter() - begun
            rows.append({**_columns(entry), "id": new_id(), "leaf": last.last})
            if len(rows) == BATCH or entry.seq == count - 1:
                db.session.execute(ENTRIES.insert(), rows)
                rows.clear()
        db.session.execute(HEADS.insert(), {**_head(last), "program_id": actor.program_id})
        db.session.commit()
    connection.close()
    return plain


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


def seconds_to_verify(scene: Scene) -> float:
    """Every entry read, hashed, chained and put into its tree."""
    with scene.app.app_context():
        begun = time.perf_counter()
        faults = verify(scene.director.actor.program_id)
        spent = time.perf_counter() - begun
    # The entries speak of no record, so the program's own records are missed. That is not counted.
    wrong = [one for one in faults if one.seq is not None and "subject" not in one.what.id]
    if wrong:
        raise RuntimeError(f"a ledger that was just written does not hold: {wrong[0]}")
    return spent
