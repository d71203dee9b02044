"""Limits of the LC-CUSUM, found by simulation for this service: no published figures.

At most one learner in ten who fails at the unacceptable rate gives a signal within so many cases.
The table is what `flask curves limits` prints in some minutes. Rates are those of published series
of learners, and pairs near them.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    cases: int
    """The horizon for which the limit holds."""
    height: float
    detects_percent: int
    """How many of those who fail at the acceptable rate give a signal within these cases."""


RUNS, SEED = 100_000, 7
"""With which the table was made."""
HORIZONS = (50, 100, 200)

# By acceptable and unacceptable failure rate in percent: horizon, limit, detection in percent.
_FOUND: Mapping[tuple[int, int], tuple[tuple[int, float, int], ...]] = {
    (5, 10): ((50, 1.7572, 43), (100, 2.433, 59), (200, 3.1629, 81)),
    (5, 15): ((50, 2.725, 75), (100, 3.5036, 92), (200, 4.2822, 99)),
    (10, 20): ((50, 2.5323, 61), (100, 3.239, 83), (200, 3.9457, 97)),
    (10, 30): ((50, 3.6441, 94), (100, 4.398, 99), (200, 5.1519, 99)),
    (10, 40): ((50, 4.2574, 99), (100, 5.0683, 99), (200, 5.8792, 99)),
    (20, 30): ((50, 2.2033, 54), (100, 2.9377, 71), (200, 3.6053, 91)),
    (20, 35): ((50, 2.907, 74), (100, 3.6337, 92), (200, 4.3604, 99)),
    (20, 40): ((50, 3.4522, 88), (100, 4.1714, 98), (200, 4.8906, 99)),
    (35, 45): ((50, 2.0046, 48), (100, 2.6729, 66), (200, 3.3411, 86)),
}

LIMITS: Mapping[tuple[int, int], Mapping[int, Limit]] = {
    rates: {cases: Limit(cases, height, percent) for cases, height, percent in rows}
    for rates, rows in _FOUND.items()
}
"""By the two rates, and by the horizon in cases."""
