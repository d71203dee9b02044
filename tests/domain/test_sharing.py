"""How unevenly something is shared, and who had far too little of it: by hand."""

from datetime import date

import pytest

from logbook.domain.sharing import Had, Lacking, months_of, more_than_chance, sharing_of


def had(*each: tuple[int, float, int]) -> list[Had]:
    """Cases, months, and cases of all categories."""
    return [Had(name, *one) for name, one in zip("abcdefgh", each, strict=False)]


def test_months_of_training() -> None:
    days = (date(2027, 1, 1) - date(2026, 1, 1)).days
    assert months_of(days, 100) == pytest.approx(11.99, abs=0.01)
    assert months_of(days, 60) == pytest.approx(7.195, abs=0.01)


def test_unevenness_is_range_over_mean_of_rates() -> None:
    found = sharing_of(had((20, 10.0, 100), (10, 5.0, 50), (15, 15.0, 150)), minimum=10)
    assert found is not None
    assert found.mean == pytest.approx(1.5)  # 45 cases in 30 months
    assert found.spread == pytest.approx((2 - 1) / 1.5)


def test_part_time_is_no_unevenness() -> None:
    found = sharing_of(had((20, 10.0, 100), (12, 6.0, 60), (20, 10.0, 100)), minimum=10)
    assert found is not None
    assert found.spread == pytest.approx(0)
    assert not found.beyond_chance
    assert found.lacking == ()


@pytest.mark.parametrize(
    "each",
    [
        ((20, 10.0, 1), (20, 10.0, 1)),  # two fellows
        ((3, 10.0, 1), (3, 10.0, 1), (3, 10.0, 1)),  # nine cases
        ((20, 10.0, 1), (20, 10.0, 1), (20, 0.5, 1)),  # one of three has just come
    ],
)
def test_not_enough_to_say_anything(each: tuple[tuple[int, float, int], ...]) -> None:
    assert sharing_of(had(*each), minimum=10) is None


def test_chance_is_told_from_more() -> None:
    # Chi square of 5.0 and 30.0 with two degrees of freedom; one percent lies at 9.21.
    assert not more_than_chance([10, 10, 20], [40 / 3] * 3)
    assert more_than_chance([0, 20, 40], [20.0] * 3)


@pytest.mark.parametrize(("free", "at_one_percent"), [(2, 9.21), (7, 18.48), (11, 24.72)])
def test_the_test_turns_where_the_tables_say(free: int, at_one_percent: float) -> None:
    def of(square: float) -> bool:
        reach = (square * 1e6 / 2) ** 0.5
        counts = [round(1e6 + reach), round(1e6 - reach)] + [10**6] * (free - 1)
        return more_than_chance(counts, [1e6] * (free + 1))

    assert not of(at_one_percent * 0.98)
    assert of(at_one_percent * 1.02)


def test_who_is_starved_by_the_lists_and_who_logs_less() -> None:
    found = sharing_of(
        had((25, 10.0, 500), (25, 10.0, 500), (25, 10.0, 500), (2, 10.0, 480), (5, 10.0, 100)),
        minimum=10,
    )
    assert found is not None
    assert found.beyond_chance
    assert found.lacking == (
        Lacking("d", 2, pytest.approx(16.4), by_the_lists=True),
        Lacking("e", 5, pytest.approx(16.4), by_the_lists=False),
    )
