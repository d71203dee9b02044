"""LC-CUSUM: its weights, what it never does, and its limits against simulation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.cusum import Rates
from logbook.domain.lc_cusum import LcCusum, Weights, lc_cusum_for
from logbook.domain.lc_cusum_limits import HORIZONS, LIMITS
from logbook.domain.lc_cusum_simulation import simulate

# p_acc, p_unacc: weights, then limit and detection (percent) within 50 and 100 cases. The limits
# were simulated with another number of learners; 1 is more than 99 percent.
SIMULATED = (
    (10, 20, 0.1178, -0.6931, (2.53, 61), (3.24, 83)),
    (5, 15, 0.1112, -1.0986, (2.84, 72), (3.50, 93)),
    (10, 30, 0.2513, -1.0986, (3.64, 94), (4.40, 99)),
    (20, 40, 0.2877, -0.6931, (3.45, 88), (4.17, 98)),
)
FAILURES = st.lists(st.booleans(), max_size=120)
CHARTS = st.sampled_from(
    [lc_cusum_for(Rates(a / 100, b / 100), n) for a, b in LIMITS for n in HORIZONS]
)


@pytest.mark.parametrize(("good", "bad", "up", "down", "fifty", "hundred"), SIMULATED)
def test_weights_and_limits_are_the_published_form_and_the_simulated_ones(
    good: int,
    bad: int,
    up: float,
    down: float,
    fifty: tuple[float, int],
    hundred: tuple[float, int],
) -> None:
    weights = Weights.of(Rates(good / 100, bad / 100))
    assert (round(weights.success, 4), round(weights.failure, 4)) == (up, down)
    for cases, (height, detects) in ((50, fifty), (100, hundred)):
        ours = LIMITS[good, bad][cases]
        # Two seeds may differ by a step of the grid each: half the weight of a success.
        assert abs(ours.height - height) <= up + 0.01
        assert abs(ours.detects_percent - detects) <= 4


@pytest.mark.parametrize(("good", "bad"), [(10, 20), (20, 40), (35, 45)])
def test_the_table_is_what_the_simulation_makes(good: int, bad: int) -> None:
    """With 1,500 learners instead of 100,000: within two steps of the grid, and of detection
    within five per cent."""
    found = simulate(Rates(good / 100, bad / 100), 50, runs=1500, seed=20)
    ours = LIMITS[good, bad][50]
    step = Weights.of(Rates(good / 100, bad / 100)).success / 2
    assert abs(found.height - ours.height) <= 2 * step + 1e-3
    assert abs(found.detects_percent - ours.detects_percent) <= 5


def test_a_longer_horizon_asks_for_more_and_finds_more() -> None:
    for rows in LIMITS.values():
        limits = [rows[cases] for cases in HORIZONS]
        assert limits == sorted(limits, key=lambda one: (one.height, one.detects_percent))


@given(CHARTS, FAILURES)
def test_it_is_never_below_nought_and_never_rises_with_a_failure(
    chart: LcCusum, failures: list[bool]
) -> None:
    sums = chart.course(failures)
    assert all(value >= 0 for value in sums)
    pairs = zip([0.0, *sums], sums, failures, strict=False)
    assert all((after <= before) if failed else (after > before) for before, after, failed in pairs)


@given(CHARTS, FAILURES, st.integers(0, 119))
def test_a_failure_more_never_raises_it_nor_brings_a_signal_forward(
    chart: LcCusum, failures: list[bool], place: int
) -> None:
    worse = [failed or n == place for n, failed in enumerate(failures)]
    good, bad = chart.course(failures), chart.course(worse)
    assert all(low <= high + 1e-9 for low, high in zip(bad, good, strict=True))
    if (then := chart.signal(bad)) is not None:
        assert (chart.signal(good) or 0) <= then


@given(CHARTS, FAILURES, FAILURES)
def test_it_can_be_taken_up_where_it_was_left(
    chart: LcCusum, first: list[bool], then: list[bool]
) -> None:
    one = chart.course(first)
    assert chart.course(first + then) == one + chart.course(then, one[-1] if one else 0.0)


@given(CHARTS)
def test_no_fewer_cases_than_it_says_give_a_signal(chart: LcCusum) -> None:
    assert chart.signal(chart.course([False] * (chart.fewest - 1))) is None
    assert chart.signal(chart.course([False] * chart.fewest)) == chart.fewest


def test_beyond_its_horizon_it_says_nothing() -> None:
    chart = lc_cusum_for(Rates(0.1, 0.2), 50)
    late = [True] * 45 + [False] * 60
    assert chart.signal(chart.course(late)) is None
    assert max(chart.course(late)) > chart.limit.height
