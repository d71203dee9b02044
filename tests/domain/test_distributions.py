"""The few distributions, held against sums, tables and special cases."""

from math import comb, exp, factorial

import pytest

from logbook.domain.distributions import (
    Counted,
    at_least,
    at_least_with,
    beta_binomial,
    f_quantile,
    spread_over,
)


def test_a_negative_binomial_has_its_mean_and_variance():
    counted = Counted(6.0, 3.0)
    chances = counted.chances(400)
    assert sum(chances) == pytest.approx(1)
    mean = sum(k * chance for k, chance in enumerate(chances))
    assert mean == pytest.approx(6)
    spread = sum((k - mean) ** 2 * chance for k, chance in enumerate(chances))
    assert spread == pytest.approx(6 + 6**2 / 3) == counted.variance


def test_it_is_a_poisson_where_the_rate_is_known():
    poisson = [exp(-2.5) * 2.5**k / factorial(k) for k in range(4)]
    assert Counted(2.5, 1e9).chances(4) == pytest.approx(poisson, rel=1e-6)
    assert at_least(4, Counted(2.5, 1e9)) == pytest.approx(1 - sum(poisson), rel=1e-6)


def test_large_means_go_over_to_the_normal_curve_without_a_jump():
    low, high = Counted(590, 1e7), Counted(610, 1e7)  # exp(-600) is where the sum gives up
    assert at_least(590, low) == pytest.approx(at_least(610, high), abs=0.01)
    assert sum(high.chances(2000)) == pytest.approx(1)


def test_nothing_comes_where_no_time_is_left():
    assert at_least(1, Counted(0, 1)) == 0
    assert at_least(0, Counted(0, 1)) == 1
    assert Counted(0, 1).between(0.1, 0.9) == (0, 0)


@pytest.mark.parametrize("mean", [0.4, 3.0, 11.0, 40.0])
def test_an_interval_holds_about_the_share_that_is_asked_for(mean):
    counted = Counted(mean, 6.0)
    chances = counted.chances(600)
    least, most = counted.between(0.1, 0.9)
    assert 0.7 <= sum(chances[least : most + 1]) <= 0.95
    assert sum(chances[:least]) <= 0.1
    assert sum(chances[most + 1 :]) <= 0.1 + chances[most + 1]


def test_what_waits_counts_with_its_chance():
    counted = Counted(3.0, 4.0)
    by_hand = sum(comb(5, j) * 0.6**j * 0.4 ** (5 - j) * at_least(6 - j, counted) for j in range(6))
    assert at_least_with(6, counted, 5, 0.6) == pytest.approx(by_hand)
    assert at_least_with(6, counted, 6, 1.0) == pytest.approx(1)


@pytest.mark.parametrize(
    ("share", "upper", "lower", "tabled"),
    [(0.9, 4, 10, 2.605), (0.95, 10, 20, 2.348), (0.5, 10, 10, 1.0), (0.1, 6, 12, 1 / 2.905)],
)
def test_quantiles_of_f_are_those_of_the_tables(share, upper, lower, tabled):
    assert f_quantile(share, upper, lower) == pytest.approx(tabled, rel=0.01)


def test_a_beta_binomial_of_no_knowledge_is_even():
    assert beta_binomial(4, 1, 1) == pytest.approx([0.2] * 5)
    sure = beta_binomial(5, 7e6, 3e6)
    assert sure == pytest.approx([comb(5, k) * 0.7**k * 0.3 ** (5 - k) for k in range(6)], rel=1e-4)


def test_how_many_different_people():
    assert spread_over(2, 2) == pytest.approx([0, 0.5, 0.5])
    assert spread_over(1, 4, before=1) == pytest.approx([0, 0.25, 0.75])
    assert spread_over(0, 3, before=2) == [0, 0, 1]
    assert sum(spread_over(9, 3)[4:]) == pytest.approx(0)
