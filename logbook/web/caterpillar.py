"""Intervals side by side around a line that stands for the middle, as inline SVG.

As in `charts.py`: only presentation attributes, texts already in the reader's language, and a table
behind it. Which side of the line somebody lies on is told by the shape, not by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from markupsafe import Markup, escape

WIDTH, ROW, HEAD, FOOT = 720, 30, 8, 44
NAMES, EDGE = 200, 20
"""Room for names on the left, and for nothing on the right."""
LONGEST_NAME = 26
HALF = 0.5
"""The axis ends at a whole number of halves of a level."""


@dataclass(frozen=True, slots=True)
class Interval:
    name: str
    estimate: float
    low: float
    high: float


def caterpillar(
    rows: Sequence[Interval], label: str, description: str, ends: tuple[str, str]
) -> Markup:
    """One row an interval, in the order that they come in. `ends`: what left and right mean."""
    height = HEAD + ROW * len(rows) + FOOT
    reach = max((max(abs(one.low), abs(one.high)) for one in rows), default=HALF)
    reach = max(HALF, ceil(reach / HALF) * HALF)
    drawn = [_axis(reach, height, ends)]
    drawn += [_row(number, one, reach) for number, one in enumerate(rows)]
    return Markup(  # every text below went through escape()
        f'<svg class="lb-chart lb-chart-caterpillar" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' focusable="false"><title>{escape(label)}</title><desc>{escape(description)}</desc>'
        f"{''.join(drawn)}</svg>"
    )


def _across(value: float, reach: float) -> float:
    room = WIDTH - NAMES - EDGE
    return round(NAMES + room * (value + reach) / (2 * reach), 1)


def _axis(reach: float, height: int, ends: tuple[str, str]) -> str:
    floor = height - FOOT
    left, middle, right = (_across(one, reach) for one in (-reach, 0.0, reach))
    said = [
        f'<line class="lb-chart-axis" x1="{left}" y1="{floor}" x2="{right}" y2="{floor}"'
        ' stroke="currentColor" stroke-opacity="0.4"/>',
        f'<line class="lb-chart-aim" x1="{middle}" y1="0" x2="{middle}" y2="{floor}"'
        ' stroke="currentColor" stroke-width="1.5" stroke-dasharray="4 3"/>',
    ]
    steps = round(reach / HALF)
    for step in range(-steps, steps + 1):
        at = _across(step * HALF, reach)
        said.append(_text(at, floor + 16, "middle", f"{step * HALF:+.1f}" if step else "0"))
    said.append(_text(left, floor + 36, "start", f"← {ends[0]}"))
    said.append(_text(right, floor + 36, "end", f"{ends[1]} →"))
    return "".join(said)


def _row(number: int, one: Interval, reach: float) -> str:
    y = HEAD + ROW * number + ROW // 2
    low, at, high = (_across(value, reach) for value in (one.low, one.estimate, one.high))
    name = one.name if len(one.name) <= LONGEST_NAME else f"{one.name[: LONGEST_NAME - 1]}…"
    return (
        _text(0, y + 4, "start", name)
        + f'<line class="lb-chart-line" x1="{low}" y1="{y}" x2="{high}" y2="{y}"'
        ' stroke="currentColor" stroke-width="2"/>' + _mark(one, at, y)
    )


def _mark(one: Interval, at: float, y: int) -> str:
    """A triangle that points where the whole interval lies; otherwise a ring."""
    if one.low > 0:
        points = f"{at - 5},{y - 6} {at + 7},{y} {at - 5},{y + 6}"
    elif one.high < 0:
        points = f"{at + 5},{y - 6} {at - 7},{y} {at + 5},{y + 6}"
    else:
        return (
            f'<circle class="lb-chart-ring" cx="{at}" cy="{y}" r="4.5" fill="none"'
            ' stroke="currentColor" stroke-width="2"/>'
        )
    return f'<polygon class="lb-chart-dot" points="{points}" fill="currentColor"/>'


def _text(x: float, y: float, anchor: str, text: str) -> str:
    return (
        f'<text class="lb-chart-label" x="{x}" y="{y}" text-anchor="{anchor}" font-size="13"'
        f' fill="currentColor">{escape(text)}</text>'
    )
