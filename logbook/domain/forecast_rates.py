"""How fast a program's fellows get evidence: the rates that forecasts of counts stand on.

The model, for one requirement: in a month t a fellow i gets a Poisson number of pieces of mean
`rate_i * time_it * share(place_it) * g_it`. Rates of fellows are gamma-distributed about the
program's mean times the fellow's own pace over all requirements; g is gamma-distributed about one,
so that good and bad months are wider apart than Poisson ones. Everything is estimated from the
program's own months by the method of moments (Bühlmann and Straub, *Mitt Ver Schweiz
Versicherungsmath* 1970;70:111), and drawn toward stated values where there is little to go by.
`docs/forecast.md` has the formulae.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from logbook.domain.forecast_time import UNPLANNED, Place, Slice

LACKING = 0.1
"""What a place without what the cases need is taken to bring, of the usual, before it is seen."""
WEIGHT_OF_PLACE = 4.0
"""Expected pieces at which a place's own record weighs as much as what it is taken to be."""
WEIGHT_OF_PACE = 20.0
"""The same for a fellow's pace over all requirements, which is taken to be the program's."""
MONTH_SPREAD, WEIGHT_OF_MONTH_SPREAD, MOST_MONTH_SPREAD = 0.1, 30.0, 1.5
"""Squared coefficient of variation of a fellow's months, beyond Poisson's."""
SPREAD, WEIGHT_OF_SPREAD, LEAST_SPREAD, MOST_SPREAD = 0.15, 5.0, 0.02, 3.0
"""The same between fellows of one program."""
WEIGHT_OF_ALL = 10.0
"""Fellows at which one requirement's own spread weighs as much as that of all of them."""

SLOW_MONTHS, SLOW, WEIGHT_OF_SLOW = 2, 0.8, 100.0
"""So many months at the start of training bring this share of the later ones; the pieces at which
the program's own months weigh as much."""

Months = Sequence[tuple[date, Sequence[tuple[int, float]]]]
"""A fellow's training so far: of each month, how much time at which place, by its number."""


class Places:
    """Numbers for places, in the order in which they are met: rates look many of them up."""

    def __init__(self) -> None:
        self.known: dict[Place, int] = {UNPLANNED: 0}

    def number(self, place: Place) -> int:
        return self.known.setdefault(place, len(self.known))

    def slices(self, slices: Iterable[Slice]) -> list[tuple[date, int, float]]:
        return [(one.month, self.number(one.place), one.time) for one in slices]


@dataclass(frozen=True, slots=True)
class Record:
    """What one fellow has of one requirement, month by month."""

    fellow: UUID
    months: Months
    pieces: Mapping[date, int]
    waiting: float = 0.0
    """Pieces that wait for an answer, as many as will probably count."""
    credit: int = 0
    """What all pieces came to."""


@dataclass(slots=True)
class Seen:
    """The same in sums, time weighed by what its places bring."""

    time: float = 0.0
    squares: float = 0.0
    """Of each month's time: how few months it came in."""
    pieces: float = 0.0
    counted: list[tuple[float, int]] = field(default_factory=list)
    """Time and pieces of each month."""

    def scatter(self, rate: float) -> float:
        return sum((pieces - rate * time) ** 2 for time, pieces in self.counted)


@dataclass(slots=True)
class Rates:
    """Of one requirement in one program."""

    shares: Sequence[float]
    """What each place brings, of the usual."""
    seen: Mapping[UUID, Seen]
    events: int
    """Pieces of evidence in the whole program."""
    mean: float
    """Pieces in a month of full-time service."""
    worth: float = 1.0
    """Credit that a piece brings, on the average."""
    spread: float = SPREAD
    month_spread: float = MONTH_SPREAD


@dataclass(frozen=True, slots=True)
class Rate:
    """One fellow's, as far as it is known: gamma-distributed."""

    shape: float
    mean: float


def slow_start(pieces: float, time: float, later_pieces: float, later_time: float) -> float:
    """What the first months of training bring, of the later ones: the program's own pieces of all
    requirements beside what is taken."""
    usual = later_pieces / later_time if later_time > 0 else 0.0
    return (pieces + SLOW * WEIGHT_OF_SLOW) / (usual * time + WEIGHT_OF_SLOW)


def rates_of(records: Sequence[Record], taken: Sequence[float]) -> Rates:
    """The mean and the shares of places; the spreads follow from all requirements together.
    `taken`: what each place is taken to bring, of the usual."""
    shares = _shares(records, taken)
    seen = {one.fellow: _seen(one, shares) for one in records}
    pieces = sum(one.pieces for one in seen.values())
    time = sum(one.time for one in seen.values())
    events = sum(sum(one.pieces.values()) for one in records)
    mean = pieces / time if time > 0 else 0.0
    worth = sum(one.credit for one in records) / events if events else 1.0
    return Rates(shares, seen, events, mean, worth or 1.0)


