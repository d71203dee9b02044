"""One fellow's year month by month: how far what is asked for had come, beside an even pace."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from logbook.domain.evidence import CaseEvidence
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
    wanted: Iterable[Requirement], cases: Sequence[CaseEvidence], days: Sequence[date], today: date
) -> list[Point]:
    """How much of the cases that these requirements count was there at each of these days that is
    over, and is there today. What one has beyond its figure makes up for no other."""
    counted = [(one, rule) for one in wanted if one.required and (rule := counted_cases(one))]
    figure = sum(one.required or 0 for one, _ in counted)
    tomorrow = today + timedelta(days=1)
    until = [*(day for day in days if day < tomorrow), tomorrow]
    found = []
    for day in until:
        there = [one for one in cases if one.on < day]
        credit = sum(
            min(one.required or 0, sum(rule.weigh(case) for case in there if rule.accepts(case)))
            for one, rule in counted
        )
        found.append(Point(min(day, today), credit / figure if figure else 0.0))
    return found
