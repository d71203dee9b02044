"""Whether what was signed of a log still is what stands there: what nobody with the database alone
can make good again."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select

from logbook.database import db
from logbook.domain.audit import Growing
from logbook.domain.checkpoints import Checkpoint
from logbook.domain.decisions import Message, say
from logbook.domain.events_ledger import KeyCreated, KeyRetired, LedgerCheckpointed
from logbook.domain.notes import BadNote, Key, signed_by
from logbook.models.audit import LedgerEntry
from logbook.models.checkpoints import SignedCheckpoint, SigningKey
from logbook.policy.actors import INSTALLATION
from logbook.services.audit_findings import Finding, Place
from logbook.services.reading import Unreadable, read

ENTRIES = cast(Table, LedgerEntry.__table__)
CHECKPOINTS = cast(Table, SignedCheckpoint.__table__)
KEYS = cast(Table, SigningKey.__table__)
READER = Path(__file__).with_name("signature_reader.py")
PATIENCE = 60
"""How long the signatures of a program may take, in seconds; a thousand take a tenth of one."""

Claim = tuple[bytes, bytes, bytes]
"""Public key, signature, and the text that it is said to be over."""


@dataclass(slots=True)
class Signatures:
    """What was signed of the logs of one program."""

    waiting: dict[tuple[str, int], bytes] = field(default_factory=dict)
    """The roots that were signed, by log and size, as far as the log has not come to them."""
    bad: list[tuple[str, int]] = field(default_factory=list)
    """Checkpoints that do not hold by themselves, by log and size."""

    def met(self, grown: Growing) -> bool:
        """Whether the log, as far as it was read, is what was signed of it, if anything was."""
        root = self.waiting.pop((grown.log, grown.size), None)
        return root is None or root == grown.head().root()

    def faults(self) -> Iterator[tuple[str, Message]]:
        """By log, what is wrong once all entries were read."""
        for log, size in self.bad:
            what = say("The checkpoint of %(size)s entries does not fit its key.", size=size)
            yield log, what
        for log, size in self.waiting:
            what = say(
                "%(size)s entries of this log were signed; they are not all there.", size=size
            )
            yield log, what


def signatures_of(program_id: UUID) -> Signatures:
    """The checkpoints of a program, each looked at by itself."""
    asked = (
        select(SignedCheckpoint, SigningKey.public)
        .outerjoin(SigningKey, SigningKey.id == SignedCheckpoint.key_id)
        .where(SignedCheckpoint.program_id == program_id)
        .order_by(SignedCheckpoint.log, SignedCheckpoint.size)
    )
    found, claims = Signatures(), dict[tuple[str, int], Claim]()
    for row, public in db.session.execute(asked):
        place = row.log, row.size
        claim = _claim_of(row, public)
        if claim is None:
            found.bad.append(place)
        else:
            claims[place], found.waiting[place] = claim, row.root
    for place, holds in zip(claims, _good(list(claims.values())), strict=True):
        if not holds:  # what nobody signed accuses no entry
            found.bad.append(place)
            del found.waiting[place]
    return found


def _claim_of(row: SignedCheckpoint, public: bytes | None) -> Claim | None:
    """What the key is said to have signed; None when it is gone, or the note is not of this row."""
    if public is None:
        return None
    claims: list[Claim] = []

    def note_down(*claim: bytes) -> bool:
        claims.append((claim[0], claim[1], claim[2]))
        return True

    try:
        said = Checkpoint.read(row.note)
        signed_by(row.note, [Key(said.origin, public)], note_down)
    except (BadNote, ValueError):
        return None
    ours = said.origin.endswith(f"/{row.program_id}/{row.log}")
    return claims[0] if ours and (said.size, said.root) == (row.size, row.root) else None


def _good(claims: Sequence[Claim]) -> list[bool]:
    """Which signatures hold, by a process whose memory ends with it."""
    if not claims:
        return []
    done = subprocess.run(  # noqa: S603  (our own program; the claims come as its input)
        [sys.executable, "-I", str(READER)],
        input=json.dumps([[part.hex() for part in claim] for claim in claims]).encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    good: list[bool] = json.loads(done.stdout)
    return good


def checkpoint_faults(program_id: UUID) -> Iterator[Finding]:
    """Checkpoints that were taken away, put under, or are no longer what their entries say. An
    entry that was forged itself counts for nothing here; it is named along the chain."""
    heard = {one.subject_id: one for one in _heard(program_id, LedgerCheckpointed.name)}
    asked = select(
        CHECKPOINTS.c.id, CHECKPOINTS.c.size, CHECKPOINTS.c.root, CHECKPOINTS.c.signed_at
    ).where(CHECKPOINTS.c.program_id == program_id)
    for row in read(asked, CHECKPOINTS):
        told = heard.pop(row.id, None) if isinstance(row.id, UUID) else None
        if isinstance(row, Unreadable):
            yield Finding(told.place if told else Place(), row.what)
        elif told is None:
            yield Finding(what=_untold(row.id))
        elif (told.facts.get("size"), told.facts.get("root"), told.at) != (
            row.size,
            row.root.hex(),
            row.signed_at,
        ):
            what = say(
                "This %(record)s no longer says what the entry sealed: %(id)s.",
                record=CHECKPOINTS.name,
                id=row.id,
            )
            yield Finding(told.place, what)
    for id_, told in heard.items():
        yield Finding(told.place, _gone(id_))


def _untold(id_: UUID) -> Message:
    return say(
        "Nothing in the ledger tells of this %(record)s: %(id)s.", record=CHECKPOINTS.name, id=id_
    )


def _gone(id_: UUID) -> Message:
    return say("The record that this entry sealed is gone: %(id)s.", id=id_)


def key_faults() -> Iterator[Finding]:
    """Keys that the installation's ledger never heard of, or of other times; and those that are
    gone, without which nobody can tell what they signed."""
    made = {one.subject_id: one for one in _heard(INSTALLATION, KeyCreated.name)}
    retired = {one.subject_id: one.at for one in _heard(INSTALLATION, KeyRetired.name)}
    for row in db.session.execute(select(KEYS)):
        told = made.pop(row.id, None)
        if told is None or told.facts.get("public") != row.public.hex():
            yield Finding(what=say("The key %(id)s was never made here.", id=row.id))
        elif (row.created_at, row.retired_at) != (told.at, retired.get(row.id)):
            what = say(
                "This %(record)s no longer says what the entry sealed: %(id)s.",
                record=KEYS.name,
                id=row.id,
            )
            yield Finding(told.place, what)
    for id_, told in made.items():
        yield Finding(told.place, _gone(id_))


@dataclass(frozen=True, slots=True)
class Heard:
    """One entry about a key or a checkpoint."""

    place: Place
    subject_id: UUID
    at: datetime
    facts: Mapping[str, object]


def _heard(program_id: UUID, event: str) -> Iterator[Heard]:
    columns = (ENTRIES.c[name] for name in ("id", "log", "seq", "at", "subject_id", "facts"))
    asked = select(*columns).where(ENTRIES.c.program_id == program_id, ENTRIES.c.event == event)
    for row in read(asked, ENTRIES):
        if not isinstance(row, Unreadable):
            with suppress(ValueError, TypeError):
                facts = dict(json.loads(row.facts))
                yield Heard(Place(row.log, row.seq), row.subject_id, row.at, facts)
