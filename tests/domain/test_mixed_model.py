"""The mixed model against published values, against hand-worked ones, and against known truths."""

from random import Random
from statistics import mean

import pytest

from logbook.domain.mixed_model import Observed, fit, inverted

# Davies and Goldsmith (eds), Statistical Methods in Research and Production, 4th ed., 1972, section
# 6.6: diameters in mm of six samples of penicillin (columns) on 24 plates (rows). Bates, lme4:
# Mixed-effects Modeling with R, chapter 2, gives the REML values below; Metida.jl tests them too.
PENICILLIN = """
27 23 26 23 23 21|27 23 26 23 23 21|25 21 25 24 24 20|26 23 25 23 23 20|25 22 26 22 23 20
24 22 25 23 22 19|24 20 23 21 22 19|26 22 26 24 24 21|24 21 24 22 22 20|24 21 24 23 22 19
26 23 26 24 24 21|25 22 26 24 24 20|26 24 26 24 25 22|26 23 26 23 23 20|26 23 25 24 24 22
25 22 25 23 23 20|25 21 24 23 23 20|25 22 24 23 23 19|24 21 23 21 21 19|26 23 26 24 24 21
25 21 24 22 22 18|25 22 25 22 22 20|24 21 24 22 24 19|24 21 24 22 21 18
"""


def penicillin() -> list[Observed]:
    plates = PENICILLIN.replace("\n", "|").strip("|").split("|")
    return [
        Observed((plate, "ABCDEF"[place]), float(mm))
        for plate, line in enumerate(plates)
        for place, mm in enumerate(line.split())
    ]


def test_penicillin_as_published() -> None:
    found = fit(penicillin(), tolerance=1e-6)
    assert found.mean == pytest.approx(22.9722, abs=1e-4)
    assert found.variances[0] == pytest.approx(0.716908, abs=1e-4)
    assert found.variances[1] == pytest.approx(3.73092, abs=1e-4)
    assert found.residual == pytest.approx(0.302415, abs=1e-4)
    samples = [found.effects[1][name].estimate for name in "ABCDEF"]
    assert samples == pytest.approx([2.1871, -1.0105, 1.9379, -0.0969, -0.0138, -3.0037], abs=1e-3)
    assert {one.n for one in found.effects[1].values()} == {24}


def test_a_balanced_table_by_hand() -> None:
    """Two raters, three fellows, two judgements each: REML is the analysis of variance, and a
    shrunken effect is the difference of means times n·v / (n·v + residual)."""
    cells = {
        ("strict", 0): (1, 2),
        ("strict", 1): (2, 3),
        ("strict", 2): (4, 4),
        ("lenient", 0): (3, 3),
        ("lenient", 1): (4, 5),
        ("lenient", 2): (5, 6),
    }
    rows = [Observed(place, float(y)) for place, both in cells.items() for y in both]
    grand = mean(row.y for row in rows)
    by_rater = {
        name: mean(row.y for row in rows if row.levels[0] == name) for name in ("strict", "lenient")
    }
    by_fellow = {n: mean(row.y for row in rows if row.levels[1] == n) for n in range(3)}
    left = sum(
        (row.y - by_rater[row.levels[0]] - by_fellow[row.levels[1]] + grand) ** 2 for row in rows
    )
    residual = left / (12 - 2 - 3 + 1)
    rater = (6 * sum((one - grand) ** 2 for one in by_rater.values()) / 1 - residual) / 6
    fellow = (4 * sum((one - grand) ** 2 for one in by_fellow.values()) / 2 - residual) / 4
    found = fit(rows, tolerance=1e-9, most=2_000)
    assert found.variances == pytest.approx((rater, fellow), rel=1e-4)
    assert found.residual == pytest.approx(residual, rel=1e-4)
    shrunk = (by_rater["lenient"] - grand) * 6 * rater / (6 * rater + residual)
    assert found.effects[0]["lenient"].estimate == pytest.approx(shrunk, rel=1e-4)
    assert found.effects[0]["strict"].estimate == pytest.approx(-shrunk, rel=1e-4)


def test_it_finds_what_was_simulated() -> None:
    random = Random(2026)
    rows, sizes, truth = [], (12, 40, 10), (0.16, 0.25, 0.04)
    effects = [
        [random.gauss(0, v**0.5) for _ in range(n)] for n, v in zip(sizes, truth, strict=True)
    ]
    for _ in range(3_000):
        levels = tuple(random.randrange(n) for n in sizes)
        y = 3 + sum(effects[place][level] for place, level in enumerate(levels))
        rows.append(Observed(levels, y + random.gauss(0, 0.6)))
    found = fit(rows)
    assert found.residual == pytest.approx(0.36, rel=0.1)
    for place, sample in enumerate(effects):
        drawn = sum(one * one for one in sample) / len(sample)
        assert found.variances[place] == pytest.approx(drawn, rel=0.35)
    middle = mean(effects[0])
    for level, effect in found.effects[0].items():
        assert effect.estimate == pytest.approx(effects[0][level] - middle, abs=0.12)  # type: ignore[call-overload]


def test_where_raters_do_not_differ_all_are_drawn_to_nought() -> None:
    random = Random(7)
    rows = [
        Observed((random.randrange(8), fellow), fellow * 0.3 + random.gauss(0, 0.5))
        for fellow in range(10)
        for _ in range(40)
    ]
    found = fit(rows)
    assert max(abs(one.estimate) for one in found.effects[0].values()) < 0.1


def test_nothing_varies_or_nearly_nothing_is_there() -> None:
    with pytest.raises(ValueError, match="nothing varies"):
        fit([Observed(("a", "b"), 3.0)] * 4)
    with pytest.raises(ValueError, match="two observations"):
        fit([Observed(("a", "b"), 3.0)])


def test_an_inverse() -> None:
    matrix = [[4.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 2.0]]
    for row, line in enumerate(inverted(matrix)):
        product = [sum(a * matrix[k][column] for k, a in enumerate(line)) for column in range(3)]
        assert product == pytest.approx([float(row == column) for column in range(3)])
    with pytest.raises(ValueError, match="not positive definite"):
        inverted([[1.0, 2.0], [2.0, 1.0]])
