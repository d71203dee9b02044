"""Stretches of days: of a rotation, of leave. Both ends belong to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from logbook.domain.days import day_after


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From a first day to a last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def meets(self, other: "Period") -> bool:
        """Whether they share a day."""
        return self.first <= other.last and other.first <= self.last


def days_of(periods: Iterable[Period], since: date, before: date) -> int:
    """How many different days they name, from `since` to the day before `before`: a day is one
    day, however many periods name it."""
    counted, reached = 0, since
    for one in sorted(periods):
        end = min(day_after(one.last), before)
        begun = max(one.first, reached)
        if end > begun:
            counted += (end - begun).days
            reached = end
    return counted


def days_on_service(period: Period, leave: Iterable[Period]) -> int:
    """Of a rotation: its days, leave taken off."""
    return period.days - days_of(leave, period.first, day_after(period.last))
