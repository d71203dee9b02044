"""Whether a rater tends to rate higher or lower than colleagues do for the same fellows.

The position of a level within one scale is explained by who rated, whom in which quarter of their
training, and what kind of work it was; each of the three is a random effect (`mixed_model.py`). A
rater of few judgements is drawn towards the middle. Positions are compared within one scale and
never across scales. The model takes one step up a scale for as much as any other: that is good
enough to say in which direction somebody leans, and no measure of anybody's skill.

Everybody is compared with the middle one of the raters: beside the mean, a single lenient rater
would make all the others look strict. The interval is that of the model, which also holds how far
the mean may be off: beside the middle one it is rather too wide than too narrow.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median, quantiles
from typing import NamedTuple

from logbook.domain.decisions import Message, say
from logbook.domain.mixed_model import Effect, Observed, fit

DEFAULT_MINIMUM = 10
"""Judgements below which nothing is said of a rater, until the program sets its own. A suggestion:
no accreditor's figure."""
FEWEST_RATERS = 3
"""With fewer who have the minimum, the middle is nobody but oneself and one other."""
NINETY_PERCENT = 1.6449
"""Of a normal distribution: so many standard errors to each side."""


class Judged(NamedTuple):
    """One judgement on one scale."""

    rater: Hashable
    fellow: Hashable
    """Whom, and in which quarter of their training."""
    kind: Hashable
    """The category of the case, or the form."""
    position: int
    """Of the level within its scale; the lowest is 1."""


class Leaning(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Tendency:
    """Of one rater, in levels of the scale above or below colleagues."""

    estimate: float
    low: float
    high: float
    """The 90 % interval."""
    n: int

    @property
    def leaning(self) -> Leaning:
        if self.low > 0:
            return Leaning.HIGHER
        return Leaning.LOWER if self.high < 0 else Leaning.NEITHER

    def in_words(self, shown: Callable[[float], str]) -> Message:
        """`shown`: how a number with its sign is written in the reader's language."""
        interval = {"low": shown(self.low), "high": shown(self.high)}
        if self.leaning is Leaning.HIGHER:
            return say(
                "tends to rate higher than colleagues for the same fellows"
                " (interval %(low)s to %(high)s levels)",
                **interval,
            )
        if self.leaning is Leaning.LOWER:
            return say(
                "tends to rate lower than colleagues for the same fellows"
                " (interval %(low)s to %(high)s levels)",
                **interval,
            )
        return say(
            "no difference from colleagues that could be told from chance"
            " (interval %(low)s to %(high)s levels)",
            **interval,
        )


NOT_ENOUGH = say("not enough evidence")


def tendencies(judged: Sequence[Judged], minimum: int) -> dict[Hashable, Tendency]:
    """Of every rater with the minimum of judgements; of nobody where too few have it, or where
    everybody always chose the same level."""
    counted = Counter(one.rater for one in judged)
    told = {rater for rater, n in counted.items() if n >= minimum}
    if len(told) < FEWEST_RATERS:
        return {}
    try:
        found = fit([Observed(one[:3], float(one.position)) for one in judged])
    except ValueError:
        return {}
    effects = {rater: one for rater, one in found.effects[0].items() if rater in told}
    middle = median(one.estimate for one in effects.values())
    return {rater: _beside(middle, one) for rater, one in effects.items()}


def _beside(middle: float, effect: Effect) -> Tendency:
    estimate, reach = effect.estimate - middle, NINETY_PERCENT * effect.error
    return Tendency(estimate, estimate - reach, estimate + reach, effect.n)


@dataclass(frozen=True, slots=True)
class Band:
    """The middle half of colleagues: between a quarter and three quarters of them."""

    low: float
    high: float


def band_of(values: Iterable[float], nearest: float) -> Band | None:
    """Rounded, so that nobody's own figure is read from its edge; None of too few."""
    known = sorted(values)
    if len(known) < FEWEST_RATERS:
        return None
    quarters = quantiles(known, n=4, method="inclusive")
    return Band(*(round(round(one / nearest) * nearest, 6) for one in (quarters[0], quarters[2])))


def shares(levels: Mapping[str, int], order: Sequence[str]) -> dict[str, float]:
    """Of all that was given on a scale, each level's share, in the order of the scale."""
    whole = sum(levels.get(code, 0) for code in order)
    return {code: levels.get(code, 0) / whole if whole else 0.0 for code in order}
