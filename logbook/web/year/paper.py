"""What the charts of a year share: a sheet with the months along its foot, drawn on the server.

Presentation attributes only, as in `web/charts.py`; `currentColor` where no stylesheet reaches.
Sheets are as wide as a phone, so that their texts can be read there, and stand side by side on a
desk.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from markupsafe import Markup, escape

FOOT = 18
"""Height of the line of months below a sheet."""
LABELS = 7
"""Months at most that are named: more run into each other."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where things are: days along it, from `first` to the day before `end`."""

    first: date
    end: date
    width: int
    height: int
    left: int = 30
    right: int = 8
    top: int = 8

    @property
    def floor(self) -> int:
        return self.height - FOOT

    @property
    def edge(self) -> int:
        return self.width - self.right

    def x(self, day: date) -> float:
        share = (day - self.first).days / max((self.end - self.first).days, 1)
        return round(self.left + min(max(share, 0.0), 1.0) * (self.edge - self.left), 1)

    def y(self, share: float) -> float:
        """0 on the floor, 1 at the top."""
        return round(self.floor - share * (self.floor - self.top), 1)


def line(x1: float, y1: float, x2: float, y2: float, kind: str, more: str = "") -> str:
    return (
        f'<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="currentColor"'
        f"{more}/>"
    )


def text(x: float, y: float, words: object, anchor: str = "middle", size: int = 10) -> str:
    return (
        f'<text class="lb-chart-month" x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}"'
        f' fill="currentColor">{escape(words)}</text>'
    )


def path(points: Iterable[tuple[float, float]], kind: str, more: str = "") -> str:
    said = " ".join(f"{x},{y}" for x, y in points)
    return (
        f'<polyline class="{kind}" points="{said}" fill="none" stroke="currentColor"'
        f' stroke-width="1.75" stroke-linejoin="round"{more}/>'
    )


def months_below(sheet: Sheet, months: Sequence[date]) -> list[str]:
    """A tick for each first day of a month; of many, every second or third has its name."""
    return [f'<g transform="translate(0,{sheet.floor})">{"".join(_axis(sheet, months))}</g>']


SHARED = "lb-year-months"
"""The id of the axis that all sheets of one width share: it is drawn once a page."""


def shared_axis(months: Sequence[date], width: int) -> Markup:
    """To stand once on a page, before the sheets that point to it."""
    drawn = "".join(_axis(Sheet(months[0], months[-1], width, FOOT), months))
    return Markup(  # noqa: S704  (every text went through escape())
        f'<svg class="lb-chart" width="0" height="0" aria-hidden="true" focusable="false">'
        f'<defs><g id="{SHARED}">{drawn}</g></defs></svg>'
    )


def axis_shared(sheet: Sheet) -> str:
    return f'<use href="#{SHARED}" y="{sheet.floor}"/>'


def _axis(sheet: Sheet, months: Sequence[date]) -> list[str]:
    """From its own height on: where it belongs, whoever shows it says."""
    firsts = [one for one in months if one.day == 1 and sheet.first <= one < sheet.end]
    every = -(-len(firsts) // LABELS) or 1
    drawn = [line(sheet.left, 0, sheet.edge, 0, "lb-chart-axis", ' stroke-opacity="0.4"')]
    for place, day in enumerate(firsts):
        x = sheet.x(day)
        drawn.append(line(x, 0, x, 3, "lb-chart-axis", ' stroke-opacity="0.4"'))
        if place % every == 0 and x < sheet.edge - 8:
            drawn.append(text(x, 14, format_date(day, "LLL")))
    return drawn


def today_in(sheet: Sheet, today: date) -> list[str]:
    """A thin line where today is, if it is in the training."""
    if not sheet.first <= today < sheet.end:
        return []
    x = sheet.x(today)
    return [line(x, sheet.top, x, sheet.floor, "lb-chart-today", ' stroke-opacity="0.5"')]


def image(sheet: Sheet, kind: str, label: str, description: str, drawn: Sequence[str]) -> Markup:
    said = f"<title>{escape(label)}</title>"
    if description:
        said += f"<desc>{escape(description)}</desc>"
    return Markup(  # noqa: S704  (every text went through escape())
        f'<svg class="lb-chart lb-year-chart {escape(kind)}" width="100%"'
        f' viewBox="0 0 {sheet.width} {sheet.height}" role="img" focusable="false">'
        f"{said}{''.join(drawn)}</svg>"
    )
