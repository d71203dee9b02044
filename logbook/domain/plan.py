"""The plan of a year: its months, the blocks it is planned in, and what stands beside what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from logbook.domain.periods import Period
from logbook.domain.readiness import months_after

MONTHS_A_YEAR = 12


class BlockLength(StrEnum):
    """How long the blocks are that a year is planned in."""

    MONTH = "month"
    FOUR_WEEKS = "four_weeks"
    QUARTER = "quarter"


class Lasting(Protocol):
    """What has a first day and a last."""

    @property
    def period(self) -> Period: ...


L = TypeVar("L", bound=Lasting)


@dataclass(frozen=True, slots=True)
class Stretch(Generic[L]):
    """Months that follow one another with the same in them."""

    months: int
    period: Period
    items: tuple[L, ...]
    in_training: bool


def academic_year(day: date, first_month: int) -> Period:
    """The twelve months of a program's year in which a day lies."""
    return year_from(day.year if day.month >= first_month else day.year - 1, first_month)


def year_from(year: int, first_month: int) -> Period:
    return _months(date(year, first_month, 1), MONTHS_A_YEAR)


def blocks_of(year: Period, length: BlockLength) -> list[Period]:
    """The whole year in blocks, without a day between them. Of four-week blocks the last takes the
    day or two that are left over."""
    if length is BlockLength.FOUR_WEEKS:
        firsts = [year.first + timedelta(weeks=4 * n) for n in range(13)]
        lasts = [first - timedelta(days=1) for first in firsts[1:]]
        return [
            Period(first, last) for first, last in zip(firsts, [*lasts, year.last], strict=True)
        ]
    step = 1 if length is BlockLength.MONTH else 3
    return [_months(months_after(year.first, n), step) for n in range(0, MONTHS_A_YEAR, step)]


def stretches(year: Period, items: Sequence[L], training: Period) -> list[Stretch[L]]:
    """One fellow's year: months with the same in them are one stretch."""
    months = blocks_of(year, BlockLength.MONTH)

    def content(month: Period) -> tuple[tuple[L, ...], bool]:
        here = tuple(one for one in items if one.period.meets(month))
        return here, month.meets(training)

    found = []
    for (here, in_training), same in groupby(months, content):
        run = list(same)
        together = Period(run[0].first, run[-1].last)
        found.append(Stretch(len(run), together, here, in_training))
    return found


def within(block: Period, training: Period) -> Period | None:
    """As much of a block as lies within the training."""
    if not block.meets(training):
        return None
    return Period(max(block.first, training.first), min(block.last, training.last))


def _months(first: date, n: int) -> Period:
    return Period(first, months_after(first, n) - timedelta(days=1))
