"""How far a fellow should be, and what the credit says about it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.readiness import Standing, expected, gap, standing, trained_fraction

JULY = date(2026, 7, 1)
JUNE = date(2027, 6, 30)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
PERCENT = st.integers(1, 100)
MONTHS = st.integers(1, 36)


@pytest.mark.parametrize(
    ("today", "fraction"),
    [
        (date(2026, 6, 1), 0.0),
        (JULY, 0.0),
        (date(2026, 10, 1), 0.25),
        (date(2027, 1, 1), 0.5),
        (date(2027, 1, 16), 0.5 + 15 / 31 / 12),
        (date(2027, 7, 1), 1.0),
        (date(2028, 1, 1), 1.0),
    ],
)
def test_a_year_of_full_time_goes_evenly_from_nothing_to_all(today, fraction):
    assert trained_fraction(JULY, JUNE, 100, 12, today) == pytest.approx(fraction)


def test_half_time_takes_two_years():
    end = date(2028, 6, 30)
    assert trained_fraction(JULY, end, 50, 12, date(2027, 7, 1)) == pytest.approx(0.5)
    assert trained_fraction(JULY, end, 50, 12, date(2028, 7, 1)) == pytest.approx(1.0)


def test_training_that_ends_early_stays_short_of_the_whole():
    assert trained_fraction(JULY, date(2026, 12, 31), 100, 12, JUNE) == pytest.approx(0.5)


def test_months_of_different_length_are_reckoned_from_the_day_of_the_start():
    start = date(2027, 1, 31)
    assert trained_fraction(start, date(2028, 1, 30), 100, 12, date(2027, 2, 28)) == pytest.approx(
        1 / 12
    )


@given(DAYS, st.integers(1, 1500), PERCENT, MONTHS, DAYS)
def test_the_share_lies_between_nothing_and_all(start, days, percent, months, today):
    end = start + timedelta(days=days)
    assert 0.0 <= trained_fraction(start, end, percent, months, today) <= 1.0


@given(DAYS, st.integers(1, 1500), PERCENT, MONTHS, DAYS, st.integers(0, 400))
def test_time_never_goes_back(start, days, percent, months, today, later):
    end = start + timedelta(days=days)
    now = trained_fraction(start, end, percent, months, today)
    then = trained_fraction(start, end, percent, months, today + timedelta(days=later))
    assert now <= then


@given(DAYS, st.integers(1, 1500), st.integers(1, 99), MONTHS, DAYS)
def test_more_time_a_week_never_means_less_training(start, days, percent, months, today):
    end = start + timedelta(days=days)
    less = trained_fraction(start, end, percent, months, today)
    assert less <= trained_fraction(start, end, percent + 1, months, today)


@pytest.mark.parametrize(
    ("credit", "required", "fraction", "optional", "where"),
    [
        (3, None, 0.5, False, Standing.UNSET),
        (3, None, 0.5, True, Standing.OPTIONAL),
        (25, 25, 0.0, False, Standing.MET),
        (40, 40, 0.5, True, Standing.MET),
        (0, 40, 1.0, True, Standing.OPTIONAL),
        (0, 0, 0.0, False, Standing.MET),
        (0, 25, 0.1, False, Standing.EARLY),
        (0, 3, 0.3, False, Standing.EARLY),
        (10, 25, 0.5, False, Standing.ON_COURSE),
        (9, 25, 0.5, False, Standing.BEHIND),
        (24, 25, 1.0, False, Standing.ON_COURSE),
        (0, 1, 1.0, False, Standing.BEHIND),
    ],
)
def test_where_a_fellow_stands(credit, required, fraction, optional, where):
    assert standing(credit, required, fraction, optional) is where


@given(st.integers(0, 200), st.integers(0, 200), st.floats(0, 1))
def test_one_more_case_never_puts_a_fellow_behind(credit, required, fraction):
    if standing(credit, required, fraction, False) is not Standing.BEHIND:
        assert standing(credit + 1, required, fraction, False) is not Standing.BEHIND


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_gap_is_what_is_missing(credit, required):
    assert gap(credit, required) == max(0, required - credit)
    assert (gap(credit, required) == 0) is (standing(credit, required, 1.0, False) is Standing.MET)


def test_without_a_figure_nothing_is_missing():
    assert gap(0, None) == 0


def test_an_even_pace_brings_half_by_half_time():
    assert expected(25, 0.5) == 12.5
