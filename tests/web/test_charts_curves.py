"""The chart of a curve: shapes tell failure, limits carry their words, nothing is styled inline."""

from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from logbook.web.charts_curves import (
    CurveDrawing,
    LimitLine,
    Plotted,
    curve_spark,
    learning_curve,
)

POINTS = [Plotted(0.3, False, ("3", "1")), Plotted(0.0, True, ("2", "4"))]
DRAWN = CurveDrawing(
    "A & B",
    "2 cases",
    POINTS,
    [LimitLine(1.5, "Limit <simulated>")],
    ("Level", "Levels"),
    2,
    "Case",
)


def drawing(svg: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(str(svg))


@pytest.mark.parametrize(
    "svg",
    [
        learning_curve(DRAWN),
        learning_curve(DRAWN, alone=True),
        learning_curve(CurveDrawing("None", "", [], [LimitLine(1, "x")])),
        curve_spark([0.1, 0.0], 2.0, "line"),
        curve_spark([], 2.0, "none"),
    ],
)
def test_it_has_a_name_a_role_and_no_inline_style(svg: Markup) -> None:
    root = drawing(svg)
    assert root.attrib["role"] == "img" and root[0].text
    assert all("style" not in part.attrib for part in root.iter())


def test_success_and_failure_differ_in_shape_and_stand_under_each_other_with_what_is_told() -> None:
    root = drawing(learning_curve(DRAWN))
    [disc], [cross] = list(root.iter("circle")), list(root.iter("path"))
    assert disc.attrib["class"] == "lb-curve-success"
    assert cross.attrib["class"] == "lb-curve-failure"
    by_place = {(one.attrib["x"], one.text) for one in root.iter("text")}
    assert {(disc.attrib["cx"], "3"), (disc.attrib["cx"], "1")} <= by_place
    assert {text for _, text in by_place} >= {
        "Limit <simulated>",
        "1.50",
        "Level",
        "Levels",
        "Case",
    }


def test_a_limit_stands_where_its_value_does() -> None:
    drawn = CurveDrawing(
        "x", "", [Plotted(1.5, False)], [LimitLine(1.5, "up"), LimitLine(-1.0, "down")]
    )
    root = drawing(learning_curve(drawn))
    dashed = [one for one in root.iter("line") if "stroke-dasharray" in one.attrib]
    [disc] = root.iter("circle")
    up, down = (float(one.attrib["y1"]) for one in dashed)
    assert float(disc.attrib["cy"]) == up < down
