"""Whether the ledger holds: every entry, every chain, every head, and every record it speaks of.

What a person with access to the database could change behind the service's back is found here and
named. Nothing is changed, and memory stays bounded however long the ledger is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select

from logbook.database import db
from logbook.domain.audit import Entry, Growing, Head
from logbook.domain.clock_jumps import ClockJump, Watch
from logbook.domain.decisions import Message, say
from logbook.models.programs import Program
from logbook.policy.actors import INSTALLATION
from logbook.services.audit_checkpoints import checkpoint_faults, key_faults, signatures_of
from logbook.services.audit_entries import Blotted, entries_of, heads_of
from logbook.services.audit_findings import Finding, Place
from logbook.services.audit_records import record_faults
from logbook.services.audit_signatures import signature_faults
from logbook.services.reading import Unreadable, id_of, raw

PROGRAMS = cast(Table, Program.__table__)


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
    jumps: list[ClockJump] = field(default_factory=list)
    """Where the clock jumped: a doubt about times, and no fault."""

    def blame(self, place: Place, what: Message) -> None:
        self.faults.append(Fault(self.program_id, self.program, place.log, place.seq, what))

    def hear(self, findings: Iterable[Finding]) -> None:
        for one in findings:
            if one.what is None:
                self.records += 1
            else:
                self.blame(one.place, one.what)


def verify(program_id: UUID | None = None) -> list[Fault]:
    """Everything that does not hold in one program or in all; none, when all is well."""
    return [fault for found in examine(program_id) for fault in found.faults]


def examine(program_id: UUID | None = None) -> Iterator[Examination]:
    """Look at one program after the other. NoResultFound for a program that is not there."""
    asked = select(raw(PROGRAMS.c.id), PROGRAMS.c.name).order_by(PROGRAMS.c.name)
    if program_id is not None:
        asked = asked.where(Program.id == program_id)
    programs = db.session.execute(asked)
    for raw_id, name in [programs.one()] if program_id is not None else programs.all():
        found_id = id_of(raw_id)
        if not isinstance(found_id, UUID):
            yield _unreadable(name, Unreadable(PROGRAMS.name, found_id, raw_id))
            continue
        examination = Examination(found_id, name)
        _walk(examination)
        if found_id == INSTALLATION:
            examination.hear(key_faults())
        examination.hear(checkpoint_faults(found_id))
        examination.hear(record_faults(found_id))
        for what in signature_faults(found_id):
            examination.blame(Place(), what)
        yield examination


def _unreadable(name: str, program: Unreadable) -> Examination:
    """Of a program that lost its id, nothing else can be found."""
    examination = Examination(INSTALLATION, name)
    examination.blame(Place(), program.what)
    return examination


def _walk(examination: Examination) -> None:
    """Along all entries of a program, from its first log to its last."""
    heads = heads_of(examination.program_id)
    examination.logs = len(heads)
    signed = signatures_of(examination.program_id)
    watch = Watch(datetime.now(UTC))
    grown = Growing("")
    expected = 0
    for found in entries_of(examination.program_id):
        log = found.log if isinstance(found, Blotted) else found[0].log
        if log != grown.log:
            if grown.log:
                _compare(examination, heads.pop(grown.log, None), grown.head())
            grown, expected = Growing(log, grown.last), 0
        leaf, seq = _look_at(examination, found, grown.last, expected, watch)
        grown.add(leaf)
        expected = seq + 1
        if not signed.met(grown):
            what = say("Up to this entry the log is not what was signed of it.")
            examination.blame(Place(log, grown.size - 1), what)
        examination.entries += 1
    if grown.log:
        _compare(examination, heads.pop(grown.log, None), grown.head())
    _miss(examination, heads)
    for log, what in signed.faults():
        examination.blame(Place(log), what)


def _miss(examination: Examination, heads: Mapping[str, Head | Unreadable]) -> None:
    """Blame the heads of which no entry was found."""
    for name, head in heads.items():
        if isinstance(head, Unreadable):
            examination.blame(Place(name), head.what)
        elif head.size:
            examination.blame(Place(name), say("All entries of this log are missing."))


def _look_at(
    examination: Examination,
    found: tuple[Entry, bytes] | Blotted,
    before: bytes,
    expected: int,
    watch: Watch,
) -> tuple[bytes, int]:
    """Blame what is wrong with one entry; its hash and number, for the next to follow."""
    if isinstance(found, Blotted):
        examination.blame(Place(found.log, found.seq), found.row.what)
        return found.leaf, expected if found.seq is None else found.seq
    entry, leaf = found
    if entry.seq != expected:
        examination.blame(_at(entry), say("Entries before this one are missing."))
    if entry.leaf() != leaf:
        examination.blame(_at(entry), say("This entry was changed: its hash does not fit it."))
    elif (jump := watch.see(entry.log, entry.seq, entry.at)) is not None:
        examination.jumps.append(jump)  # of a time that was forged nothing can be told
    if entry.previous != before:
        examination.blame(_at(entry), say("This entry does not follow the one before it."))
    return leaf, entry.seq


def _at(entry: Entry) -> Place:
    return Place(entry.log, entry.seq)


def _compare(examination: Examination, kept: Head | Unreadable | None, grown: Head) -> None:
    place = Place(grown.log)
    if kept is None:
        examination.blame(place, say("This log has entries, but no head."))
    elif isinstance(kept, Unreadable):
        examination.blame(place, kept.what)
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
