"""Charts as inline SVG, drawn on the server: pure functions from numbers to markup.

Only presentation attributes, never `style=`, so that they pass a strict content policy and can be
set into documents too. Colours come from classes in `static/css/charts.css`; `currentColor` is the
fallback where no stylesheet reaches. Texts arrive already in the reader's language, and no chart
carries a number that the page does not also say in words or in a table.
"""

from collections.abc import Sequence
from decimal import Decimal

from flask import Flask
from markupsafe import Markup, escape

Number = int | float | Decimal

BAR_HEIGHT = 10
SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 96, 28, 3
COURSE_WIDTH, COURSE_HEIGHT = 120, 40
MONTH_WIDTH, MONTH_HEIGHT, MONTH_GAP = 44, 120, 14
MONTH_HEAD, MONTH_FOOT = 20, 22


def set_up(app: Flask) -> None:
    for chart in (pace_bar, spark, level_course, month_bars):
        app.add_template_global(chart)


def pace_bar(
    credit: Number,
    required: Number,
    expected: Number | None,
    label: str,
    description: str = "",
    standing: str = "",
) -> Markup:
    """How far a requirement has come, with a marker where the pace expects it to be.

    Counts are in the requirement's own unit. A requirement of nothing is drawn full, and credit
    beyond what is required ends at the edge. `standing` only picks the colour.
    """
    drawn = [_bar("lb-chart-track", 100.0, ' fill-opacity="0.14"')]
    share = _percent(credit, required)
    if share > 0:
        drawn.append(_bar("lb-chart-fill", share))
    if expected is not None and required > 0:
        drawn.append(_pace_marker(min(_percent(expected, required), 99.4)))
    kind = f"lb-chart lb-chart-pace-bar is-{standing}" if standing else "lb-chart lb-chart-pace-bar"
    return _image(kind, f'width="100%" height="{BAR_HEIGHT}"', label, description, drawn)


def spark(values: Sequence[Number], label: str, description: str = "") -> Markup:
    """The course of a few values, oldest first, the last one dotted; the scale starts at nought."""
    size = f'width="{SPARK_WIDTH}" height="{SPARK_HEIGHT}"'
    size += f' viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}"'
    points = _spark_points(values)
    drawn: list[str] = []
    if points:
        path = " ".join(f"{x},{y}" for x, y in points)
        last_x, last_y = points[-1]
        line = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linejoin="round"'
        drawn = [
            f'<polyline class="lb-chart-line" points="{path}" {line} stroke-linecap="round"/>',
            f'<circle class="lb-chart-dot" cx="{last_x}" cy="{last_y}" r="2.75"'
            ' fill="currentColor"/>',
        ]
    return _image("lb-chart lb-chart-spark", size, label, description, drawn)


def level_course(
    orders: Sequence[int | None], top: int, aim: int | None, label: str, description: str = ""
) -> Markup:
    """The levels of a few reviews on one scale, oldest first, with a dashed line where it is aimed
    for. Only the order of levels is drawn; where one was not assessed, there is no dot."""
    size = f'width="{COURSE_WIDTH}" height="{COURSE_HEIGHT}"'
    size += f' viewBox="0 0 {COURSE_WIDTH} {COURSE_HEIGHT}"'
    rise = (COURSE_HEIGHT - 2 * SPARK_MARGIN) / max(top, 1)
    step = (COURSE_WIDTH - 4 * SPARK_MARGIN) / max(len(orders) - 1, 1)
    points = [
        (round(2 * SPARK_MARGIN + place * step, 1), _level_height(order, rise))
        for place, order in enumerate(orders)
        if order
    ]
    drawn = [_aim_line(_level_height(aim, rise))] if aim else []
    if len(points) > 1:
        path = " ".join(f"{x},{y}" for x, y in points)
        drawn.append(
            f'<polyline class="lb-chart-line" points="{path}" fill="none" stroke="currentColor"'
            ' stroke-width="1.75" stroke-linejoin="round" stroke-linecap="round"/>'
        )
    drawn += [
        f'<circle class="lb-chart-dot" cx="{x}" cy="{y}" r="2.75" fill="currentColor"/>'
        for x, y in points
    ]
    return _image("lb-chart lb-chart-course", size, label, description, drawn)


