"""A year in blocks, and who is where in it."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.days import day_after
from logbook.domain.periods import Period
from logbook.domain.plan import (
    BlockLength,
    academic_year,
    blocks_of,
    stretches,
    week_of,
    within,
    year_from,
)

YEAR = Period(date(2026, 7, 1), date(2027, 6, 30))


@dataclass
class One:
    """Something that lasts."""

    period: Period


def days(first: int, last: int) -> Period:
    return Period(YEAR.first + timedelta(days=first), YEAR.first + timedelta(days=last))


def test_an_academic_year_begins_in_the_month_of_the_program():
    assert academic_year(date(2026, 11, 25), 7) == YEAR
    assert academic_year(date(2027, 6, 30), 7) == YEAR
    assert academic_year(date(2027, 7, 1), 7).first == date(2027, 7, 1)
    assert year_from(2026, 1) == Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("length", "n"),
    [(BlockLength.MONTH, 12), (BlockLength.FOUR_WEEKS, 13), (BlockLength.QUARTER, 4)],
)
def test_blocks_are_the_whole_year_and_every_day_once(length, n):
    blocks = blocks_of(YEAR, length)
    assert (len(blocks), blocks[0].first, blocks[-1].last) == (n, YEAR.first, YEAR.last)
    assert all(day_after(one.last) == other.first for one, other in pairwise(blocks))


def test_only_what_lies_within_the_training_can_be_planned():
    training = days(10, 100)
    assert within(days(0, 30), training) == days(10, 30)
    assert within(days(40, 60), training) == days(40, 60)
    assert within(days(101, 120), training) is None


def test_what_is_open_and_what_is_out_of_training_is_told_apart():
    rotation = One(days(28, 55))
    found = stretches(YEAR, [rotation], [], days(0, 83))
    assert [(one.weeks, one.in_training, one.rotations) for one in found] == [
        (4, True, ()),
        (4, True, (rotation,)),
        (4, True, ()),
        (40, False, ()),
    ]


def test_leave_stands_where_it_begins():
    rotation, leave = One(days(0, 27)), One(days(20, 40))
    first, second, *_ = stretches(YEAR, [rotation], [leave], YEAR)
    assert (first.away, second.away) == ((leave,), ())
    before = One(Period(date(2026, 6, 1), date(2026, 7, 9)))
    assert stretches(YEAR, [rotation], [before], YEAR)[0].away == (before,)


def test_what_has_no_width_stands_with_its_neighbor():
    long, short = One(days(0, 27)), One(days(28, 29))
    first, *_ = stretches(YEAR, [long, short], [], YEAR)
    assert (first.weeks, first.rotations) == (4, (long, short))


@st.composite
def years(draw):
    cuts = sorted(draw(st.sets(st.integers(-40, 400), max_size=16)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    rotations = [One(days(first, last - 1)) for first, last in pairs if last > first]
    first, length = draw(st.integers(-100, 300)), draw(st.integers(30, 500))
    spans = st.lists(st.tuples(st.integers(0, 364), st.integers(0, 60)), max_size=4)
    away = [One(days(day, day + long)) for day, long in draw(spans)]
    return rotations, away, days(first, first + length)


@given(years())
def test_each_row_is_as_wide_as_the_year_and_tells_everything_once(year):
    rotations, away, training = year
    found = stretches(YEAR, rotations, away, training)
    assert sum(one.weeks for one in found) == week_of(YEAR, day_after(YEAR.last)) == 52
    assert len(found) == 1 or all(one.weeks for one in found)
    here = [one for one in rotations if one.period.meets(YEAR)]
    assert [each for one in found for each in one.rotations] == here
    assert sorted(each.period for one in found for each in one.away) == sorted(
        one.period for one in away
    )
    assert (found[0].period.first, found[-1].period.last) == (YEAR.first, YEAR.last)
