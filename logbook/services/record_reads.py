"""Noting who read whose record. A reading changes nothing that anybody vouches for, so it is no
event of the ledger; see docs/adr/0018."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, insert

from logbook.database import UnlessThere, db
from logbook.domain.readings import Page, Why, hour_of
from logbook.models.columns import new_id
from logbook.models.record_reads import RecordRead
from logbook.policy.actors import Actor
from logbook.policy.cases import OVERSEERS
from logbook.queries import record_reads as queries
from logbook.queries.record_reads import Unnoted
from logbook.services.unit import beside_the_ledger

TABLE = RecordRead.metadata.tables["record_read"]
SHORTEST = timedelta(days=365)
"""So long a reading is kept at least: the database lets go of nothing younger."""


def note(actor: Actor, kind: str, record_id: UUID, page: Page, now: datetime) -> None:
    """Somebody was shown a record of this kind. One's own, and what is noted already in this
    hour, costs one look-up and no writing."""
    _write(actor, queries.unnoted(actor, kind, record_id, page, hour_of(now)), page, now)


def note_queue(actor: Actor, now: datetime) -> None:
    """A supervisor was shown the cases that were sent to them."""
    _write(actor, queries.unnoted_in_queue(actor, hour_of(now)), Page.QUEUE, now)


def _write(actor: Actor, found: Sequence[Unnoted], page: Page, now: datetime) -> None:
    if not found:
        return
    rows = [
        {
            "program_id": actor.program_id,
            "id": new_id(),
            "owner_id": one.owner_id,
            "reader_id": actor.id,
            "record_id": one.record_id,
            "page": page,
            "why": Why.ASKED if one.asked or not actor.is_(*OVERSEERS) else Why.OVERSEES,
            "hour": hour_of(now),
            "first_at": now,
        }
        for one in found
    ]
    with beside_the_ledger():
        # Two tabs may note the same.
        db.session.execute(insert(TABLE).ext(UnlessThere()), rows)


def sweep(program_id: UUID, now: datetime, kept: timedelta) -> int:
    """Delete what is older than the installation keeps it. Returns how many."""
    over = now - max(kept, SHORTEST) - timedelta(hours=1)
    with beside_the_ledger():
        gone = db.session.execute(
            delete(RecordRead)
            .where(RecordRead.program_id == program_id, RecordRead.hour < over)
            .returning(RecordRead.id)
            .execution_options(synchronize_session=False)
        ).all()
    return len(gone)
