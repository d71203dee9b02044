"""What a site has, and which cases can be done there."""

from collections.abc import Collection
from enum import StrEnum

from logbook.domain.catalogue import Procedure
from logbook.domain.curriculum import Curriculum


class Capability(StrEnum):
    """What a site has. The first three are codes of the catalogue's guidance."""

    FLUOROSCOPY = "fluoroscopy"
    ULTRASOUND = "ultrasound"
    CT = "ct"
    OPERATING_ROOM = "operating_room"


IMAGING = frozenset({Capability.FLUOROSCOPY, Capability.ULTRASOUND, Capability.CT})
BARE_HANDS = frozenset({"landmark", "nerve_stimulator"})
"""Guidance that every site has."""


def can_be_done(procedure: Procedure, site: Collection[Capability]) -> bool:
    """With the guidance that the catalogue names for it; what names none is done anywhere."""
    ways = set(procedure.guidance)
    images = IMAGING & ways
    return not images or bool(ways & BARE_HANDS) or not images.isdisjoint(site)


def can_offer(curriculum: Curriculum, category: str, site: Collection[Capability]) -> bool:
    """Whether at least half of the kinds of a category can be done at a site."""
    kinds = kinds_of(curriculum, category)
    return 2 * sum(can_be_done(one, site) for one in kinds) >= len(kinds)


def needed_for(curriculum: Curriculum, category: str) -> tuple[Capability, ...]:
    """What a site should have, any one of it, to offer a category; nothing: any site offers it."""
    if can_offer(curriculum, category, ()):
        return ()
    return tuple(one for one in Capability if can_offer(curriculum, category, (one,)))


def kinds_of(curriculum: Curriculum, category: str) -> list[Procedure]:
    return [
        one for one in curriculum.procedures.values() if one.category == category and one.counts
    ]
