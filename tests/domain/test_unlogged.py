"""Weeks without a case, and cases handed in late: by the calendar."""

from datetime import date, timedelta

import pytest

from logbook.domain.periods import Period
from logbook.domain.unlogged import Lateness, On, lateness, weeks_without

MONDAY = date(2026, 3, 2)
ON = [On("pain_clinic", Period(MONDAY, MONDAY + timedelta(days=27)))]
LATER = MONDAY + timedelta(days=90)


def mondays(*days: date, leave: tuple[Period, ...] = (), until: date = LATER) -> list[int]:
    """By their number, the weeks that are asked about."""
    found = weeks_without(ON, leave, set(days), until)
    return [(week.monday - MONDAY).days // 7 for week in found]


def test_each_whole_week_without_a_case() -> None:
    assert mondays() == [0, 1, 2, 3]
    assert mondays(MONDAY, MONDAY + timedelta(days=13)) == [2, 3]  # a Sunday counts too


def test_leave_is_no_missing_case() -> None:
    friday = MONDAY + timedelta(days=11)
    assert mondays(leave=(Period(friday, friday),)) == [0, 2, 3]
    weekend = Period(MONDAY + timedelta(days=12), MONDAY + timedelta(days=13))
    assert mondays(leave=(weekend,)) == [0, 1, 2, 3]


def test_a_week_is_asked_about_when_it_is_over_for_a_week() -> None:
    friday = MONDAY + timedelta(days=4)
    assert mondays(until=friday + timedelta(days=6)) == []
    assert mondays(until=friday + timedelta(days=7)) == [0]


def test_half_a_week_on_a_rotation_is_none() -> None:
    tuesday = Period(MONDAY + timedelta(days=1), MONDAY + timedelta(days=10))
    assert weeks_without([On("pmr", tuesday)], (), set(), LATER) == []


@pytest.mark.parametrize(
    ("delays", "minimum", "expected"),
    [
        ([0, 1, 8, 30], 3, Lateness(4, 2, 4.5)),
        ([7, 7, 7], 3, Lateness(3, 0, 7.0)),
        ([1, 2], 3, Lateness(2, 0, None)),
        ([], 0, Lateness(0, 0, None)),
    ],
)
def test_lateness(delays: list[int], minimum: int, expected: Lateness) -> None:
    found = lateness(delays, minimum)
    assert found == expected
    assert (found.share is None) == (found.median_days is None)