def _shares(records: Sequence[Record], taken: Sequence[float]) -> list[float]:
    """What came at each place beside what the program's mean lets expect there. The pieces of a
    month that was spent at several places are divided by the time there."""
    if len(taken) == 1:
        return [1.0]
    times, came = [0.0] * len(taken), [0.0] * len(taken)
    for one in records:
        for month, spent in one.months:
            for place, time in spent:
                times[place] += time
            if here := one.pieces.get(month, 0):
                weighed = sum(time * taken[place] for place, time in spent)
                for place, time in spent:
                    came[place] += here * time * taken[place] / weighed
    whole = sum(times)
    usual = sum(came) / whole if whole else 0.0
    return [
        (came[place] + WEIGHT_OF_PLACE * first) / (usual * times[place] + WEIGHT_OF_PLACE)
        for place, first in enumerate(taken)
    ]


def _seen(record: Record, shares: Sequence[float]) -> Seen:
    seen = Seen(pieces=sum(record.pieces.values()) + record.waiting)
    for month, spent in record.months:
        time = 0.0
        for place, there in spent:
            time += there * shares[place]
        seen.time += time
        seen.squares += time * time
        seen.counted.append((time, record.pieces.get(month, 0)))
    return seen


def paces(rates: Iterable[Rates]) -> dict[UUID, float]:
    """Each fellow's pace over all requirements; one is the program's."""
    came: dict[UUID, float] = {}
    due: dict[UUID, float] = {}
    for one in rates:
        for fellow, seen in one.seen.items():
            came[fellow] = came.get(fellow, 0.0) + seen.pieces
            due[fellow] = due.get(fellow, 0.0) + one.mean * seen.time
    return {
        fellow: (came[fellow] + WEIGHT_OF_PACE) / (due[fellow] + WEIGHT_OF_PACE) for fellow in came
    }


def set_spreads(rates: Sequence[Rates], pace: Mapping[UUID, float]) -> None:
    """Between months and between fellows, over all requirements; each keeps some of its own."""
    months = _month_spread(rates)
    own = [(one, *_own_spread(one, pace, months)) for one in rates if one.mean > 0]
    weights = sum(weight for _, _, weight in own) + WEIGHT_OF_SPREAD
    pooled = sum(found * weight for _, found, weight in own) + SPREAD * WEIGHT_OF_SPREAD
    for one, found, weight in own:
        drawn = (found * weight + pooled / weights * WEIGHT_OF_ALL) / (weight + WEIGHT_OF_ALL)
        one.spread = min(MOST_SPREAD, max(LEAST_SPREAD, drawn))
        one.month_spread = months


def _month_spread(rates: Iterable[Rates]) -> float:
    over, under = MONTH_SPREAD * WEIGHT_OF_MONTH_SPREAD, WEIGHT_OF_MONTH_SPREAD
    for one in rates:
        for seen in one.seen.values():
            n, pieces = len(seen.counted), sum(pieces for _, pieces in seen.counted)
            if n >= 3 and pieces >= 2 and seen.time > 0:
                rate = pieces / seen.time
                over += seen.scatter(rate) * n / (n - 1) - pieces
                under += pieces * (pieces - 1) / seen.time**2 * seen.squares
    return min(MOST_MONTH_SPREAD, max(0.0, over / under))


def _own_spread(rates: Rates, pace: Mapping[UUID, float], months: float) -> tuple[float, float]:
    """What one requirement says of the spread between fellows, and how much that weighs."""
    over = under = due = 0.0
    shown = {who: one for who, one in rates.seen.items() if one.time > 0}
    n = len(shown)
    if n < 2:
        return SPREAD, 0.0
    for who, one in shown.items():
        mean = rates.mean * pace.get(who, 1.0)
        expected = mean * one.time
        over += (one.pieces - expected) ** 2 * n / (n - 1)
        over -= expected + months * mean * mean * one.squares
        under += mean * mean * (one.time**2 + months * one.squares)
        due += expected
    each = due / n
    return (over / under if under else SPREAD), (n - 1) * each / (1 + each)


def rate_of(rates: Rates, fellow: UUID, pace: float) -> Rate:
    """One fellow's rate: what the program lets expect, and what the fellow's own months say. Where
    months are further apart than Poisson's, each says less."""
    fellows = max(1, len(rates.seen))
    known = sum(one.pieces for one in rates.seen.values())
    shape = 1 / (rates.spread * (1 + 1 / fellows) + 1 / max(known, 1.0))
    before = shape / (rates.mean * pace)
    seen = rates.seen.get(fellow, Seen())
    if seen.time <= 0:
        return Rate(shape, shape / before)
    first = (shape + seen.pieces) / (before + seen.time)
    dulled = 1 + rates.month_spread * first * seen.squares / seen.time
    after = shape + seen.pieces / dulled
    return Rate(after, after / (before + seen.time / dulled))
