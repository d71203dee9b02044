"""How far a share may stray from the pooled one by chance alone, and how sure a share is.

Limits of a funnel: D. J. Spiegelhalter, "Funnel plots for comparing institutional performance",
Statistics in Medicine 24 (2005) 1185-1202, appendix A.1.1: exact quantiles of the binomial
distribution, interpolated between its steps. Interval of one share: E. B. Wilson, "Probable
inference, the law of succession, and statistical inference", JASA 22 (1927) 209-212.

Both take each case for a draw of its own. Cases of one fellow are more alike than that, so that
the true limits are wider: a point outside them is a question, not an answer.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import exp, lgamma, log, sqrt
from statistics import NormalDist

INNER, OUTER = 0.95, 0.998
"""What lies within the limits by chance alone: about two and three standard deviations."""


class Place(StrEnum):
    """Where a share lies in the funnel."""

    WITHIN = "within"
    ABOVE = "above"
    """Above the inner limit."""
    BELOW = "below"
    FAR_ABOVE = "far_above"
    """Above the outer limit."""
    FAR_BELOW = "far_below"


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which shares most of equal places lie."""

    low: float
    high: float


def limits(pooled: float, base: int, within: float) -> Limits:
    """For places with so large a base that have the pooled share (0 to 1) as their true one."""
    tail = (1 - within) / 2
    return Limits(_quantile(tail, base, pooled), _quantile(1 - tail, base, pooled))


FAR_TAIL = 9
"""So many standard deviations below the middle the walk begins: what lies further down has a
chance of less than one in a million millions, also where the distribution leans."""


def _quantile(p: float, n: int, share: float) -> float:
    """The p-quantile of a binomial share, interpolated; between 0 and 1."""
    if n <= 0 or not 0 < share < 1:
        return share
    r = max(0, int(n * share - FAR_TAIL * sqrt(n * share * (1 - share))))
    mass = _mass(r, n, share)
    total, odds = mass, share / (1 - share)
    while total < p and r < n:
        mass *= (n - r) / (r + 1) * odds
        total, r = total + mass, r + 1
    fraction = (total - p) / mass if mass > 0 else 0.0
    return min(max((r - fraction) / n, 0.0), 1.0)


def _mass(r: int, n: int, share: float) -> float:
    """The chance of exactly r of n."""
    ways = lgamma(n + 1) - lgamma(r + 1) - lgamma(n - r + 1)
    return exp(ways + r * log(share) + (n - r) * log(1 - share))


def wilson(amount: int, base: int, within: float = INNER) -> Limits:
    """The interval of one share; all of it where there is nothing to go by."""
    if base <= 0:
        return Limits(0.0, 1.0)
    z = NormalDist().inv_cdf((1 + within) / 2)
    share, z2 = amount / base, z * z
    middle = (share + z2 / (2 * base)) / (1 + z2 / base)
    half = z / (1 + z2 / base) * sqrt(share * (1 - share) / base + z2 / (4 * base * base))
    return Limits(max(0.0, middle - half), min(1.0, middle + half))


def place(amount: int, base: int, pooled: float) -> Place:
    share = amount / base if base else pooled
    inner, outer = limits(pooled, base, INNER), limits(pooled, base, OUTER)
    if share > outer.high:
        return Place.FAR_ABOVE
    if share < outer.low:
        return Place.FAR_BELOW
    if share > inner.high:
        return Place.ABOVE
    return Place.BELOW if share < inner.low else Place.WITHIN
