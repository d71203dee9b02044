"""Learning curves as inline SVG: pure functions from numbers to markup, like `web/charts.py`.

A case is a mark whose shape tells how it went, a disc for a success and a cross for a failure; the
rows below it tell how much was entrusted and how hard it was. Limits are drawn with their words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Flask
from markupsafe import Markup, escape

SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 120, 36, 4
LEFT, RIGHT, TOP = 44, 16, 18
STEP, LEAST_WIDTH, PLOT_HEIGHT = 18, 380, 200
ROW_HEIGHT, FOOT = 30, 26
NUMBERED_EVERY = 5


@dataclass(frozen=True, slots=True)
class Plotted:
    """One case: the sum after it, how it went, and what is written under it, row by row."""

    value: float
    failed: bool
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitLine:
    value: float
    words: str
    """Which limit it is and where it comes from."""


@dataclass(frozen=True, slots=True)
class CurveDrawing:
    """Everything that stands on the chart; texts in the reader's language."""

    title: str
    description: str
    points: Sequence[Plotted]
    limits: Sequence[LimitLine]
    rows: tuple[str, ...] = ()
    """What is written under the cases, one name a row."""
    at: int | None = None
    """The case, from 1, with which a limit was met."""
    axis: str = ""
    """What the numbers below are."""


def set_up(app: Flask) -> None:
    app.add_template_global(curve_spark)
    app.add_template_global(learning_curve)


def curve_spark(values: Sequence[float], limit: float, label: str) -> Markup:
    """The course of a curve in little, with its limit as a dashed line."""
    high = max([limit, *values]) or 1.0
    rise = (SPARK_HEIGHT - 2 * SPARK_MARGIN) / high
    step = (SPARK_WIDTH - 2 * SPARK_MARGIN) / max(len(values), 1)
    places = [
        (round(SPARK_MARGIN + n * step, 1), round(SPARK_HEIGHT - SPARK_MARGIN - value * rise, 1))
        for n, value in enumerate([0.0, *values])
    ]
    height = round(SPARK_HEIGHT - SPARK_MARGIN - limit * rise, 1)
    return Markup(  # the label goes through escape()
        f'<svg class="lb-chart lb-curve-spark" width="{SPARK_WIDTH}" height="{SPARK_HEIGHT}"'
        f' viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}" role="img" focusable="false">'
        f"<title>{escape(label)}</title>{_dashed(0, SPARK_WIDTH, height)}{_course(places)}</svg>"
    )


def learning_curve(drawn: CurveDrawing, alone: bool = False) -> Markup:
    """The chart. `alone`: as a file of its own, with its name space and a white ground."""
    frame = _Frame(drawn)
    size = f'width="{frame.width}" height="{frame.height}"'
    size += f' viewBox="0 0 {frame.width} {frame.height}"'
    if alone:
        size += ' xmlns="http://www.w3.org/2000/svg" font-family="sans-serif"'
    parts = [
        f'<rect width="{frame.width}" height="{frame.height}" fill="#fff"/>' if alone else "",
        *frame.axis(),
        *frame.limits(),
        _course([(frame.x(0), frame.y(0.0)), *frame.places()]),
        *frame.met(),
        *frame.marks(),
        *frame.rows(),
    ]
    return Markup(  # every text goes through escape()
        f'<svg class="lb-chart lb-curve" {size} role="img" focusable="false">'
        f"<title>{escape(drawn.title)}</title><desc>{escape(drawn.description)}</desc>"
        f"{''.join(parts)}</svg>"
    )


