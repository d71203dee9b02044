"""Whether the figures that directors confirmed are those that the ledger was told of.

A confirmation is told of under its version, so that the history of the version has it; its seal
stands among the facts. Those made before confirmations were sealed are held against what their
entries say: which requirement of which version has which value.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select

from logbook.domain.decisions import say
from logbook.domain.events import FigureConfirmed
from logbook.domain.events_publishing import FigureCarriedOver
from logbook.models.audit import LedgerEntry
from logbook.models.curriculum import FigureConfirmation
from logbook.services.audit_findings import SEEN, Finding, Place
from logbook.services.reading import NONSENSE, Unreadable, read

ENTRIES = cast(Table, LedgerEntry.__table__)
FIGURES = cast(Table, FigureConfirmation.__table__)

Figure = tuple[UUID, str, int]
"""Version, requirement and value."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the ledger tells of confirmations."""

    sealed: dict[UUID, tuple[Place, str]] = field(default_factory=dict)
    """Their seals in hex, by id."""
    older: dict[Figure, list[Place]] = field(default_factory=lambda: defaultdict(list))
    """Those of the time before."""


def figure_faults(program_id: UUID) -> Iterator[Finding]:
    """Every confirmation against the entry that tells of it, and the other way round."""
    told = _told(program_id)
    asked = select(FigureConfirmation).where(FigureConfirmation.program_id == program_id)
    for row in read(asked.execution_options(populate_existing=True), FIGURES):
        yield SEEN
        if isinstance(row, Unreadable):
            place, _ = told.sealed.pop(cast(UUID, row.id), (Place(), ""))
            yield Finding(place, row.what)
        else:
            yield from _against(told, row[0])
    for figure_id, (place, _) in told.sealed.items():
        yield Finding(
            place, say("The record that this entry sealed is gone: %(id)s.", id=figure_id)
        )
    for (version_id, *_), places in told.older.items():
        for place in places:
            what = say("The record that this entry sealed is gone: %(id)s.", id=version_id)
            yield Finding(place, what)


def _against(told: Told, figure: FigureConfirmation) -> Iterator[Finding]:
    about = {"record": figure.__tablename__, "id": figure.id}
    sealed = told.sealed.pop(figure.id, None)
    older = told.older.get((figure.version_id, figure.requirement, figure.value))
    if sealed is not None:
        place, seal = sealed
        if seal != _seal_of(figure):
            what = say("This %(record)s no longer says what the entry sealed: %(id)s.", **about)
            yield Finding(place, what)
    elif older:
        older.pop()
    else:
        yield Finding(what=say("Nothing in the ledger tells of this %(record)s: %(id)s.", **about))


def _seal_of(figure: FigureConfirmation) -> str:
    try:
        return figure.seal().hex()
    except NONSENSE:  # such as a date that only a forger would have put there
        return ""


def _told(program_id: UUID) -> Told:
    columns = (ENTRIES.c[name] for name in ("log", "seq", "facts", "subject_id"))
    asked = select(*columns).where(
        ENTRIES.c.program_id == program_id,
        ENTRIES.c.event.in_((FigureConfirmed.name, FigureCarriedOver.name)),
    )
    told = Told()
    for row in read(asked, ENTRIES):
        # A forged entry was named along the chain; what it says here counts for nothing.
        if not isinstance(row, Unreadable):
            with suppress(ValueError, KeyError, TypeError):
                _note(told, Place(row.log, row.seq), row.subject_id, json.loads(row.facts))
    return told


def _note(told: Told, place: Place, version_id: UUID, facts: dict[str, object]) -> None:
    if "figure_id" in facts:
        told.sealed[UUID(str(facts["figure_id"]))] = place, str(facts["figure_seal"])
    else:
        figure = version_id, str(facts["requirement"]), int(str(facts["value"]))
        told.older[figure].append(place)
