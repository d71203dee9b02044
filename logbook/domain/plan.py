"""The plan of a year: its months, the blocks it is planned in, and what stands beside what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from logbook.domain.days import day_after
from logbook.domain.periods import Period
from logbook.domain.readiness import months_after

MONTHS_A_YEAR, DAYS_A_WEEK = 12, 7


class BlockLength(StrEnum):
    """How long the blocks are that a year is planned in."""

    MONTH = "month"
    FOUR_WEEKS = "four_weeks"
    QUARTER = "quarter"


class Lasting(Protocol):
    """What has a first day and a last."""

    @property
    def period(self) -> Period: ...


R = TypeVar("R", bound=Lasting)
A = TypeVar("A", bound=Lasting)


@dataclass(frozen=True, slots=True)
class Stretch(Generic[R, A]):
    """A part of one fellow's year, so many weeks wide: on a rotation, open, or out of training."""

    weeks: int
    period: Period
    in_training: bool
    rotations: tuple[R, ...]
    """One; more only where some are shorter than half a week; none: open."""
    away: tuple[A, ...]
    """The leave that begins here."""


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


def stretches(
    year: Period, rotations: Sequence[R], away: Sequence[A], training: Period
) -> list[Stretch[R, A]]:
    """One fellow's year, together as many weeks as it has; each rotation and each leave once."""
    found: list[Stretch[R, A]] = []
    for period, rotation in _cut(year, rotations, training):
        begins_here = tuple(one for one in away if _begins(one, period, year))
        mine = () if rotation is None else (rotation,)
        weeks = week_of(year, day_after(period.last)) - week_of(year, period.first)
        inside = bool(mine) or period.meets(training)
        found.append(Stretch(weeks, period, inside, mine, begins_here))
    return _without_the_narrow(found)


def week_of(year: Period, day: date) -> int:
    """The nearest beginning of a week, counted from the first day of the year."""
    return round((day - year.first).days / DAYS_A_WEEK)


def _cut(year: Period, rotations: Sequence[R], training: Period) -> list[tuple[Period, R | None]]:
    """The year in pieces without a day between them."""
    periods = [training, *(one.period for one in rotations)]
    ends = {day for one in periods for day in (one.first, day_after(one.last)) if year.holds(day)}
    firsts = sorted({year.first, *ends})
    lasts = [day - timedelta(days=1) for day in firsts[1:]]
    pieces = map(Period, firsts, [*lasts, year.last])
    return [
        (piece, next((one for one in rotations if one.period.meets(piece)), None))
        for piece in pieces
    ]


def _begins(one: Lasting, period: Period, year: Period) -> bool:
    return period.holds(max(one.period.first, year.first))


def _without_the_narrow(found: list[Stretch[R, A]]) -> list[Stretch[R, A]]:
    """What is too short to have a width stands with its neighbor; what was cut in two where the
    training ends is one again."""
    wide: list[Stretch[R, A]] = []
    for one in found:
        last = wide[-1] if wide else None
        if last and (_is_narrow(last, one) or _is_the_same(last, one)):
            wide[-1] = _joined(last, one)
        else:
            wide.append(one)
    return wide


def _is_narrow(one: Stretch[R, A], other: Stretch[R, A]) -> bool:
    return not one.weeks or not other.weeks


def _is_the_same(one: Stretch[R, A], other: Stretch[R, A]) -> bool:
    return bool(one.rotations) and one.rotations == other.rotations


def _joined(one: Stretch[R, A], other: Stretch[R, A]) -> Stretch[R, A]:
    return Stretch(
        one.weeks + other.weeks,
        Period(one.period.first, other.period.last),
        one.in_training or other.in_training,
        (*one.rotations, *(each for each in other.rotations if each not in one.rotations)),
        (*one.away, *other.away),
    )


def within(block: Period, training: Period) -> Period | None:
    """As much of a block as lies within the training."""
    if not block.meets(training):
        return None
    return Period(max(block.first, training.first), min(block.last, training.last))


def _months(first: date, n: int) -> Period:
    return Period(first, months_after(first, n) - timedelta(days=1))
