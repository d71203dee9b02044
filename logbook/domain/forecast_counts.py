"""What is still to come of a requirement that counts, and when it will be enough."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from math import ceil

from logbook.domain.distributions import Counted, at_least_with, f_quantile
from logbook.domain.forecast_rates import Rate
from logbook.domain.forecast_time import days_for

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
"""An 80 % interval, and its median."""
ALIKE = 1.5
"""Months that follow one another are alike: their sum is wider apart than that of strangers."""
DRIFT = 0.013
"""By how much the squared coefficient of variation of a rate to come grows with each month: the
further ahead, the less does the rate so far say."""
FURTHEST = timedelta(days=730)
"""Behind the last day; no day is named beyond it."""


@dataclass(frozen=True)
class Course:
    """All that decides how a count goes on, from today to the last day."""

    today: date
    ends_on: date
    full_time_percent: int
    rate: Rate
    month_spread: float
    ahead: tuple[tuple[date, float], ...]
    """Time in each month to come, weighed by what its places bring."""
    missing: float
    """Pieces, before what waits."""
    waiting: int = 0
    """Pieces that wait for an answer."""
    counting: float = 1.0
    """Which share of them will count."""
    extra: float = 0.0
    """Pieces that are promised on top, a month of full-time service."""

    @cached_property
    def time(self) -> float:
        return sum(time for _, time in self.ahead)

    @cached_property
    def counted(self) -> Counted:
        """What will come of new pieces."""
        time = self.time
        if time <= 0:
            return Counted(0.0, 1.0)
        mean = self.rate.mean * time
        added = self.extra * time
        return Counted(mean + added, (mean + added) ** 2 / (mean * mean * self.spread))

    @cached_property
    def spread(self) -> float:
        """Squared coefficient of variation of what comes, beyond Poisson's: of the rate, and of
        the months, of which more are more even."""
        time = self.time
        uneven = self.month_spread * ALIKE
        if time > 0:
            uneven *= sum(one * one for _, one in self.ahead) / (time * time)
        return (1 + uneven) / self.rate.shape + uneven + DRIFT * len(self.ahead)

    @cached_property
    def probability(self) -> float:
        needed = ceil(self.missing - 1e-9)
        return at_least_with(needed, self.counted, self.waiting, self.counting)

    @property
    def still_expected(self) -> float:
        return self.counted.mean + self.waiting * self.counting

    def interval(self) -> tuple[int, int]:
        """80 % of what will come in pieces; what waits with its average."""
        least, most = self.counted.between(LOW, HIGH)
        given = round(self.waiting * self.counting)
        return least + given, most + given

    def day(self, share: float) -> date | None:
        """The day by which the figure is reached with this probability; None: too far away."""
        still = self.missing - self.waiting * self.counting
        speed = self.rate.mean + self.extra
        if still <= 0:
            return self.today
        if speed <= 0:
            return None
        size = (speed / self.rate.mean) ** 2 / self.spread if self.rate.mean > 0 else 1e6
        return self._day_after_time(still * f_quantile(share, 2 * still, 2 * size) / speed)

    def _day_after_time(self, time: float) -> date | None:
        for month, there in self.ahead:
            if there > 0 and time <= there:
                return _within(month, self.today, time / there)
            time -= there
        begun = max(self.today, self.ends_on)
        if time == float("inf") or days_for(time, self.full_time_percent) > FURTHEST:
            return None
        return begun + days_for(time, self.full_time_percent)

    def but(self, **changed: object) -> "Course":
        return replace(self, **changed)  # type: ignore[arg-type]


def _within(month: date, today: date, share: float) -> date:
    """So far into what is left of a month."""
    first = max(month, today)
    last = month.replace(day=monthrange(month.year, month.month)[1])
    return first + timedelta(days=round(share * (last - first).days))


def by_month(weighed: Sequence[tuple[date, float]]) -> tuple[tuple[date, float], ...]:
    """The time of each month in one, in their order."""
    sums: dict[date, float] = {}
    for month, time in weighed:
        sums[month] = sums.get(month, 0.0) + time
    return tuple(sums.items())
