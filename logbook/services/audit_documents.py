"""Whether the documents are those whose hashes were recorded: the scans of credentials, and the
curricula that were published. Each is read alone, so that memory stays bounded."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, select

from logbook.database import db
from logbook.domain.audit import canonical
from logbook.domain.decisions import Message, say
from logbook.domain.events import CurriculumPublished
from logbook.models.audit import LedgerEntry
from logbook.models.credentials import Credential
from logbook.models.curriculum import CurriculumVersion
from logbook.services.audit_findings import SEEN, Finding, Place
from logbook.services.curriculum import plain
from logbook.services.reading import NONSENSE, Found, Unreadable, as_it_is, id_of, raw, read

ENTRIES = cast(Table, LedgerEntry.__table__)
CREDENTIALS = cast(Table, Credential.__table__)
VERSIONS = cast(Table, CurriculumVersion.__table__)


@dataclass(frozen=True, slots=True)
class Publishing:
    """What the ledger tells of the publishing of a version."""

    curriculum: str
    edition: str
    sha256: str
    """Of the document."""
    at: datetime


def scan_faults(batch: Iterable[Credential]) -> Iterator[tuple[UUID, Message]]:
    """Credentials whose document is another than the hash that stands, sealed, beside it. One that
    was withdrawn has none any more, as one without a hash never had any."""
    for one in batch:
        sealed = None if one.withdrawn_at is not None else one.document_sha256
        asked = select(CREDENTIALS.c.document).where(
            CREDENTIALS.c.program_id == one.program_id, CREDENTIALS.c.id == one.id
        )
        for row in read(asked, CREDENTIALS):
            if isinstance(row, Unreadable) or _hash_of(row.document) != sealed:
                yield one.id, say("The document of this credential was changed: %(id)s.", id=one.id)


def _hash_of(content: bytes | None) -> str | None:
    return None if content is None else sha256(content).hexdigest()


def version_faults(program_id: UUID) -> Iterator[Finding]:
    """Every version of a curriculum against its own hash and the one that the ledger was told."""
    told = _published(program_id)
    ids = select(raw(VERSIONS.c.id)).where(VERSIONS.c.program_id == program_id)
    for raw_id in db.session.execute(ids.order_by(VERSIONS.c.id)).scalars().all():
        yield SEEN
        place, publishing = told.pop(id_of(raw_id), (Place(), None))
        asked = select(VERSIONS).where(
            VERSIONS.c.program_id == program_id, raw(VERSIONS.c.id) == as_it_is(raw_id)
        )
        for row in read(asked, VERSIONS):
            what = row.what if isinstance(row, Unreadable) else _about_version(row, publishing)
            if what is not None:
                yield Finding(place, what)
    for version_id, (place, _) in told.items():
        what = say("The curriculum that this entry published is gone: %(id)s.", id=version_id)
        yield Finding(place, what)


def _about_version(row: Found, told: Publishing | None) -> Message | None:
    if told is None:
        return say(
            "Nothing in the ledger tells of this %(record)s: %(id)s.",
            record=VERSIONS.name,
            id=row.id,
        )
    if {_hash_of_document(row.document), row.sha256} != {told.sha256}:
        return say("The document of this curriculum was changed: %(id)s.", id=row.id)
    if told != Publishing(row.curriculum, row.edition, row.sha256, row.published_at):
        return say(
            "This %(record)s no longer says what the entry sealed: %(id)s.",
            record=VERSIONS.name,
            id=row.id,
        )
    return None


def _hash_of_document(document: Mapping[str, Any]) -> str | None:
    """As it was made when the version was published."""
    try:
        return _hash_of(canonical(plain(document)))
    except NONSENSE:  # what no curriculum can say
        return None


def _published(program_id: UUID) -> dict[UUID | str, tuple[Place, Publishing]]:
    """What the ledger tells of each version, and where."""
    asked = select(
        ENTRIES.c.log, ENTRIES.c.seq, ENTRIES.c.at, ENTRIES.c.subject_id, ENTRIES.c.facts
    ).where(ENTRIES.c.program_id == program_id, ENTRIES.c.event == CurriculumPublished.name)
    told: dict[UUID | str, tuple[Place, Publishing]] = {}
    for row in read(asked, ENTRIES):
        # A forged entry was named along the chain; what it says here counts for nothing.
        if not isinstance(row, Unreadable):
            with suppress(ValueError, KeyError, TypeError):
                said = json.loads(row.facts)
                told[row.subject_id] = (
                    Place(row.log, row.seq),
                    Publishing(said["curriculum"], said["edition"], said["sha256"], row.at),
                )
    return told
