"""Limits of a funnel and the interval of a share, against values that others published or that
can be counted by hand."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.funnels import INNER, OUTER, Place, limits, place, wilson


def at_most(r: int, n: int, share: float) -> float:
    """The chance of r or fewer of n, summed up term by term."""
    return sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(r + 1))


@pytest.mark.parametrize(
    ("amount", "base", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(amount: int, base: int, low: float, high: float) -> None:
    found = wilson(amount, base)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_without_cases_anything_is_possible() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)


@given(st.integers(1, 60), st.integers(1, 99), st.sampled_from([INNER, OUTER]))
def test_limits_lie_on_the_step_at_which_the_chance_is_reached(
    base: int, percent: int, within: float
) -> None:
    """Spiegelhalter's limit lies between r - 1 and r of n, where r is the first with a chance of
    the tail or more."""
    share, tail = percent / 100, (1 - within) / 2
    found = limits(share, base, within)
    for p, limit in ((tail, found.low), (1 - tail, found.high)):
        r = next(k for k in range(base + 1) if at_most(k, base, share) >= p - 1e-12)
        assert max(0.0, (r - 1) / base) - 1e-9 <= limit <= r / base + 1e-9


def test_limits_by_hand() -> None:
    """Of two with a share of one half: none with 1/4, one or fewer with 3/4. A tenth on each side
    is reached at none and at two: (0 - (1/4 - 1/10) / (1/4)) / 2 is below nothing, and so nothing;
    (2 - (1 - 9/10) / (1/4)) / 2 is 0.8."""
    found = limits(0.5, 2, 0.8)
    assert (found.low, found.high) == (0.0, pytest.approx(0.8))


def test_the_funnel_narrows_and_the_outer_is_wider() -> None:
    widths = [limits(0.2, n, INNER).high - limits(0.2, n, INNER).low for n in (20, 80, 320, 2000)]
    assert widths == sorted(widths, reverse=True)
    assert limits(0.2, 80, OUTER).high > limits(0.2, 80, INNER).high
    assert limits(0.2, 80, OUTER).low < limits(0.2, 80, INNER).low


def test_a_pooled_share_of_none_or_all_has_no_width() -> None:
    assert limits(0.0, 50, INNER).high == 0.0
    assert limits(1.0, 50, INNER).low == 1.0


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (20, Place.WITHIN),
        (29, Place.ABOVE),
        (40, Place.FAR_ABOVE),
        (11, Place.BELOW),
        (4, Place.FAR_BELOW),
    ],
)
def test_where_a_share_lies(amount: int, expected: Place) -> None:
    assert place(amount, 100, 0.2) is expected
