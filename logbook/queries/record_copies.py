"""The copies of their record that somebody asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from logbook.database import db
from logbook.models.curriculum import Enrollment
from logbook.models.record_copies import RecordCopy
from logbook.policy.actors import Actor

SHOWN = 10


@dataclass(frozen=True, slots=True)
class CopyRow:
    id: UUID
    language: str
    asked_at: datetime
    ready_at: datetime | None
    size: int | None
    """In bytes."""
    sha256: str | None
    swept_at: datetime | None

    @property
    def waits(self) -> bool:
        """Lies there to be fetched."""
        return self.ready_at is not None and self.swept_at is None

    def kept_until(self, days: timedelta) -> datetime | None:
        return None if self.ready_at is None else self.ready_at + days


def copies(actor: Actor) -> list[CopyRow]:
    """One's own, the newest first."""
    return [CopyRow(*row) for row in db.session.execute(_own(actor).limit(SHOWN))]


def copy_(actor: Actor, copy_id: UUID) -> CopyRow:
    """NoResultFound for another's."""
    return CopyRow(*db.session.execute(_own(actor).where(RecordCopy.id == copy_id)).one())


def _own(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            RecordCopy.id,
            RecordCopy.language,
            RecordCopy.asked_at,
            RecordCopy.ready_at,
            RecordCopy.size,
            RecordCopy.sha256,
            RecordCopy.swept_at,
        )
        .where(RecordCopy.program_id == actor.program_id, RecordCopy.member_id == actor.id)
        .order_by(RecordCopy.asked_at.desc(), RecordCopy.id)
    )


def is_or_was_fellow(actor: Actor) -> bool:
    """Whether there is a record to be taken."""
    enrolled = select(Enrollment.id).where(
        Enrollment.program_id == actor.program_id, Enrollment.fellow_id == actor.id
    )
    return db.session.scalars(enrolled.limit(1)).first() is not None
