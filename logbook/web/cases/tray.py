"""Drafts that wait to be finished, the oldest first, each with what is still missing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext

from logbook.domain.catalogue import Procedure
from logbook.domain.curriculum import Curriculum
from logbook.domain.unfinished import DETAIL, still_missing
from logbook.queries.home import DraftRow
from logbook.web.cases.telling import place_of, short_of
from logbook.web.words import language

NAMES: dict[str, Callable[[], str]] = {
    "supervisor": lambda: gettext("Supervisor"),
    "outcome": lambda: gettext("Outcome"),
    "age_band": lambda: gettext("Patient's age"),
    "complication_note": lambda: gettext("What happened"),
}


@dataclass(frozen=True, slots=True)
class Unfinished:
    """One draft as the tray shows it."""

    id: UUID
    title: str
    day: date
    place: str
    """Levels and side, as far as they are known."""
    missing: list[str]
    """In words; empty when it only waits to be submitted."""


def tray_of(drafts: Sequence[DraftRow], curriculum: Curriculum) -> list[Unfinished]:
    """In the order given."""
    return [
        Unfinished(
            id=one.id,
            title=short_of(curriculum, one.procedure),
            day=one.performed_on,
            place=place_of(curriculum, one.details),
            missing=[
                _named(name, curriculum.procedures.get(one.procedure))
                for name in still_missing(one, curriculum)
            ],
        )
        for one in drafts
    ]


def _named(name: str, procedure: Procedure | None) -> str:
    if name in NAMES:
        return NAMES[name]()
    spec = procedure.field(name.removeprefix(DETAIL)) if procedure else None
    return spec.label.in_(language()) if spec else name
