"""How complete a log is beside the hospital's record, and how sure that is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import sqrt

Z = 1.96
"""For an interval of 95 percent."""
FEW = 12
"""From fewer procedures nothing is said aloud: the interval is too wide to trust or to doubt."""
TRUSTED = 0.9
"""Counts of a log are trusted when so much of the hospital's record is in it."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole with its interval (Wilson, J Am Stat Assoc 22, 1927): it stays between 0
    and 1 and holds for few as well."""

    part: int
    whole: int

    @property
    def rate(self) -> float | None:
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float]:
        """With nothing to go by, everything is possible."""
        n = self.whole
        if not n:
            return 0.0, 1.0
        p = self.part / n
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    @property
    def doubtful(self) -> bool:
        """Whether counts of this log are to be read with care: enough is known, and it is less
        than is trusted."""
        return self.whole >= FEW and self.part < TRUSTED * self.whole


@dataclass(frozen=True, slots=True)
class Counts:
    """What one comparison found."""

    agreed: int = 0
    hospital_only: int = 0
    log_only: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.agreed + other.agreed,
            self.hospital_only + other.hospital_only,
            self.log_only + other.log_only,
        )

    @property
    def logged(self) -> Share:
        """Of what the hospital has, what is in the log."""
        return Share(self.agreed, self.agreed + self.hospital_only)

    @property
    def found(self) -> Share:
        """Of what is in the log, what the hospital has."""
        return Share(self.agreed, self.agreed + self.log_only)


def month_of(day: date) -> date:
    return day.replace(day=1)


def by_month(
    agreed: Iterable[date], hospital_only: Iterable[date], log_only: Iterable[date]
) -> Mapping[date, Counts]:
    """The counts of each month in which something was done, the oldest first."""
    tallies = [Counter(map(month_of, days)) for days in (agreed, hospital_only, log_only)]
    months = sorted(set().union(*tallies))
    return {month: Counts(*(tally[month] for tally in tallies)) for month in months}
