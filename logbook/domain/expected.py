"""What a clinic's list says will be done, and how little of it is kept.

Of a patient nothing: the day, the part of the day, the procedure by its code in the catalogue, and
the place. Words of a list are kept only where they stand in a place for procedures, the catalogue
does not know them, and the guard finds nothing in them; a bare name it could not know.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid5

from logbook.domain.hospital import Named
from logbook.domain.identifiers import find_identifiers

LONGEST_TEXT = 120
LONGEST_NAME = 80
MOST = 500
"""Entries of one list."""
AHEAD_DAYS, BACK_DAYS = 60, 60
"""How far a list may reach."""
_NAMES = UUID("b5cf1c1e-5a0f-4d39-8f2c-0f4b0f8f7c55")


class Band(StrEnum):
    """Part of the day: the hour itself could tell whose appointment it was."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Said(StrEnum):
    """Why something expected is no case of this fellow's."""

    NOT_MINE = "not_mine"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class Planned:
    """One line of a list as it came. What is not shown by `repr` reaches no log."""

    on: date | None
    """None: the list says its day once, for all of its lines."""
    hour: int | None
    named: tuple[Named, ...] = field(repr=False)
    """What may name the procedure, the likeliest first."""
    place: str = field(default="", repr=False)
    for_procedures: bool = False
    """The words stand where a procedure stands, not just anything."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One line as it is kept."""

    id: UUID
    on: date
    band: Band | None
    procedure: str | None
    """Of the catalogue."""
    text: str
    """In the list's own words, only where the catalogue does not know them."""
    place: str = field(default="", repr=False)
    """Looked up and forgotten."""


def band_of(hour: int | None) -> Band | None:
    if hour is None:
        return None
    return Band.MORNING if hour < 12 else Band.AFTERNOON if hour < 17 else Band.EVENING


def keep(
    fellow_id: UUID,
    lines: Iterable[Planned],
    day: date,
    known: Callable[[Named], str | None],
) -> Iterator[Kept]:
    """Through the door. The same list again gives the same ids: it adds nothing. Of several that
    say the same of one part of a day, each is one more."""
    counted: Counter[str] = Counter()
    for one in lines:
        procedure = next((code for code in map(known, one.named) if code), None)
        text = "" if procedure else _harmless(one)
        on, band = one.on or day, band_of(one.hour)
        what = f"{fellow_id} {on} {band} {procedure or text.casefold()}"
        counted[what] += 1
        id_ = uuid5(_NAMES, f"{what} {counted[what]}")
        yield Kept(id_, on, band, procedure, text, one.place)


def _harmless(one: Planned) -> str:
    text = next((name.text for name in one.named if name.text), "") if one.for_procedures else ""
    return "" if len(text) > LONGEST_TEXT or find_identifiers(text) else text
