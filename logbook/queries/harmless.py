"""What writers stated of words that the guard had found, as the ledger has it."""

import json
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.events_identifiers import IdentifierStatedHarmless
from logbook.domain.harmless import Harmless
from logbook.models.audit import LedgerEntry
from logbook.policy.actors import Actor


def facts_of(program_id: UUID, subject_id: UUID) -> dict[tuple[str, str, str], int]:
    """Of one record: how many words, by field, kind and reason, as last stated."""
    rows = db.session.scalars(
        select(LedgerEntry.facts)
        .where(
            LedgerEntry.program_id == program_id,
            LedgerEntry.subject_id == subject_id,
            LedgerEntry.event == IdentifierStatedHarmless.name,
        )
        .order_by(LedgerEntry.log, LedgerEntry.seq)
    )
    found = [json.loads(facts) for facts in rows]
    return {(one["field"], one["kind"], one["reason"]): one["count"] for one in found}


def reasons_of(actor: Actor, subject_id: UUID) -> dict[tuple[str, str], Harmless]:
    """Of one record that the actor is about to change: the last reason, by field and kind."""
    stated = facts_of(actor.program_id, subject_id)
    return {(field, kind): Harmless(reason) for field, kind, reason in stated}
