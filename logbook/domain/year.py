"""One fellow's year month by month: how far what is asked for had come, beside an even pace."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from logbook.domain.leave import Away
from logbook.domain.readiness import months_after, trained_fraction
from logbook.domain.requirements import Requirement, counted_cases

MANY = 60
"""Months at most that a page draws: five years."""


@dataclass(frozen=True, slots=True)
class Point:
    """So much was there, or was to be expected, at the start of a day: a share from 0 to 1."""

    on: date
    share: float


class Said(StrEnum):
    """In what a level was stated."""

    CASE = "case"
    FORMATIVE = "formative"
    SUMMATIVE = "summative"


def months_of(starts_on: date, ends_on: date) -> list[date]:
    """The first day of training, every first day of a month in it, and the day after the last."""
    first = months_after(starts_on.replace(day=1), 1)
    inside = (months_after(first, number) for number in range(MANY))
    return [starts_on, *(one for one in inside if one <= ends_on), ends_on + timedelta(days=1)]


def pace_of(
    days: Sequence[date],
    starts_on: date,
    ends_on: date,
    full_time_percent: int,
    length_months: int,
    away: Away,
) -> list[Point]:
    """What an even pace brings by each of these days. Leave that is known of and part time count:
    where no training is done, the line is level."""
    return [
        Point(
            day, trained_fraction(starts_on, ends_on, full_time_percent, length_months, day, away)
        )
        for day in days
    ]


def course_of(
    wanted: Iterable[Requirement],
    sums: Mapping[str, Mapping[date, int]],
    days: Sequence[date],
    today: date,
) -> list[Point]:
    """How much of the cases that these requirements count was there at each of these days that is
    over, and is there today. What one has beyond its figure makes up for no other. `sums`: by
    requirement the credit of each month, by its first day."""
    counted = [one for one in wanted if one.required and counted_cases(one)]
    figure = sum(one.required or 0 for one in counted)
    tomorrow = today + timedelta(days=1)
    until = [*(day for day in days if day < tomorrow), tomorrow]
    there = [0] * len(until)
    for one in counted:
        for place, credit in enumerate(_grown(sums.get(one.id, {}), until)):
            there[place] += min(one.required or 0, credit)
    return [
        Point(min(day, today), credit / figure if figure else 0.0)
        for day, credit in zip(until, there, strict=True)
    ]


def _grown(months: Mapping[date, int], until: Sequence[date]) -> Iterable[int]:
    """What has come before each of these days, in their order. A month counts whole: days are the
    first of one, but for today and the two ends of the training. On its first day nothing of its
    month is there yet; of the others, all that there is."""
    coming, credit = sorted(months.items(), reverse=True), 0
    for day in [until[0].replace(day=1), *until[1:]]:
        while coming and coming[-1][0] < day:
            credit += coming.pop()[1]
        yield credit