class _Frame:
    """Where everything of one chart stands."""

    def __init__(self, drawn: CurveDrawing) -> None:
        self.drawn = drawn
        values = [one.value for one in drawn.points] + [one.value for one in drawn.limits]
        self.low, self.high = min([0.0, *values]), max([0.0, *values])
        self.rise = PLOT_HEIGHT / ((self.high - self.low) or 1.0)
        self.width = max(LEAST_WIDTH, LEFT + RIGHT + STEP * (len(drawn.points) + 1))
        self.floor = TOP + PLOT_HEIGHT
        self.height = self.floor + FOOT + ROW_HEIGHT * len(drawn.rows) + 6

    def x(self, number: int) -> int:
        return LEFT + STEP * number

    def y(self, value: float) -> float:
        return round(self.floor - (value - self.low) * self.rise, 1)

    def places(self) -> list[tuple[int, float]]:
        return [(self.x(n), self.y(one.value)) for n, one in enumerate(self.drawn.points, 1)]

    def axis(self) -> Iterator[str]:
        """The line of nought, what it is, and the number of every fifth case."""
        nought = self.y(0.0)
        yield (
            f'<line class="lb-chart-axis" x1="{LEFT}" y1="{nought}" x2="{self.width - RIGHT}"'
            f' y2="{nought}" stroke="currentColor" stroke-opacity="0.4"/>'
        )
        yield _text("0", LEFT - 6, nought + 4, "end")
        numbers = range(NUMBERED_EVERY, len(self.drawn.points) + 1, NUMBERED_EVERY)
        for number in numbers:
            yield _text(str(number), self.x(number), self.floor + 16, "middle")
        yield _text(self.drawn.axis, LEFT - 36, self.floor + 16, "start")

    def limits(self) -> Iterator[str]:
        for line in self.drawn.limits:
            y = self.y(line.value)
            yield _dashed(LEFT, self.width - RIGHT, y)
            yield _text(f"{line.value:.2f}", LEFT - 6, y + 4, "end")
            yield _text(line.words, LEFT + 4, y - 5, "start")

    def met(self) -> Iterator[str]:
        """A thin line where a limit was met."""
        if self.drawn.at is not None:
            x = self.x(self.drawn.at)
            yield (
                f'<line class="lb-chart-aim" x1="{x}" y1="{TOP}" x2="{x}" y2="{self.floor}"'
                ' stroke="currentColor" stroke-width="1"/>'
            )

    def marks(self) -> Iterator[str]:
        for (x, y), one in zip(self.places(), self.drawn.points, strict=True):
            yield _cross(x, y) if one.failed else _disc(x, y)

    def rows(self) -> Iterator[str]:
        for place, name in enumerate(self.drawn.rows):
            top = self.floor + FOOT + place * ROW_HEIGHT
            yield _text(name, LEFT - 36, top + 8, "start")
            for number, one in enumerate(self.drawn.points, 1):
                yield _text(one.below[place], self.x(number), top + 21, "middle")


def _text(words: str, x: float, y: float, anchor: str) -> str:
    return (
        f'<text class="lb-curve-text" x="{x}" y="{round(y, 1)}" text-anchor="{anchor}"'
        f' font-size="11" fill="currentColor">{escape(words)}</text>'
    )


def _disc(x: float, y: float) -> str:
    return f'<circle class="lb-curve-success" cx="{x}" cy="{y}" r="3.5" fill="currentColor"/>'


def _cross(x: float, y: float) -> str:
    return (
        f'<path class="lb-curve-failure" d="M{x - 5} {y - 5}L{x + 5} {y + 5}M{x - 5} {y + 5}'
        f'L{x + 5} {y - 5}" fill="none" stroke="currentColor" stroke-width="2.5"/>'
    )


def _dashed(left: float, right: float, y: float) -> str:
    return (
        f'<line class="lb-chart-aim" x1="{left}" y1="{y}" x2="{right}" y2="{y}"'
        ' stroke="currentColor" stroke-width="1.5" stroke-dasharray="5 3"/>'
    )


def _course(places: Sequence[tuple[float, float]]) -> str:
    path = " ".join(f"{x},{y}" for x, y in places)
    return (
        f'<polyline class="lb-chart-line" points="{path}" fill="none" stroke="currentColor"'
        ' stroke-width="1.5" stroke-linejoin="round"/>'
    )
