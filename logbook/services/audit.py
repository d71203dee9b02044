"""Whether the ledger holds: every entry, every chain, every head, and every record it speaks of.

What a person with access to the database could change behind the service's back is found here and
named. Nothing is changed, and memory stays bounded however long the ledger is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import RowMapping, select

from logbook.database import db
from logbook.domain.audit import Entry, Head
from logbook.domain.decisions import Message, say
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.models.programs import Program
from logbook.services.audit_records import Place, record_faults

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold, and where: `seq` is None when it is no single entry."""

    program_id: UUID
    program: str
    log: str
    seq: int | None
    what: Message


@dataclass(slots=True)
class Examination:
    """What was looked at in one program, and what was wrong there, in the order of the ledger."""

    program_id: UUID
    program: str
    entries: int = 0
    logs: int = 0
    records: int = 0
    faults: list[Fault] = field(default_factory=list)

    def blame(self, place: Place, what: Message) -> None:
        self.faults.append(Fault(self.program_id, self.program, place.log, place.seq, what))


def verify(program_id: UUID | None = None) -> list[Fault]:
    """Everything that does not hold in one program or in all; none, when all is well."""
    return [fault for found in examine(program_id) for fault in found.faults]


def examine(program_id: UUID | None = None) -> Iterator[Examination]:
    """Look at one program after the other. NoResultFound for a program that is not there."""
    asked = select(Program.id, Program.name).order_by(Program.name)
    if program_id is not None:
        asked = asked.where(Program.id == program_id)
    programs = db.session.execute(asked)
    for found in [programs.one()] if program_id is not None else programs.all():
        examination = Examination(found.id, found.name)
        _walk(examination)
        for fault in record_faults(found.id):
            if fault.what is None:
                examination.records += 1
            else:
                examination.blame(fault.place, fault.what)
        yield examination


def _walk(examination: Examination) -> None:
    """Along all entries of a program, from its first log to its last."""
    heads = _heads(examination.program_id)
    examination.logs = len(heads)
    grown = Head("")
    expected = 0
    for entry, leaf in _entries(examination.program_id):
        if entry.log != grown.log:
            if grown.log:
                _compare(examination, heads.pop(grown.log, None), grown)
            grown, expected = grown.next_log(entry.log), 0
        _look_at(examination, entry, leaf, grown.last, expected)
        grown, expected = grown.grown_by(leaf), entry.seq + 1
        examination.entries += 1
    if grown.log:
        _compare(examination, heads.pop(grown.log, None), grown)
    for head in heads.values():
        if head.size:
            examination.blame(Place(head.log), say("All entries of this log are missing."))


def _look_at(
    examination: Examination, entry: Entry, leaf: bytes, before: bytes, expected: int
) -> None:
    place = Place(entry.log, entry.seq)
    if entry.seq != expected:
        examination.blame(place, say("Entries before this one are missing."))
    if entry.leaf() != leaf:
        examination.blame(place, say("This entry was changed: its hash does not fit it."))
    if entry.previous != before:
        examination.blame(place, say("This entry does not follow the one before it."))


def _compare(examination: Examination, kept: Head | None, grown: Head) -> None:
    place = Place(grown.log)
    if kept is None:
        examination.blame(place, say("This log has entries, but no head."))
    elif kept.size > grown.size:
        examination.blame(
            place,
            say(
                "The head counts %(kept)s entries, but only %(found)s are there.",
                kept=kept.size,
                found=grown.size,
            ),
        )
    elif kept != grown:
        examination.blame(place, say("The head of this log does not fit its entries."))


def _entries(program_id: UUID) -> Iterator[tuple[Entry, bytes]]:
    table = LedgerEntry.metadata.tables["ledger_entry"]
    rows = db.session.connection().execute(
        select(table).where(table.c.program_id == program_id).order_by(table.c.log, table.c.seq),
        execution_options={"yield_per": BATCH},
    )
    for row in rows.mappings():
        yield _as_entry(row), row["leaf"]


def _as_entry(row: RowMapping) -> Entry:
    return Entry(
        program_id=row["program_id"],
        log=row["log"],
        seq=row["seq"],
        at=row["at"],
        actor_id=row["actor_id"],
        event=row["event"],
        subject_id=row["subject_id"],
        facts=row["facts"],
        content=row["content"],
        previous=row["previous"],
    )


def _heads(program_id: UUID) -> dict[str, Head]:
    rows = db.session.execute(
        select(LedgerHead.log, LedgerHead.size, LedgerHead.last, LedgerHead.subtrees)
        .where(LedgerHead.program_id == program_id)
        .order_by(LedgerHead.log)
    )
    return {row.log: Head.kept(*row) for row in rows}
