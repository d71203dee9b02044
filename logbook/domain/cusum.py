"""CUSUM of a learner's failures, in the form of Kestin and Rogers.

After each case a sum goes down by `s` for a success and up by `1 - s` for a failure. Where the
sum comes down to the lower limit, the failure rate agrees with the acceptable one; where it comes
up to the upper limit, with the unacceptable one. Feedback for a learner: nothing is decided by it.

Source: the formulae as printed by Rutherford, https://slideplayer.com./amp/8374547 (its upper limit
has lost its sign there and is positive).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

NEARLY = 1e-9
"""Sums of steps are compared with a limit up to their rounding."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Failure rates between 0 and 1: one that is acceptable, and a higher one that is not."""

    acceptable: float
    unacceptable: float

    def __post_init__(self) -> None:
        if not 0 < self.acceptable < self.unacceptable < 1:
            raise ValueError("0 < acceptable < unacceptable < 1")

    @property
    def percent(self) -> tuple[int, int]:
        return round(self.acceptable * 100), round(self.unacceptable * 100)


@dataclass(frozen=True, slots=True)
class Cusum:
    """The step and both limits for a pair of rates. `alpha`: how often the upper limit is met at
    the acceptable rate; `beta`: how often the lower one at the unacceptable rate."""

    rates: Rates
    alpha: float = 0.10
    beta: float = 0.10

    @property
    def s(self) -> float:
        """What a success takes off. A failure adds `1 - s`."""
        good, bad = self._ratios()
        return good / (bad + good)

    @property
    def lower(self) -> float:
        """h0, below nought."""
        return -math.log((1 - self.alpha) / self.beta) / sum(self._ratios())

    @property
    def upper(self) -> float:
        """h1, above nought."""
        return math.log((1 - self.beta) / self.alpha) / sum(self._ratios())

    @property
    def fewest(self) -> int:
        """Successes in a row from the beginning until the lower limit: no fewer cases reach it."""
        return math.ceil(-self.lower / self.s - NEARLY)

    def step(self, failed: bool) -> float:
        return 1 - self.s if failed else -self.s

    def course(self, failures: Iterable[bool], start: float = 0.0) -> list[float]:
        """The sum after each case."""
        sums, now = [], start
        for failed in failures:
            now += self.step(failed)
            sums.append(now)
        return sums

    def watch(self, failures: Iterable[bool]) -> list[float]:
        """The same after competence: the sum begins anew from nought wherever it has come down to
        the lower limit, so that a long good time does not hide a relapse. It stays where it meets
        the upper limit: what comes after is for people to look at."""
        sums, now, met = [], 0.0, False
        for failed in failures:
            if not met:
                now = (0.0 if self.side(now) < 0 else now) + self.step(failed)
                met = self.side(now) > 0
            sums.append(now)
        return sums

    def side(self, value: float) -> int:
        """Below nought at or beyond the lower limit, above at or beyond the upper one, else 0."""
        if value <= self.lower + NEARLY:
            return -1
        return 1 if value >= self.upper - NEARLY else 0

    def _ratios(self) -> tuple[float, float]:
        """Q of the successes and P of the failures."""
        p0, p1 = self.rates.acceptable, self.rates.unacceptable
        return math.log((1 - p0) / (1 - p1)), math.log(p1 / p0)
