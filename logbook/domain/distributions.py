"""The few distributions that a forecast needs, in closed form: no sampling, no library.

Negative binomial and beta-binomial as in Gelman et al., *Bayesian Data Analysis* (3rd ed., 2013),
§2.6 and §2.4; quantiles of F by Paulson's normal approximation (Paulson E., Ann Math Stat 1942;
13:233), within a percent from one degree of freedom in the numerator and four in the denominator.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, erfc, exp, lgamma, log1p, sqrt
from statistics import NormalDist

STANDARD = NormalDist()
SMALLEST_LOG = -600.0
"""Below it the chance of nothing at all is no number any more, and the normal curve serves."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many more will come: a negative binomial of this mean and size, that is, a Poisson whose
    mean is itself gamma-distributed with 1/size as its squared coefficient of variation."""

    mean: float
    size: float

    @property
    def variance(self) -> float:
        return self.mean + self.mean * self.mean / self.size

    def chances(self, n: int) -> list[float]:
        """The chance of each of 0, 1, … n-1."""
        if n <= 0:
            return []
        if self.mean <= 0:
            return [1.0] + [0.0] * (n - 1)
        start = -self.size * log1p(self.mean / self.size)
        if start < SMALLEST_LOG:
            return self._normal(n)
        chance, share = exp(start), self.mean / (self.mean + self.size)
        found = [chance]
        for k in range(1, n):
            chance *= share * (self.size + k - 1) / k
            found.append(chance)
        return found

    def _normal(self, n: int) -> list[float]:
        spread = sqrt(2 * self.variance)
        below = [0.5 * erfc((self.mean - k + 0.5) / spread) for k in range(n + 1)]
        return [max(0.0, below[k + 1] - below[k]) for k in range(n)]

    def between(self, low: float, high: float) -> tuple[int, int]:
        """The least and the most with these shares of the chances below, half of a count's own
        chance counted as below it (mid-P): counts are few, and would be held too often otherwise.
        """
        if self.mean <= 0:
            return 0, 0
        chances = self.chances(int(self.mean + 6 * sqrt(self.variance)) + 3)
        below, least, most = 0.0, -1, len(chances) - 1
        for k, chance in enumerate(chances):
            middle = below + chance / 2
            if least < 0 and middle >= low:
                least = k
            if middle > high:
                most = max(k - 1, least, 0)
                break
            below += chance
        return max(least, 0), most


def at_least(n: int, counted: Counted) -> float:
    """The chance of n or more."""
    return min(1.0, max(0.0, 1.0 - sum(counted.chances(n)))) if n > 0 else 1.0


def at_least_with(n: int, counted: Counted, tries: int, share: float) -> float:
    """The chance of n or more together with what comes of so many tries, each with this chance."""
    if n <= 0:
        return 1.0
    if tries <= 0:
        return at_least(n, counted)
    below, total = [0.0], 0.0
    for chance in counted.chances(n):
        total += chance
        below.append(total)
    fewer = sum(
        comb(tries, j) * share**j * (1 - share) ** (tries - j) * below[n - j]
        for j in range(min(tries, n - 1) + 1)
    )
    return min(1.0, max(0.0, 1.0 - fewer))


def f_quantile(share: float, upper: float, lower: float) -> float:
    """Of the F distribution with so many degrees of freedom above and below."""
    z = STANDARD.inv_cdf(share)
    a, b = 2 / (9 * upper), 2 / (9 * lower)
    under = (1 - b) ** 2 - b * z * z
    if under <= 0:
        return float("inf") if z > 0 else 0.0
    root = (1 - a) ** 2 * b + (1 - b) ** 2 * a - a * b * z * z
    cube = ((1 - a) * (1 - b) + z * sqrt(max(root, 0.0))) / under
    return max(cube, 0.0) ** 3


def beta_binomial(tries: int, alpha: float, beta: float) -> list[float]:
    """The chance of each of 0, 1, … tries successes, of a chance that is beta-distributed."""
    none = lgamma(alpha + beta) - lgamma(beta) + lgamma(tries + beta) - lgamma(tries + alpha + beta)
    chance = exp(none)
    found = [chance]
    for k in range(tries):
        chance *= (tries - k) * (k + alpha) / ((k + 1) * (tries - k - 1 + beta))
        found.append(chance)
    return found


def spread_over(draws: int, among: int, before: int = 0) -> list[float]:
    """The chance that 0, 1, … different people were drawn, of so many of whom each is as likely,
    where so many had been drawn before."""
    chances = [0.0] * before + [1.0]
    for _ in range(draws):
        chances = _one_more(chances, max(among, before, 1))
    return chances


def _one_more(chances: Sequence[float], among: int) -> list[float]:
    after = [0.0] * (len(chances) + 1)
    for people, chance in enumerate(chances):
        seen = min(people / among, 1.0)
        after[people] += chance * seen
        after[people + 1] += chance * (1 - seen)
    return after
