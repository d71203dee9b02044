"""Charts say their numbers, escape their words and carry no inline style."""

from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from flask import Flask
from markupsafe import Markup

from logbook.web import charts, icons

SVG_OF_EACH = (
    charts.pace_bar(7, 20, 9, "Facet: 7 of 20", "expected by now: 9", "behind"),
    charts.pace_bar(Decimal("2.5"), 10, None, "Half credits"),
    charts.spark([1, 3, 2], "Cases a month"),
    charts.spark([], "No cases"),
    charts.level_course([2, None, 5], 9, 7, "PC3: 1.5, –, 3", "aimed for: 4"),
    charts.level_course([], 9, None, "Not rated"),
    charts.month_bars([("Jul", 12), ("Aug", 0)], "Cases by month"),
    charts.month_bars([], "No months"),
)


def drawing(svg: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(str(svg))


def widths(svg: Markup) -> list[str]:
    return [part.attrib["width"] for part in drawing(svg).iter("rect")]


@pytest.mark.parametrize("svg", SVG_OF_EACH)
def test_a_chart_has_a_name_a_role_and_no_inline_style(svg: Markup) -> None:
    root = drawing(svg)
    assert root.attrib["role"] == "img"
    assert root[0].tag == "title" and root[0].text
    assert all("style" not in part.attrib for part in root.iter())


def test_a_course_rises_with_the_level_and_leaves_out_what_was_not_assessed() -> None:
    svg = drawing(charts.level_course([2, None, 7], 9, 7, "x"))
    first, last = [float(dot.attrib["cy"]) for dot in svg.iter("circle")]
    assert first > last == float(next(svg.iter("line")).attrib["y1"])
    assert len(next(svg.iter("polyline")).attrib["points"].split()) == 2


def test_the_bar_is_as_long_as_the_credit() -> None:
    assert widths(charts.pace_bar(5, 20, None, "x")) == ["100.0%", "25.0%"]


def test_credit_beyond_the_requirement_ends_at_the_edge() -> None:
    assert widths(charts.pace_bar(44, 40, None, "x")) == ["100.0%", "100.0%"]


def test_no_credit_draws_no_bar() -> None:
    assert widths(charts.pace_bar(0, 40, None, "x")) == ["100.0%"]


def test_a_requirement_of_nothing_is_full_and_has_no_pace() -> None:
    assert widths(charts.pace_bar(0, 0, 0, "x")) == ["100.0%", "100.0%"]


def test_the_pace_marker_stands_where_the_pace_is_and_never_outside() -> None:
    markers = [
        next(part for part in drawing(svg).iter() if part.get("class") == "lb-chart-pace")
        for svg in (charts.pace_bar(1, 20, 10, "x"), charts.pace_bar(1, 20, 30, "x"))
    ]
    assert [marker.attrib["x"] for marker in markers] == ["50.0%", "99.4%"]


def test_words_are_escaped() -> None:
    svg = charts.month_bars([("<Jul>", 1)], 'Ana & "Bo" <script>')
    assert "<script>" not in svg
    assert drawing(svg)[0].text == 'Ana & "Bo" <script>'


def test_a_spark_has_a_point_for_each_value() -> None:
    line = next(drawing(charts.spark([0, 5, 10], "x")).iter("polyline"))
    assert line.attrib["points"].split() == ["3.0,25.0", "48.0,14.0", "93.0,3.0"]


def test_month_bars_write_each_count() -> None:
    texts = [
        t.text for t in drawing(charts.month_bars([("Jul", 12), ("Aug", 3)], "x")).iter("text")
    ]
    assert texts == ["12", "Jul", "3", "Aug"]


@pytest.fixture
def asking(application: Flask) -> Iterator[None]:
    with application.test_request_context():
        yield


@pytest.mark.usefixtures("asking")
def test_an_icon_without_a_label_is_decoration() -> None:
    assert 'aria-hidden="true"' in icons.icon("check-lg")
    assert 'role="img" aria-label="Done &lt;"' in icons.icon("check-lg", "Done <")


@pytest.mark.usefixtures("asking")
def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(KeyError):
        icons.icon("no-such-icon")
