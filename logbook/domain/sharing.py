"""How the cases of each category are shared among fellows, for the time that each was there.

A fellow's rate is cases per month of training in the months that are looked at: leave is taken off,
and part time counts for its share. How unevenly a category is shared is the distance between the
highest and the lowest rate, in means: nought when everybody has the same, one when the distance is
as much as the mean. Some of it is chance; what is more is told apart by the usual test on counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cbrt, sqrt
from typing import Any

DAYS_A_MONTH = 365.25 / 12
LEAST_MONTHS = 1.0
"""Whoever was there for less is in the table, and not compared."""
FEWEST_FELLOWS = 3
"""Of two, each would know the other's."""
ONE_IN_A_HUNDRED = 2.326
"""Standard deviations that chance goes beyond in one direction once in a hundred times."""
FAR_BELOW = 0.5
"""Of an even share: less than this is worth a word, if it is no chance."""


@dataclass(frozen=True, slots=True)
class Had:
    """What one fellow had of one category, and in how many months of training."""

    fellow: Any
    cases: int
    months: float
    of_all: int
    """Cases of all categories."""

    @property
    def rate(self) -> float:
        """Cases per month of training."""
        return self.cases / self.months if self.months else 0.0


@dataclass(frozen=True, slots=True)
class Lacking:
    """A fellow who had far less of a category than an even share, and more than chance explains."""

    fellow: Any
    cases: int
    even_share: float
    by_the_lists: bool
    """True: beside their own other cases too, so it is what the lists bring. False: they have fewer
    cases of everything."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """How one category is shared."""

    mean: float
    """Cases per month of training, of all who are compared."""
    spread: float
    """Highest rate less lowest, in means."""
    beyond_chance: bool
    lacking: tuple[Lacking, ...]


def months_of(days: int, full_time_percent: int) -> float:
    """Months of full-time training in so many days."""
    return days * full_time_percent / 100 / DAYS_A_MONTH


def sharing_of(had: Sequence[Had], minimum: int) -> Sharing | None:
    """None where nothing can be said: too few fellows, or too few cases."""
    compared = [one for one in had if one.months >= LEAST_MONTHS]
    cases, months = sum(one.cases for one in compared), sum(one.months for one in compared)
    if len(compared) < FEWEST_FELLOWS or cases < minimum:
        return None
    mean, rates = cases / months, [one.rate for one in compared]
    return Sharing(
        mean=mean,
        spread=(max(rates) - min(rates)) / mean,
        beyond_chance=more_than_chance(
            [one.cases for one in compared], [mean * one.months for one in compared]
        ),
        lacking=tuple(_lacking(compared, cases, months)),
    )


def more_than_chance(counts: Sequence[int], expected: Sequence[float]) -> bool:
    """Pearson's test on counts, at one percent: chi square made normal by its cube root (Wilson and
    Hilferty, PNAS 17, 1931)."""
    free = len(counts) - 1
    square = sum(
        (n - due) * (n - due) / due for n, due in zip(counts, expected, strict=True) if due
    )
    part = 2 / (9 * free)
    return (cbrt(square / free) - (1 - part)) / sqrt(part) > ONE_IN_A_HUNDRED


def _lacking(compared: Sequence[Had], cases: int, months: float) -> list[Lacking]:
    logged = sum(one.of_all for one in compared)
    found = []
    for one in compared:
        by_time = one.months / months
        if one.cases < FAR_BELOW * cases * by_time and _below(one.cases, cases, by_time):
            by_log = one.of_all / logged if logged else 0.0
            by_lists = one.cases < FAR_BELOW * cases * by_log and _below(one.cases, cases, by_log)
            found.append(Lacking(one.fellow, one.cases, cases * by_time, by_lists))
    return found


def _below(n: int, cases: int, share: float) -> bool:
    """Whether so few of all these cases are hardly chance for somebody whose part is this share."""
    spread = sqrt(cases * share * (1 - share))
    return spread > 0 and (cases * share - n) / spread > ONE_IN_A_HUNDRED
