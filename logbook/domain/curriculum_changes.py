"""What is another in one edition of a curriculum than in the other, in plain words.

Everything that an edition says is compared, so that "nothing changed" can be believed. What
follows from another change is not told a second time: that of a category called otherwise the
requirement has its name, that a vocabulary's new word is offered by a hundred procedures.
"""

from collections.abc import Iterator

from logbook.domain.changes import Change, Shelf, compared
from logbook.domain.changes_of_catalogue import catalogue_changes
from logbook.domain.changes_of_curves import curve_changes
from logbook.domain.changes_of_frame import FRAME, frame_changes
from logbook.domain.changes_of_offers import offer_changes
from logbook.domain.changes_of_requirements import requirement_changes
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import say

__all__ = ["Change", "Shelf", "changes", "shelved"]


def changes(before: Curriculum, after: Curriculum) -> list[Change]:
    """All of them, by shelf; within one in the order of the document, what is gone last. The
    edition itself is no change."""
    found = sorted(_all(before, after), key=lambda change: ORDER[change.shelf])
    return list({(one.shelf, one.of, one.told): one for one in found}.values())


def _all(before: Curriculum, after: Curriculum) -> Iterator[Change]:
    both = (before, after)
    yield from compared(Shelf.FRAME, "", say("Curriculum"), both, both, FRAME)
    yield from requirement_changes(before, after)
    yield from frame_changes(before, after)
    yield from catalogue_changes(before, after)
    yield from curve_changes(before, after)
    yield from offer_changes(before, after)


def shelved(found: list[Change]) -> dict[Shelf, list[Change]]:
    """By shelf, only those that hold a change."""
    shelves: dict[Shelf, list[Change]] = {}
    for change in found:
        shelves.setdefault(change.shelf, []).append(change)
    return shelves


ORDER = {shelf: place for place, shelf in enumerate(Shelf)}
