"""CUSUM as printed: steps, limits, and what a course of cases does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.cusum import Cusum, Rates

# p0, p1: s, 1 - s, |h|, successes in a row until h0; alpha and beta of 0.10.
WORKED = (
    (0.10, 0.20, 0.1452, 0.8548, 2.7095, 19),
    (0.05, 0.10, 0.0724, 0.9276, 2.9406, 41),
    (0.10, 0.30, 0.1862, 0.8138, 1.6277, 9),
    (0.20, 0.40, 0.2933, 0.7067, 2.2402, 8),
    (0.05, 0.15, 0.0919, 0.9081, 1.8161, 20),
)
FAILURES = st.lists(st.booleans(), max_size=60)
PAIRS = st.sampled_from([(one[0], one[1]) for one in WORKED])


@pytest.mark.parametrize(("p0", "p1", "s", "up", "h", "fewest"), WORKED)
def test_the_worked_examples_to_their_printed_digits(
    p0: float, p1: float, s: float, up: float, h: float, fewest: int
) -> None:
    chart = Cusum(Rates(p0, p1))
    printed = (chart.s, chart.step(failed=True), chart.upper, -chart.lower)
    assert [round(one, 4) for one in printed] == [s, up, h, h]
    assert chart.fewest == fewest
    sums = chart.course([False] * fewest)
    assert [chart.side(one) for one in sums] == [0] * (fewest - 1) + [-1]


def test_unlike_errors_move_each_limit_by_its_own() -> None:
    chart = Cusum(Rates(0.1, 0.2), alpha=0.01, beta=0.10)
    assert chart.upper > Cusum(Rates(0.1, 0.2)).upper
    assert round(chart.upper, 4) == 5.5489 and round(chart.lower, 4) == -2.8270


def test_rates_that_are_none_are_refused() -> None:
    for wrong in ((0.2, 0.1), (0.0, 0.1), (0.1, 1.0), (0.1, 0.1)):
        with pytest.raises(ValueError, match="acceptable"):
            Rates(*wrong)


@given(PAIRS, FAILURES, FAILURES)
def test_a_course_is_the_same_wherever_it_begins(
    pair: tuple[float, float], first: list[bool], then: list[bool]
) -> None:
    chart = Cusum(Rates(*pair))
    one = chart.course(first)
    whole = chart.course(first + then)
    end = one[-1] if one else 0.0
    shifted = [end + value for value in chart.course(then)]
    assert whole[: len(one)] == one
    assert whole[len(one) :] == pytest.approx(shifted)


@given(PAIRS, FAILURES, st.integers(0, 59))
def test_a_failure_more_never_lowers_it(
    pair: tuple[float, float], failures: list[bool], place: int
) -> None:
    chart = Cusum(Rates(*pair))
    worse = [failed or n == place for n, failed in enumerate(failures)]
    pairs = zip(chart.course(failures), chart.course(worse), strict=True)
    assert all(bad >= good - 1e-9 for good, bad in pairs)


def test_a_long_good_time_does_not_hide_a_relapse() -> None:
    chart = Cusum(Rates(0.1, 0.2))
    failures = [False] * 60 + [True, True, False, True, True]
    assert chart.side(chart.course(failures)[-1]) == -1
    assert chart.side(chart.watch(failures)[-1]) == 1


@given(PAIRS, FAILURES)
def test_once_the_watch_has_met_its_upper_limit_it_stays(
    pair: tuple[float, float], failures: list[bool]
) -> None:
    chart = Cusum(Rates(*pair))
    sides = [chart.side(value) for value in chart.watch(failures)]
    assert sides == sorted(sides, key=lambda side: side > 0)
