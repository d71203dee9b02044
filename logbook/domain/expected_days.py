"""What was expected on a day beside what is logged, and what is usual on such a weekday.

Expected and logged are paired as the hospital's record is with the log (`domain/reconcile.py`):
never one with two. What a list names in words that the catalogue does not know is paired, after all
others, with any case of its day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from logbook.domain.periods import Period
from logbook.domain.reconcile import Logged, Performed, reconcile

UNKNOWN = ""
"""Stands for the category, and the procedure, of what the catalogue does not know."""
PATTERN_WEEKS = 26
"""How far back a pattern is looked for."""
LEAST_WEEKS = 4
"""With fewer such days behind it nothing is called usual."""


def paired(expected: Sequence[Performed], logged: Sequence[Logged]) -> dict[UUID, UUID]:
    """The case of each expected one that has one."""
    pairs = {one.performed_id: one.logged_id for one in reconcile(expected, logged)}
    taken = set(pairs.values())
    unknown = [one for one in expected if one.procedure == UNKNOWN]
    left = [
        replace(one, procedure=UNKNOWN, category=UNKNOWN) for one in logged if one.id not in taken
    ]
    missing = [one for one in unknown if one.id not in pairs]
    return pairs | {one.performed_id: one.logged_id for one in reconcile(missing, left)}


@dataclass(frozen=True, slots=True)
class Turn:
    """A rotation: of which kind, where, and when."""

    kind: str
    site_id: UUID | None
    period: Period


@dataclass(frozen=True, slots=True)
class Usual:
    """A pattern of a fellow's own weeks. It says what was usual, and nothing about a day."""

    cases: int
    """The mean, to the nearest whole case."""
    weeks: int
    """So many such days it is the mean of."""
    site_id: UUID | None


def usual_on(
    day: date,
    turns: Iterable[Turn],
    away: Sequence[Period],
    counts: Mapping[tuple[date, UUID | None], int],
) -> Usual | None:
    """How many cases this weekday had so far, in rotations of the same kind at the same place.
    None on leave, outside rotations, with too few weeks, or where less than one is usual. `counts`:
    cases by day and site; a case that names no site counts for whichever the rotation has."""
    turns = list(turns)
    now = next((one for one in turns if one.period.holds(day)), None)
    if now is None or _holds(away, day):
        return None
    alike = [one.period for one in turns if (one.kind, one.site_id) == (now.kind, now.site_id)]
    before = [day - timedelta(weeks=back) for back in range(1, PATTERN_WEEKS + 1)]
    days = [one for one in before if _holds(alike, one) and not _holds(away, one)]
    if len(days) < LEAST_WEEKS:
        return None
    total = sum(_cases(counts, one, now.site_id) for one in days)
    mean = int(total / len(days) + 0.5)
    return Usual(mean, len(days), now.site_id) if mean else None


def _holds(periods: Iterable[Period], day: date) -> bool:
    return any(one.holds(day) for one in periods)


def _cases(counts: Mapping[tuple[date, UUID | None], int], day: date, site: UUID | None) -> int:
    if site is None:
        return sum(n for (on, _), n in counts.items() if on == day)
    return counts.get((day, site), 0) + counts.get((day, None), 0)
