"""The drawings of the officers' pages: what is drawn where, and nothing that a policy refuses."""

import re

import pytest
from flask import Flask

from logbook.domain.funnels import Limits, Place, limits
from logbook.web.institutions import charts
from logbook.web.standing import percent

POINTS = [
    ("1", 100, 0.2, Place.WITHIN),
    ("2", 400, 0.9, Place.FAR_ABOVE),
    ("3", 200, 0.02, Place.FAR_BELOW),
]


def both(base: int) -> tuple[Limits, Limits]:
    return limits(0.3, base, 0.95), limits(0.3, base, 0.998)


@pytest.fixture
def funnel(app: Flask) -> str:
    with app.test_request_context("/"):
        return charts.funnel(POINTS, 0.3, both, "Late <by>", "Rows below")


def test_what_lies_outside_has_another_shape(funnel: str) -> None:
    assert funnel.count("<circle") == 1
    tips = [one.split()[0] for one in re.findall(r'<polygon[^>]+points="([^"]+)"', funnel)]
    flats = [one.split()[1] for one in re.findall(r'<polygon[^>]+points="([^"]+)"', funnel)]
    heights = [
        (float(t.split(",")[1]), float(f.split(",")[1])) for t, f in zip(tips, flats, strict=True)
    ]
    assert heights[0][0] < heights[0][1], "above: the tip is up"
    assert heights[1][0] > heights[1][1], "below: the tip is down"


def test_each_point_has_the_number_of_its_row(funnel: str) -> None:
    assert re.findall(r'lb-chart-count"[^>]*>(\d)<', funnel) == ["1", "2", "3"]


def test_four_limits_and_the_pooled_line(funnel: str) -> None:
    assert (funnel.count("lb-chart-limit"), funnel.count("lb-chart-aim")) == (4, 1)
    xs = [float(x) for x in re.findall(r"([\d.]+),[\d.]+", funnel.split("lb-chart-limit")[1])]
    assert xs == sorted(xs)


def test_nothing_is_drawn_outside_the_frame(funnel: str) -> None:
    for x, y in re.findall(r'c?x="([\d.-]+)" c?y="([\d.-]+)"', funnel):
        assert 0 <= float(x) <= charts.WIDTH and 0 <= float(y) <= charts.HEIGHT


def test_words_are_escaped_and_nothing_is_styled(funnel: str) -> None:
    assert "<title>Late &lt;by&gt;</title>" in funnel
    assert "style=" not in funnel and "<script" not in funnel


def test_a_course_has_a_gap_where_there_is_no_value(app: Flask) -> None:
    months = [("Jan", "2026", 0.2), ("Feb", "", None), ("Mar", "", 0.4), ("Apr", "", 0.1)]
    with app.test_request_context("/"):
        drawn = charts.course(months, percent, "Late", "Below")
    [path] = re.findall(r' d="([^"]+)"', drawn)
    assert (path.count("M"), path.count("L")) == (2, 1)
    assert drawn.count("<circle") == 3
    assert ">40%<" in drawn and ">2026<" in drawn


@pytest.mark.parametrize(
    ("value", "top"), [(0.0, 0.01), (0.07, 0.1), (0.93, 1.0), (3, 5), (17, 20)]
)
def test_scales_end_at_round_numbers(value: float, top: float) -> None:
    assert charts._top(value) == top
