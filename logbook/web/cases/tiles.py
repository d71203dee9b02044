"""The tiles from which a case is begun with one tap: what is pinned, then what is done of late."""

from dataclasses import dataclass

from flask import url_for

from logbook.domain.catalogue import Procedure
from logbook.domain.curriculum import Curriculum
from logbook.policy.actors import Actor
from logbook.queries.cases import recent_kinds
from logbook.queries.pinned_kinds import pinned_kinds
from logbook.services.pinned_kinds import MOST

RECENT = 6
"""So many kinds are offered that nobody pinned."""


@dataclass(frozen=True, slots=True)
class Tiles:
    pinned: list[Procedure]
    recent: list[Procedure]
    """The most frequent first; none of the pinned."""

    @property
    def all(self) -> list[Procedure]:
        return [*self.pinned, *self.recent]

    @property
    def full(self) -> bool:
        """No more can be pinned."""
        return len(self.pinned) >= MOST


def tiles_of(actor: Actor, curriculum: Curriculum) -> Tiles:
    """Two statements. What this edition of the curriculum does not know is passed over."""
    known, pinned = curriculum.procedures, pinned_kinds(actor)
    often = recent_kinds(actor, most=RECENT + len(pinned))
    recent = [code for code in often if code in known and code not in pinned][:RECENT]
    return Tiles([known[code] for code in pinned if code in known], [known[c] for c in recent])


PAGES = {"home": "home.show", "new": "cases.new"}
"""Where tiles are shown: after a pin one is back there."""


def page_with_tiles(name: str) -> str:
    return url_for(PAGES.get(name, "home.show"), _anchor="tiles")
