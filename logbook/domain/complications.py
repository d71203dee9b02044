"""A fellow's complications beside those of all the program's fellows: never a rank, and never so
few people or cases that one of them could be told from a sum."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from logbook.domain.catalogue import CaseKind, CaseRole
from logbook.domain.curriculum import Curriculum
from logbook.domain.rates import NOTHING, Rate

PERFORMED = frozenset({CaseRole.PERFORMED_DIRECT, CaseRole.PERFORMED_INDIRECT})
"""The roles in which the needle was in the fellow's hand, as the supervisor stated it. What went
wrong in a case that somebody watched is not theirs."""

PUBLISHED = Rate(493, 26_061)
"""Immediate adverse events in interventional pain procedures of several institutions: Carr et al.,
Pain Medicine 2016;17:2155-2161. Of another population; no benchmark."""

FEWEST_FELLOWS = 3
"""Others who must stand behind a sum: of two, each could take off their own and read the other."""

FEWEST_CASES = 10
"""Below it a share says nothing, and one rare event points at one case that people remember."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One category: the fellow's own, and the program's where enough stand behind it."""

    category: str | None
    """None: all categories together."""
    own: Rate
    pooled: Rate | None
    """Of all fellows, this one among them; None: too few to be shown."""

    @property
    def enough(self) -> bool:
        """Whether the fellow's own cases are enough for a share."""
        return self.own.of >= FEWEST_CASES


def categories_of_procedures(curriculum: Curriculum) -> list[str]:
    """In the curriculum's order; patients seen and examinations have no complications here."""
    return [one.id for one in curriculum.categories.values() if one.kind is CaseKind.PROCEDURE]


def beside(
    fellow_id: UUID, rates: Mapping[tuple[UUID, str], Rate], categories: Iterable[str]
) -> list[Beside]:
    """All together first, then each category of which the fellow has a case. `rates`: by fellow
    and category, of everybody who is pooled and of this fellow."""
    known = list(categories)
    people = {who for who, _ in rates}
    pools = {one: {who: rates.get((who, one), NOTHING) for who in people} for one in known}
    hidden = _hidden(pools, fellow_id)
    rows = [
        Beside(one, own, None if one in hidden else sum(pools[one].values(), NOTHING))
        for one in known
        if (own := rates.get((fellow_id, one), NOTHING)).of
    ]
    own = sum((row.own for row in rows), NOTHING)
    return [Beside(None, own, _shown(together(pools.values()), fellow_id)), *rows] if rows else []


def _hidden(pools: Mapping[str, Mapping[UUID, Rate]], fellow_id: UUID) -> set[str]:
    """The categories whose sums are not shown. First those that too few stand behind; then, as
    taking the others off the sum of all would tell what these come to, the smallest of the others
    too, until enough stand behind what is hidden together."""
    hidden = {one for one, pool in pools.items() if _shown(pool, fellow_id) is None}
    by_size = sorted(
        (one for one in pools if one not in hidden),
        key=lambda one: sum(rate.of for rate in pools[one].values()),
    )
    for smallest in by_size:
        left = together(pools[one] for one in hidden)
        if not any(rate.of for rate in left.values()) or _shown(left, fellow_id) is not None:
            break
        hidden.add(smallest)
    return hidden


def _shown(pool: Mapping[UUID, Rate], fellow_id: UUID) -> Rate | None:
    others = [rate for who, rate in pool.items() if who != fellow_id and rate.of]
    theirs = sum(others, NOTHING)
    if len(others) < FEWEST_FELLOWS or theirs.of < FEWEST_CASES:
        return None
    return theirs + pool.get(fellow_id, NOTHING)


def together(pools: Iterable[Mapping[UUID, Rate]]) -> dict[UUID, Rate]:
    """By fellow, over several categories."""
    found: dict[UUID, Rate] = {}
    for pool in pools:
        for who, rate in pool.items():
            found[who] = found.get(who, NOTHING) + rate
    return found
