"""Training time as a forecast needs it: how much of it, in which month, and where.

One unit is a month of full-time service: its days, leave taken off, times the share of full time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from logbook.domain.chances import Stay
from logbook.domain.days import day_after
from logbook.domain.months import month_of
from logbook.domain.periods import Period
from logbook.domain.readiness import months_after

DAYS_A_MONTH = 365.2425 / 12
UNLOGGED = timedelta(days=5)
"""What was done in the last days is not logged yet, taken on the average."""
TOO_LATE = timedelta(days=10)
"""What is done in so many days before the end is logged and answered after it, the same way."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where time is spent, as far as the plan says."""

    rotation: str | None = None
    site_id: UUID | None = None


UNPLANNED = Place()


@dataclass(frozen=True, slots=True)
class Slice:
    """Some of one month, at one place."""

    month: date
    place: Place
    time: float


@dataclass(frozen=True, slots=True)
class TrainingTime:
    """What an enrollment and its plan say about a fellow's days."""

    starts_on: date
    ends_on: date
    full_time_percent: int = 100
    leave: tuple[Period, ...] = ()
    stays: tuple[Stay, ...] = ()

    def behind(self, today: date) -> list[Slice]:
        """From the first day on, as far as what was done is logged."""
        return self.slices(self.starts_on, min(self.logged_until(today), day_after(self.ends_on)))

    def ahead(self, today: date) -> list[Slice]:
        """From there on, as long as it will be answered by the last day: what is not logged yet is
        still to come, too."""
        return self.slices(self.logged_until(today), self.answered_until)

    @property
    def answered_until(self) -> date:
        return day_after(self.ends_on) - TOO_LATE

    def logged_until(self, today: date) -> date:
        return max(self.starts_on, today - UNLOGGED)

    def slices(self, since: date, before: date) -> list[Slice]:
        """In order of days; days of leave are none."""
        found: list[Slice] = []
        edges = sorted({since, before, *self._edges(since, before)})
        for first, end in pairwise(edges):
            if not any(one.holds(first) for one in self.leave):
                time = (end - first).days * self.full_time_percent / 100 / DAYS_A_MONTH
                found.append(Slice(month_of(first), self.place(first), time))
        return gathered(found) if since < before else []

    def place(self, day: date) -> Place:
        on = next((one for one in self.stays if one.period.holds(day)), None)
        return Place(on.kind.id, on.site_id) if on else UNPLANNED

    def _edges(self, since: date, before: date) -> Iterable[date]:
        month = months_after(month_of(since), 1)
        while month < before:
            yield month
            month = months_after(month, 1)
        for one in (*self.leave, *(stay.period for stay in self.stays)):
            for edge in (one.first, day_after(one.last)):
                if since < edge < before:
                    yield edge


def gathered(slices: Iterable[Slice]) -> list[Slice]:
    """What is of the same month and place, in one."""
    sums: dict[tuple[date, Place], float] = {}
    for one in slices:
        key = (one.month, one.place)
        sums[key] = sums.get(key, 0.0) + one.time
    return [Slice(month, place, time) for (month, place), time in sums.items()]


def days_for(time: float, full_time_percent: int) -> timedelta:
    """How long it takes to spend so much time, without leave."""
    return timedelta(days=time * DAYS_A_MONTH * 100 / full_time_percent)
