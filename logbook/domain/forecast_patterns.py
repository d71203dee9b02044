"""Whether a pattern of judgements will hold on the last day: at least k of the last n at a level or
above it, by at least m assessors.

How many more judgements come is a negative binomial, as any count is; how many of them reach the
level is beta-binomial about the fellow's own share, of which recent months say more, and that of
the program, which rises with the months of training. Both together give the chance in closed
form; a seeded simulation of single judgements is the test of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import comb, exp, log

from logbook.domain.distributions import Counted, beta_binomial, spread_over
from logbook.domain.months import MonthSum

FADING = 0.85
"""What a judgement of one month ago weighs, beside one of today."""
RISE, WEIGHT_OF_RISE = 0.2, 40.0
"""Of the log-odds to reach the level, a month, until the program's own months say otherwise."""
WEIGHT_OF_PROGRAM = 8.0
"""Judgements that what is usual in the program weighs as much as."""
MOST_WEIGHT = 3.0
"""Judgements that a share to come is known by at the most: people change."""

HARDLY = 1e-4
"""What is less likely than that is left out."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One month of one fellow's judgements; `at`: which month of training it was."""

    at: int
    judged: int
    reached: int


@dataclass(frozen=True, slots=True)
class Reaching:
    """How often judgements reach the level in this program, by month of training."""

    share: float
    middle: float
    """Month of training in which it is that share."""
    rise: float

    def at(self, month: float) -> float:
        return shifted(self.share, self.rise * (month - self.middle))


def reaching(months: Iterable[Judged]) -> Reaching:
    """From the whole program; the rise by one step of scoring from the stated one."""
    found = [one for one in months if one.judged]
    judged = sum(one.judged for one in found)
    share = (sum(one.reached for one in found) + 1) / (judged + 2)
    middle = sum(one.at * one.judged for one in found) / judged if judged else 0.0
    over, under = RISE * WEIGHT_OF_RISE, WEIGHT_OF_RISE
    for one in found:
        over += (one.at - middle) * (one.reached - share * one.judged)
        under += share * (1 - share) * one.judged * (one.at - middle) ** 2
    return Reaching(share, middle, over / under)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, and who could say so."""

    k: int
    last: int
    assessors: int
    among: int
    """Supervisors of the program."""


@dataclass(slots=True)
class PatternCourse:
    """How one fellow's pattern goes on."""

    wanted: Wanted
    old: Sequence[MonthSum]
    """The months so far, the oldest first."""
    people: int
    """Different assessors of those of the last n that reach the level."""
    alpha: float
    beta: float
    rise: float
    _people: dict[tuple[int, int], float] = field(default_factory=dict, repr=False)
    _enoughs: dict[int, list[float]] = field(default_factory=dict, repr=False)

    @property
    def share(self) -> float:
        return self.alpha / (self.alpha + self.beta)

    def at_share(self, share: float) -> "PatternCourse":
        """The same, were the share another."""
        weight = self.alpha + self.beta
        return replace(self, alpha=share * weight, beta=(1 - share) * weight)

    def probability(self, coming: Counted, months: float) -> float:
        """That the pattern holds after so many months, in which so many judgements come."""
        last = self.wanted.last
        chances = coming.chances(last)
        more = max(0.0, 1.0 - sum(chances))
        speed = coming.mean / months if months > 0 else 0.0
        ago = min(months, last / speed) / 2 if speed else 0.0
        share = shifted(self.share, self.rise * (months - ago))
        found = sum(
            chance * self._with(n, share) for n, chance in enumerate(chances) if chance > HARDLY
        )
        return min(1.0, found + more * self._with(last, share))

    def _with(self, n: int, share: float) -> float:
        """The chance once so many have come."""
        weight = self.alpha + self.beta
        chances = beta_binomial(n, share * weight, (1 - share) * weight)
        return sum(chance * enough for chance, enough in zip(chances, self._enough(n), strict=True))

    def _enough(self, n: int) -> list[float]:
        """The chance once so many have come and 0, 1, … n of them reach the level. It does not
        hang on the share, and is reckoned once."""
        if n not in self._enoughs:
            latest = self._reached_of_latest(self.wanted.last - n)
            self._enoughs[n] = [
                sum(
                    of_old * self._enough_people(min(self.people, there), k)
                    for there, of_old in latest
                    if k + there >= self.wanted.k
                )
                for k in range(n + 1)
            ]
        return self._enoughs[n]

    def _reached_of_latest(self, n: int) -> list[tuple[int, float]]:
        """Of the latest n so far, how many reached the level, and the chance of it: the order
        within a month is not kept, and any is as likely."""
        sure = 0
        for one in reversed(self.old):
            if one.pieces > n:
                ways = comb(one.pieces, n)
                return [
                    (sure + k, comb(one.credit, k) * comb(one.pieces - one.credit, n - k) / ways)
                    for k in range(min(n, one.credit) + 1)
                ]
            sure, n = sure + one.credit, n - one.pieces
        return [(sure, 1.0)]

    def _enough_people(self, held: int, new: int) -> float:
        if (held, new) not in self._people:
            chances = spread_over(new, self.wanted.among, held)
            self._people[held, new] = sum(chances[self.wanted.assessors :])
        return self._people[held, new]


def own_share(usual: float, months: Mapping[date, MonthSum], today: date) -> tuple[float, float]:
    """The beta distribution of a fellow's share: of what is usual, and of the own months, of which
    older ones fade."""
    alpha, beta = usual * WEIGHT_OF_PROGRAM, (1 - usual) * WEIGHT_OF_PROGRAM
    for month, one in months.items():
        ago = (today.year - month.year) * 12 + today.month - month.month
        weight = FADING ** max(0, ago)
        alpha += weight * one.credit
        beta += weight * (one.pieces - one.credit)
    share, weight = alpha / (alpha + beta), min(alpha + beta, MOST_WEIGHT)
    return share * weight, (1 - share) * weight


def shifted(share: float, by: float) -> float:
    """A share moved by so much on the scale of log-odds."""
    held = min(0.999, max(0.001, share))
    return 1 / (1 + exp(-(log(held / (1 - held)) + by)))
