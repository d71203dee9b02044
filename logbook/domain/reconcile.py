"""Which procedure of the hospital's record is which case of the log.

Two candidates are never more than three days apart, of one fellow and of one category. How much
speaks for a pair is a sum in bits, as in record linkage (Fellegi and Sunter, J Am Stat Assoc 64,
1969): log2 of how often two entries of one procedure agree so, over how often two entries of
different ones do. Of what a side does not tell, nothing is said. The pairs with the greatest sum
are taken, each entry in one pair at most (`domain/assignment.py`); what speaks too little for it is
no pair.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import log2
from uuid import UUID, uuid5

from logbook.domain.assignment import assign

WINDOW_DAYS = 3
DRAFTS = UUID("0d6c6a5e-6a0c-4f0b-9b3a-5f2f2a7f5d11")
"""Name space of the cases that are begun from the hospital's record."""


def bits(if_one: float, if_two: float) -> float:
    """What an observation speaks for one procedure, by its chance under both."""
    return round(log2(if_one / if_two), 2)


APART = (bits(0.95, 0.14), bits(0.03, 0.28), bits(0.01, 0.28), bits(0.006, 0.28))
"""By days apart. Of two procedures within the window each day is about as likely."""
SAME_PROCEDURE, SAME_CATEGORY = bits(0.97, 0.30), bits(0.03, 0.70)
SAME_SITE, OTHER_SITE = bits(0.95, 0.50), bits(0.05, 0.50)
SAME_SUPERVISOR, OTHER_SUPERVISOR = bits(0.96, 0.40), bits(0.04, 0.60)
SAME_SIDE, HALF_SIDE, OTHER_SIDE = bits(0.95, 0.40), bits(0.03, 0.15), bits(0.02, 0.45)
SAME_AGE, OTHER_AGE = bits(0.96, 0.40), bits(0.04, 0.60)
UNNAMED = bits(0.5, 0.9)
"""The hospital names no fellow: it may have been any of them."""
BEGUN_FROM_IT = 12.0
"""The case was begun from this very procedure."""
ENOUGH = 0.0
"""In bits; a pair for which no more speaks is none. Looked at on generated truths of other seeds
than the one by which the matching is judged (`bench/reconciling.py`): there -1 finds 0.3 percent
more and +1 is wrong in 0.1 percent less."""


@dataclass(frozen=True, slots=True)
class Performed:
    """A procedure of the hospital as far as one fellow goes."""

    id: UUID
    fellow_id: UUID | None
    """None: the record names no fellow of ours."""
    performed_on: date
    procedure: str
    category: str
    site_id: UUID | None = None
    supervisor_ids: frozenset[UUID] = frozenset()
    side: str | None = None
    age_band: str | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """A case of the log."""

    id: UUID
    fellow_id: UUID
    performed_on: date
    procedure: str
    category: str
    site_id: UUID | None = None
    supervisor_id: UUID | None = None
    side: str | None = None
    age_band: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    performed_id: UUID
    logged_id: UUID
    score: float
    """In bits."""


def share_id(procedure_id: UUID, fellow_id: UUID | None) -> UUID:
    """The id of one fellow's share in a procedure: the same whenever it is compared."""
    return uuid5(DRAFTS, f"share {procedure_id} {fellow_id}")


def draft_id(share: UUID) -> UUID:
    """The id of the case that is begun from it: pressed twice, it is still one case."""
    return uuid5(DRAFTS, f"case {share}")


def score(one: Performed, other: Logged) -> float:
    """What speaks for it that both are the same, in bits."""
    apart = abs((one.performed_on - other.performed_on).days)
    total = APART[apart] if apart <= WINDOW_DAYS else -100.0
    total += SAME_PROCEDURE if one.procedure == other.procedure else SAME_CATEGORY
    if one.site_id and other.site_id:
        total += SAME_SITE if one.site_id == other.site_id else OTHER_SITE
    if one.supervisor_ids and other.supervisor_id:
        known = other.supervisor_id in one.supervisor_ids
        total += SAME_SUPERVISOR if known else OTHER_SUPERVISOR
    if one.side and other.side:
        total += _about_sides(one.side, other.side)
    if one.age_band and other.age_band:
        total += SAME_AGE if one.age_band == other.age_band else OTHER_AGE
    if one.fellow_id is None:
        total += UNNAMED
    return total + (BEGUN_FROM_IT if other.id == draft_id(one.id) else 0.0)


def _about_sides(one: str, other: str) -> float:
    if one == other:
        return SAME_SIDE
    return HALF_SIDE if "bilateral" in (one, other) else OTHER_SIDE


def reconcile(performed: Sequence[Performed], logged: Iterable[Logged]) -> list[Pair]:
    """The pairs, in the order of the hospital's record."""
    near = _by_day(logged)
    known = {one.id: one for one in performed}
    weights: dict[UUID, dict[UUID, float]] = {}
    for one in performed:
        found = {
            other.id: weight
            for other in _candidates(one, near)
            if (weight := score(one, other) - ENOUGH) > 0
        }
        if found:
            weights[one.id] = found
    pairs = assign(weights)
    return [
        Pair(own, pairs[own], round(weights[own][pairs[own]] + ENOUGH, 2))
        for own in known
        if own in pairs
    ]


Near = dict[tuple[str, int], list[Logged]]


def _by_day(logged: Iterable[Logged]) -> Near:
    near: Near = defaultdict(list)
    for one in logged:
        near[one.category, one.performed_on.toordinal()].append(one)
    return near


def _candidates(one: Performed, near: Near) -> Iterator[Logged]:
    day = one.performed_on.toordinal()
    for other_day in range(day - WINDOW_DAYS, day + WINDOW_DAYS + 1):
        for other in near.get((one.category, other_day), ()):
            if one.fellow_id is None or one.fellow_id == other.fellow_id:
                yield other
