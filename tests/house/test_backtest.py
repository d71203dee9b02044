"""A few of the simulated cohorts of `make backtest`; all two hundred are in docs/forecast.md."""

from bench.backtest import back_test, brier, read_shipped


def test_forecasts_beat_the_naive_ones_and_their_intervals_hold() -> None:
    found = back_test(3, read_shipped())
    for (kind, month), tested in found.items():
        naive = min(brier(tested.line), brier(tested.line_poisson), brier(tested.mean))
        assert brier(tested.model) < naive, (kind, month)
    held = [one for tested in found.values() for one in tested.held]
    assert 0.7 < sum(held) / len(held) < 0.9