def _level_height(order: int, rise: float) -> float:
    return round(COURSE_HEIGHT - SPARK_MARGIN - order * rise, 1)


def _aim_line(y: float) -> str:
    return (
        f'<line class="lb-chart-aim" x1="0" y1="{y}" x2="{COURSE_WIDTH}" y2="{y}"'
        ' stroke="currentColor" stroke-width="1.5" stroke-dasharray="4 3"/>'
    )


def month_bars(rows: Sequence[tuple[str, Number]], label: str, description: str = "") -> Markup:
    """One bar a month, with its count on top and the month's short name below."""
    width = max(len(rows), 1) * MONTH_WIDTH
    size = f'width="{width}" height="{MONTH_HEIGHT}" viewBox="0 0 {width} {MONTH_HEIGHT}"'
    top = max((float(count) for _, count in rows), default=0.0) or 1.0
    drawn = [_month(place, name, count, top) for place, (name, count) in enumerate(rows)]
    floor = MONTH_HEIGHT - MONTH_FOOT
    drawn.append(
        f'<line class="lb-chart-axis" x1="0" y1="{floor}" x2="{width}" y2="{floor}"'
        ' stroke="currentColor" stroke-opacity="0.4"/>'
    )
    return _image("lb-chart lb-chart-months", size, label, description, drawn)


def _month(place: int, name: str, count: Number, top: float) -> str:
    room = MONTH_HEIGHT - MONTH_HEAD - MONTH_FOOT
    height = round(float(count) / top * room, 1)
    left = place * MONTH_WIDTH
    middle = left + MONTH_WIDTH // 2
    floor = MONTH_HEIGHT - MONTH_FOOT
    return (
        f'<rect class="lb-chart-bar" x="{left + MONTH_GAP // 2}" y="{round(floor - height, 1)}"'
        f' width="{MONTH_WIDTH - MONTH_GAP}" height="{height}" rx="2" fill="currentColor"/>'
        f'<text class="lb-chart-count" x="{middle}" y="{round(floor - height - 6, 1)}"'
        f' text-anchor="middle" font-size="11" fill="currentColor">{escape(count)}</text>'
        f'<text class="lb-chart-month" x="{middle}" y="{MONTH_HEIGHT - 6}" text-anchor="middle"'
        f' font-size="11" fill="currentColor">{escape(name)}</text>'
    )


def _bar(kind: str, share: float, more: str = "") -> str:
    return (
        f'<rect class="{kind}" x="0" y="1" width="{share}%" height="{BAR_HEIGHT - 2}"'
        f' rx="{BAR_HEIGHT // 2 - 1}" fill="currentColor"{more}/>'
    )


def _pace_marker(place: float) -> str:
    return (
        f'<rect class="lb-chart-pace" x="{place}%" y="0" width="2.5" height="{BAR_HEIGHT}"'
        ' fill="currentColor"/>'
    )


def _spark_points(values: Sequence[Number]) -> list[tuple[float, float]]:
    top = max((float(value) for value in values), default=0.0) or 1.0
    step = (SPARK_WIDTH - 2 * SPARK_MARGIN) / max(len(values) - 1, 1)
    rise = SPARK_HEIGHT - 2 * SPARK_MARGIN
    floor = SPARK_HEIGHT - SPARK_MARGIN
    return [
        (round(SPARK_MARGIN + place * step, 1), round(floor - float(value) / top * rise, 1))
        for place, value in enumerate(values)
    ]


def _percent(part: Number, whole: Number) -> float:
    """Part of a whole in percent, between 0 and 100; of nothing, all is done."""
    if whole <= 0:
        return 100.0
    return round(min(max(float(part) / float(whole) * 100, 0.0), 100.0), 1)


def _image(kind: str, size: str, label: str, description: str, drawn: Sequence[str]) -> Markup:
    said = f"<title>{escape(label)}</title>"
    if description:
        said += f"<desc>{escape(description)}</desc>"
    return Markup(  # every text above went through escape()
        f'<svg class="{escape(kind)}" {size} role="img" focusable="false">{said}'
        f"{''.join(drawn)}</svg>"
    )
