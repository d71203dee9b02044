"""How the limits of the LC-CUSUM are found: learners are simulated who fail at the unacceptable
rate for ever, and the limit is raised until no more than one in ten of them gives a signal.

`flask curves limits` prints the table of `lc_cusum_limits` by this. Two seeds differ by about one
step of the grid, which is half the weight of a success, and by a few per cent of detection.
"""

from random import Random

from logbook.domain.cusum import NEARLY, Rates
from logbook.domain.lc_cusum import Weights
from logbook.domain.lc_cusum_limits import Limit

FALSE_SIGNALS = 0.10
"""The greatest share of learners at the unacceptable rate who may give a signal."""


def simulate(rates: Rates, cases: int, runs: int, seed: int) -> Limit:
    """The limit for a horizon of so many cases, from so many simulated learners."""
    weights, random = Weights.of(rates), Random(seed)  # noqa: S311  (a simulation, no secret)
    unable = sorted(peak(weights, rates.unacceptable, cases, random) for _ in range(runs))
    # As many of the highest may signal; the limit lies above the next one.
    highest_kept = unable[runs - 1 - int(FALSE_SIGNALS * runs)]
    step = weights.success / 2
    height = step * (int((highest_kept + NEARLY) / step) + 1)
    able = sum(
        peak(weights, rates.acceptable, cases, random) >= height - NEARLY for _ in range(runs)
    )
    return Limit(cases, round(height, 4), min(99, round(100 * able / runs)))


def peak(weights: Weights, failure_rate: float, cases: int, random: Random) -> float:
    """The highest sum that one simulated learner comes to."""
    now = highest = 0.0
    for _ in range(cases):
        failed = random.random() < failure_rate
        now = max(0.0, now + (weights.failure if failed else weights.success))
        highest = max(highest, now)
    return highest
