"""LC-CUSUM: the learner is taken to be still learning until a sum says otherwise.

After each case a sum grows for a success and shrinks for a failure, by the logarithm of how much
likelier that is at the acceptable than at the unacceptable failure rate; it never falls below
nought. Where it reaches a limit there is a signal: the failure rate agrees with the acceptable one.

Concept: Biau and Porcher, Stat Med 2010, doi 10.1002/sim.3947. The weights are the usual likelihood
ratio. The limits are no published figures: they were found by simulation, see `lc_cusum_limits`.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from logbook.domain.cusum import NEARLY, Rates
from logbook.domain.lc_cusum_limits import LIMITS, Limit


@dataclass(frozen=True, slots=True)
class Weights:
    """What a case adds to the sum."""

    success: float
    """Above nought."""
    failure: float
    """Below nought."""

    @classmethod
    def of(cls, rates: Rates) -> "Weights":
        good, bad = rates.acceptable, rates.unacceptable
        return cls(math.log((1 - good) / (1 - bad)), math.log(good / bad))


@dataclass(frozen=True, slots=True)
class LcCusum:
    """The weights for a pair of rates, and the limit within so many cases."""

    weights: Weights
    limit: Limit

    @property
    def fewest(self) -> int:
        """Successes in a row until the limit: no fewer cases can give a signal."""
        return math.ceil(self.limit.height / self.weights.success - NEARLY)

    def course(self, failures: Iterable[bool], start: float = 0.0) -> list[float]:
        """The sum after each case."""
        sums, now = [], start
        for failed in failures:
            step = self.weights.failure if failed else self.weights.success
            now = max(0.0, now + step)
            sums.append(now)
        return sums

    def signal(self, sums: Iterable[float]) -> int | None:
        """The number of the case, from 1, with which the limit is reached; None without a signal
        within the cases for which the limit holds."""
        within = enumerate(islice(sums, self.limit.cases), 1)
        return next((number for number, value in within if self.reaches(value)), None)

    def reaches(self, value: float) -> bool:
        return value >= self.limit.height - NEARLY


def lc_cusum_for(rates: Rates, cases: int) -> LcCusum:
    """KeyError where no limit was found for these rates within so many cases."""
    return LcCusum(Weights.of(rates), LIMITS[rates.percent][cases])
