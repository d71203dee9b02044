"""Tells the ledger what writers stated of words that the guard had found."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from logbook.domain.events_identifiers import IdentifierStatedHarmless
from logbook.domain.harmless import needed
from logbook.queries.harmless import facts_of


def statements_about(program_id: UUID, subject_id: UUID) -> Iterator[IdentifierStatedHarmless]:
    """One event for each kind and reason that let words of this record pass, unless the ledger has
    heard the same of it already: a draft is saved many times. No statement costs no question."""
    stated = Counter((one.field, one.kind, one.reason) for one in needed())
    if not stated:
        return
    heard = facts_of(program_id, subject_id)
    for (field, kind, reason), count in sorted(stated.items()):
        event = IdentifierStatedHarmless(
            subject_id=subject_id, field=field, kind=kind, reason=reason, count=count
        )
        if heard.get((field, kind, reason)) != count:
            yield event
