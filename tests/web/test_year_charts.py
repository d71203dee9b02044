"""The charts of a year: months along the foot, levels in the order of their scale, one mark a
judgement, and nothing that needs colour or a style."""

import re
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from markupsafe import Markup

from logbook.domain.periods import Period
from logbook.domain.year import Point, Said, months_of
from logbook.queries.year_levels import Levels, Mark
from logbook.web.year import charts
from tests.domain.shipped import shipped

CURRICULUM = shipped("pain_medicine")
COMPETENCY = CURRICULUM.competencies["epa08"]
SCALE = CURRICULUM.scales[COMPETENCY.target.scale]
START, END = date(2026, 7, 1), date(2027, 6, 30)
TODAY = date(2026, 11, 26)
MONTHS = months_of(START, END)


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Any:
    with app.test_request_context("/"):
        yield


def mark(level: str, said: Said = Said.CASE, days: int = 0) -> Mark:
    return Mark(START + timedelta(days=days), SCALE.id, level, said)


def drawn(*marks: Mark) -> ElementTree.Element:
    year: Any = SimpleNamespace(months=MONTHS)
    return drawing(charts.levels(year, Levels(COMPETENCY, SCALE, list(marks)), alone=True))


def drawing(svg: Markup) -> ElementTree.Element:
    root = ElementTree.fromstring(str(svg))
    assert root.attrib["role"] == "img" and root[0].tag == "title" and root[0].text
    assert all("style" not in part.attrib for part in root.iter())
    return root


def kinds(root: ElementTree.Element) -> list[str]:
    return [
        one.attrib["class"] for one in root.iter() if one.attrib.get("class", "").startswith("lb-m")
    ]


def places(root: ElementTree.Element, kind: str) -> list[tuple[float, float]]:
    """Where the marks of a kind stand: each is one move of its path."""
    found = [one.attrib["d"] for one in root.iter("path") if kind in one.attrib["class"]]
    moves = re.findall(r"M([\d.]+),([\d.]+)", "".join(found))
    return [(float(x), float(y)) for x, y in moves]


def test_each_judgement_is_one_mark_and_its_kind_is_a_shape() -> None:
    root = drawn(mark("2"), mark("2"), mark("3", Said.FORMATIVE), mark("4", Said.SUMMATIVE))
    assert [len(places(root, one)) for one in ("is-case", "is-formative", "is-summative")] == [
        2,
        1,
        1,
    ]
    assert len({one.attrib["d"].split("m", 1)[1] for one in root.iter("path")}) == 3


def test_a_higher_level_stands_higher_and_a_later_one_further_right() -> None:
    low, high = places(drawn(mark("2"), mark("4", days=200)), "is-case")
    assert high[1] < low[1] and high[0] > low[0]


def test_two_of_one_day_and_level_do_not_hide_each_other() -> None:
    assert len(set(places(drawn(mark("3"), mark("3")), "is-case"))) == 2


def test_all_sheets_of_a_page_share_one_axis_and_a_file_has_its_own() -> None:
    year: Any = SimpleNamespace(months=MONTHS)
    one = Levels(COMPETENCY, SCALE, [mark("2")])
    shared, alone = drawing(charts.levels(year, one)), drawing(charts.levels(year, one, alone=True))
    (axis,) = shared.iter("use")
    assert f'id="{axis.attrib["href"].lstrip("#")}"' in charts.axis(year)
    assert not list(alone.iter("use"))
    months = [text.text for text in alone.iter("text") if (text.text or "").isalpha()]
    assert months[:2] == ["Jul", "Sep"]


def test_every_level_of_the_scale_is_named_in_its_order() -> None:
    codes = [level.code for level in SCALE.levels]
    named = [one.text for one in drawn(mark("2")).iter("text") if one.text in codes]
    assert named == codes


def test_the_target_is_drawn_only_on_its_own_scale() -> None:
    def aims(root: ElementTree.Element) -> int:
        return sum(one.attrib.get("class") == "lb-chart-aim" for one in root.iter("line"))

    assert aims(drawn(mark("2"))) == 1
    other = next(one for one in CURRICULUM.scales.values() if one.id != SCALE.id)
    said = Mark(START, other.id, other.levels[0].code, Said.CASE)
    year: Any = SimpleNamespace(months=MONTHS)
    assert aims(drawing(charts.levels(year, Levels(COMPETENCY, other, [said])))) == 0


def test_a_course_rises_and_stays_on_the_sheet() -> None:
    days = [START, date(2026, 9, 1), TODAY]
    points = [Point(day, share) for day, share in zip(days, (0.0, 0.5, 1.4), strict=True)]
    year: Any = SimpleNamespace(months=MONTHS, pace=[Point(START, 0.0), Point(END, 1.0)])
    group = SimpleNamespace(competency=COMPETENCY)
    one: Any = SimpleNamespace(points=points, group=group, credit=7, required=5)
    root = drawing(charts.course(year, one, TODAY))
    pace, line = root.iter("polyline")
    assert "stroke-dasharray" in pace.attrib and "stroke-dasharray" not in line.attrib
    heights = [float(place.split(",")[1]) for place in line.attrib["points"].split()]
    assert heights == sorted(heights, reverse=True)
    assert min(heights) >= 0


def test_the_line_of_the_year_has_numbers_shapes_and_today() -> None:
    stay = SimpleNamespace(period=Period(START, START + timedelta(days=27)))
    away = SimpleNamespace(period=Period(TODAY, TODAY))
    events = SimpleNamespace(
        time=SimpleNamespace(rotations=[stay, stay], away=[away]),
        sign_offs=[],
        reviews=[SimpleNamespace(reviewed_on=TODAY)],
        expiries=[SimpleNamespace(expires_on=END)],
    )
    year: Any = SimpleNamespace(months=MONTHS, events=events)
    root = drawing(charts.line_of_year(year, TODAY))
    assert [one.text for one in root.iter("text") if (one.text or "").isdecimal()] == ["1", "2"]
    assert kinds(root) == ["lb-mark is-reviewed", "lb-mark is-expiry"]
    assert sum(one.attrib.get("class") == "lb-chart-today" for one in root.iter("line")) == 1
