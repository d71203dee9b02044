"""How leave moves training time: never by more than was taken, and never backward."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.days import day_after
from logbook.domain.leave import Away
from logbook.domain.periods import Period, days_of, days_on_service
from logbook.domain.readiness import full_length_ends_on, trained_fraction

BEGAN, ENDS = date(2026, 7, 1), date(2027, 6, 30)
days = st.integers(0, 364).map(lambda n: BEGAN + timedelta(days=n))
periods = st.builds(
    lambda first, length: Period(first, first + timedelta(days=length)), days, st.integers(0, 90)
)
leave = st.lists(periods, max_size=6).map(tuple)


def weeks_off(weeks: int, since: date = date(2026, 9, 1)) -> Period:
    return Period(since, since + timedelta(days=7 * weeks - 1))


def fraction(today: date, *taken: Period, weeks: int | None = None) -> float:
    return trained_fraction(BEGAN, ENDS, 100, 12, today, Away(taken, weeks))


def test_leave_that_the_program_allows_changes_nothing():
    today = date(2027, 1, 1)
    assert fraction(today, weeks_off(4)) == fraction(today)
    assert full_length_ends_on(BEGAN, 100, 12, Away((weeks_off(4),))) == ENDS


def test_every_day_beyond_it_is_put_behind_the_last():
    away = Away((weeks_off(6),))
    assert full_length_ends_on(BEGAN, 100, 12, away) == ENDS + timedelta(days=14)
    assert fraction(date(2027, 1, 1), weeks_off(6)) < fraction(date(2027, 1, 1))


def test_the_programs_own_allowance_counts():
    today = date(2027, 1, 1)
    assert fraction(today, weeks_off(6), weeks=6) == fraction(today)
    assert fraction(today, weeks_off(1), weeks=0) < fraction(today)


def test_a_day_named_twice_is_one_day():
    twice = (weeks_off(2), weeks_off(2))
    assert days_of(twice, BEGAN, ENDS) == 14
    assert days_on_service(weeks_off(4), twice) == 14


def test_half_time_takes_twice_as_long():
    assert full_length_ends_on(BEGAN, 50, 12) == date(2028, 6, 30)


@given(leave, days)
def test_no_more_is_lost_than_has_passed(taken, today):
    lost = Away(taken, 0).lost(12, BEGAN, today)
    assert 0 <= lost <= (today - BEGAN).days
    assert 0 <= fraction(today, *taken, weeks=0) <= fraction(today)


@given(leave, days, days)
def test_more_time_is_never_less_training(taken, one, other):
    earlier, later = sorted((one, other))
    assert fraction(earlier, *taken) <= fraction(later, *taken) + 1e-9


@given(leave, st.integers(0, 8))
def test_after_the_proposed_end_the_training_is_whole(taken, weeks):
    away = Away(taken, weeks)
    end = full_length_ends_on(BEGAN, 100, 12, away)
    assert end >= ENDS
    done = trained_fraction(BEGAN, end, 100, 12, day_after(end), away)
    assert done >= 1 - 2 / 365
