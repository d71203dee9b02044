"""Whom one says of that they rate higher: only who does, and nobody of whom too little is known."""

from random import Random
from statistics import median

import pytest

from logbook.domain.stringency import (
    Band,
    Judged,
    Leaning,
    Tendency,
    band_of,
    shares,
    tendencies,
)


def simulated(leniency: list[float], each: int, seed: int) -> list[Judged]:
    """Judgements on a scale of five by raters who lean so many levels, of twelve fellows."""
    random = Random(seed)
    fellows = [random.gauss(3, 0.6) for _ in range(12)]
    judged = []
    for rater, lean in enumerate(leniency):
        for _ in range(each):
            fellow, kind = random.randrange(12), random.randrange(5)
            level = fellows[fellow] + lean + random.gauss(0, 0.5)
            judged.append(Judged(rater, fellow, kind, min(5, max(1, round(level)))))
    return judged


def test_the_lenient_one_is_told_and_no_colleague_is_called_strict() -> None:
    found = tendencies(simulated([0, 0, 0, 0, 0, 0.9], each=120, seed=1), minimum=10)
    assert found[5].leaning is Leaning.HIGHER
    assert found[5].estimate == pytest.approx(0.9, abs=0.25)
    assert {found[rater].leaning for rater in range(5)} == {Leaning.NEITHER}


def test_the_strict_one_too() -> None:
    found = tendencies(simulated([0, 0, -0.9, 0, 0], each=120, seed=2), minimum=10)
    assert found[2].leaning is Leaning.LOWER


def test_intervals_hold_what_they_promise() -> None:
    held = []
    for seed in range(15):
        random = Random(seed)
        truth = [random.gauss(0, 0.4) for _ in range(8)]
        found = tendencies(simulated(truth, each=40, seed=seed), minimum=10)
        middle = median(truth)
        held += [found[n].low <= one - middle <= found[n].high for n, one in enumerate(truth)]
    assert sum(held) / len(held) > 0.86


def test_few_judgements_are_drawn_to_the_middle_and_wide() -> None:
    judged = simulated([0, 0, 0, 0], each=100, seed=3)
    judged += [Judged("new", n, 0, 5) for n in range(10)]
    judged += [Judged("old", n % 12, n % 5, 5) for n in range(200)]
    found = tendencies(judged, minimum=10)
    assert found["new"].estimate < found["old"].estimate
    assert found["new"].high - found["new"].low > found["old"].high - found["old"].low


@pytest.mark.parametrize(("minimum", "told"), [(10, 4), (11, 3), (101, 0)])
def test_below_the_minimum_nothing_is_said(minimum: int, told: int) -> None:
    judged = simulated([0, 0.3, -0.3], each=100, seed=4)
    judged += [Judged("few", n, 0, 3) for n in range(10)]
    assert len(tendencies(judged, minimum)) == told


def test_two_raters_are_not_compared() -> None:
    assert tendencies(simulated([0, 1], each=100, seed=5), minimum=10) == {}


def test_where_everybody_gives_the_same_level_nothing_is_said() -> None:
    assert tendencies([Judged(n % 4, n % 5, 0, 3) for n in range(80)], minimum=10) == {}


@pytest.mark.parametrize(
    ("low", "high", "begins"),
    [
        (0.1, 0.5, "tends to rate higher"),
        (-0.5, -0.1, "tends to rate lower"),
        (-0.1, 0.5, "no difference"),
        (0.0, 0.5, "no difference"),
    ],
)
def test_in_words(low: float, high: float, begins: str) -> None:
    said = Tendency((low + high) / 2, low, high, 12).in_words("{:+.1f}".format)
    assert said.id.startswith(begins)
    assert said.params == {"low": f"{low:+.1f}", "high": f"{high:+.1f}"}


def test_a_band_of_others() -> None:
    assert band_of([0.1, 0.2], 0.05) is None
    assert band_of([0.11, 0.22, 0.42], 0.05) == Band(0.15, 0.3)
    assert band_of([-0.32, 0.0, 0.04, 0.5], 0.1) == Band(-0.1, 0.2)


def test_shares_in_the_order_of_the_scale() -> None:
    assert shares({"3": 3, "2a": 1, "other": 9}, ["2a", "2b", "3"]) == {
        "2a": 0.25,
        "2b": 0.0,
        "3": 0.75,
    }
    assert shares({}, ["1"]) == {"1": 0.0}
