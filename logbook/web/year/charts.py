"""The charts of one fellow's year: how far each competency has come beside the pace, the levels as
they were said, and the line of the year. Pure functions from what was found to markup."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext, ngettext
from markupsafe import Markup

from logbook.domain.competencies import Level
from logbook.domain.year import Point, Said
from logbook.queries.rotations import FellowYear
from logbook.queries.year import Course, Events, Year
from logbook.queries.year_levels import Levels, Mark
from logbook.web.standing import percent
from logbook.web.words import language
from logbook.web.year.paper import (
    Sheet,
    axis_shared,
    image,
    line,
    months_below,
    path,
    shared_axis,
    text,
    today_in,
)

WIDTH = 320
COURSE_HEIGHT = 112
LINE_WIDTH, LINE_HEIGHT = 720, 118
ROW = 20
"""Height of a level."""
SPREAD = 5
"""Marks of one level that stand near each other are drawn on so many lines, so that each shows."""


def axis(year: Year) -> Markup:
    """The months, once for all courses and levels of a page."""
    return shared_axis(year.months, WIDTH)


def course(year: Year, one: Course, today: date, alone: bool = False) -> Markup:
    """The share of the cases that was there, month by month, and the dashed even pace. `alone`: for
    a file, which has no axis to share."""
    sheet = _sheet(year, WIDTH, COURSE_HEIGHT)
    drawn = []
    for share in (0.5, 1.0):
        y = sheet.y(share)
        drawn.append(line(sheet.left, y, sheet.edge, y, "lb-chart-grid", ' stroke-opacity="0.15"'))
        drawn.append(text(sheet.left - 4, y + 3, f"{share:.0%}".rstrip("%"), "end"))
    drawn.append(text(sheet.left - 4, sheet.floor + 3, "0", "end"))
    drawn += _months(sheet, year, alone) + today_in(sheet, today)
    drawn.append(path(_places(sheet, year.pace), "lb-chart-aim", ' stroke-dasharray="4 3"'))
    places = _places(sheet, one.points)
    drawn.append(path(places, "lb-chart-line"))
    x, y = places[-1]
    drawn.append(f'<circle class="lb-chart-dot" cx="{x}" cy="{y}" r="3.5" fill="currentColor"/>')
    name = one.group.competency.name.in_(language())
    said = gettext("%(credit)s of %(required)s", credit=one.credit, required=one.required)
    return image(sheet, "lb-year-course", gettext("%(name)s by month", name=name), said, drawn)


def _months(sheet: Sheet, year: Year, alone: bool) -> list[str]:
    return months_below(sheet, year.months) if alone else [axis_shared(sheet)]


def _places(sheet: Sheet, points: Sequence[Point]) -> list[tuple[float, float]]:
    return [(sheet.x(one.on), sheet.y(min(one.share, 1.0))) for one in points]


def _sheet(year: Year, width: int, height: int) -> Sheet:
    return Sheet(year.months[0], year.months[-1], width, height)


def expected_today(year: Year, today: date) -> str:
    """How much an even pace would have brought, in words: `42%`."""
    return percent(next((one.share for one in year.pace if one.on >= today), year.pace[-1].share))


def levels(year: Year, one: Levels, alone: bool = False) -> Markup:
    """One mark a judgement, on the scale's own levels in their order. A dashed line is the target,
    where it is of this scale."""
    rows = rows_of(one)
    sheet = _sheet(year, WIDTH, ROW * len(rows) + 26)
    heights = {level.code: sheet.floor - ROW * (n + 0.5) for n, level in enumerate(rows)}
    drawn = _months(sheet, year, alone)
    for level in rows:
        y = heights[level.code]
        drawn.append(line(sheet.left, y, sheet.edge, y, "lb-chart-grid", ' stroke-opacity="0.15"'))
        drawn.append(text(sheet.left - 6, y + 4, level.code, "end"))
    if (aim := _aim(one)) in heights:
        y = heights[aim]
        more = ' stroke-width="1.5" stroke-dasharray="4 3"'
        drawn.append(line(sheet.left, y, sheet.edge, y, "lb-chart-aim", more))
    drawn += _marks(sheet, heights, one.marks)
    name = one.competency.name.in_(language())
    n = len(one.marks)
    return image(
        sheet,
        "lb-year-levels",
        gettext("Levels over time: %(name)s", name=name),
        ngettext("%(num)s judgement", "%(num)s judgements", n),
        drawn,
    )


def rows_of(one: Levels) -> list[Level]:
    """The scale from its lowest level on; below it what is no level, where it was said."""
    said = {mark.level for mark in one.marks}
    outside = [level for level in one.scale.outside if level.code in said]
    return [*outside, *sorted(one.scale.levels, key=lambda level: level.order)]


def _aim(one: Levels) -> str:
    target = one.competency.target
    return target.level if target.scale == one.scale.id else ""


def _beside(place: int) -> float:
    """Above and below the line by turns: 0, -3, 3, -6, 6."""
    step = place % SPREAD
    return (step + 1) // 2 * 3.0 * (1 if step % 2 == 0 else -1)


LOOKS = {
    Said.CASE: ("is-case", "m-2.6,0a2.6,2.6 0 1 1 0,.01z", 'fill="none" stroke="currentColor"'),
    Said.FORMATIVE: ("is-formative", "m0,-5l4.6,8.5h-9.2z", 'fill="currentColor"'),
    Said.SUMMATIVE: ("is-summative", "m-4,-4h8v8h-8z", 'fill="currentColor"'),
}
"""Of each kind of judgement: its class, its shape around the place where it stands, its paint."""


def _marks(sheet: Sheet, heights: Mapping[str, float], marks: Sequence[Mark]) -> list[str]:
    """One path for each kind, a move in it for each judgement: an element each made half a page of
    a full record."""
    begun: dict[Said, list[str]] = {}
    seen: dict[tuple[str, int], int] = {}
    for mark in marks:
        if mark.level in heights:
            near = (mark.level, mark.on.toordinal() // 14)
            place = seen[near] = seen.get(near, -1) + 1
            y = heights[mark.level] + _beside(place)
            begun.setdefault(mark.said, []).append(f"M{sheet.x(mark.on)},{y:g}")
    return [_of_kind(said, begun[said]) for said in Said if said in begun]


def _of_kind(said: Said, places: list[str]) -> str:
    kind, shape, paint = LOOKS[said]
    moves = "".join(place + shape for place in places)
    return f'<path class="lb-mark {kind}" d="{moves}" {paint} stroke-width="1.2"/>'


def line_of_year(year: Year, today: date) -> Markup:
    """Rotations by number, leave, and what was decided or ends, each on its own line."""
    sheet = Sheet(year.months[0], year.months[-1], LINE_WIDTH, LINE_HEIGHT, left=8, top=4)
    drawn = months_below(sheet, year.months)
    drawn += _rotations(sheet, year.events.time) + _leave(sheet, year.events.time)
    drawn += _moments(sheet, year.events) + today_in(sheet, today)
    return image(sheet, "lb-year-line", gettext("The line of the year"), "", drawn)


def _rotations(sheet: Sheet, time: FellowYear) -> list[str]:
    drawn = []
    for number, one in enumerate(time.rotations, 1):
        x, end = sheet.x(one.period.first), sheet.x(one.period.last)
        width = max(end - x, 3)
        drawn.append(
            f'<rect class="lb-year-rotation" x="{x}" y="10" width="{width:.1f}" height="24" rx="3"'
            ' fill="currentColor" fill-opacity="0.12" stroke="currentColor"/>'
        )
        drawn.append(text(round(x + width / 2, 1), 26, number, size=12))
    return drawn


def _leave(sheet: Sheet, time: FellowYear) -> list[str]:
    drawn = []
    for one in time.away:
        x, end = sheet.x(one.period.first), sheet.x(one.period.last)
        drawn.append(
            f'<rect class="lb-year-leave" x="{x}" y="42" width="{max(end - x, 3):.1f}" height="12"'
            ' fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="3 2"/>'
        )
    return drawn


def _moments(sheet: Sheet, events: Events) -> list[str]:
    signed = [sheet.x(one.granted_at.date()) for one in events.sign_offs if one.granted_at]
    reviewed = [sheet.x(one.reviewed_on) for one in events.reviews]
    ending = [sheet.x(one.expires_on) for one in events.expiries if one.expires_on]
    return [
        *(_corners("is-signed", (x, 64), (x + 6, 71), (x, 78), (x - 6, 71)) for x in signed),
        *(_corners("is-reviewed", (x, 64), (x + 6, 77), (x - 6, 77)) for x in reviewed),
        *(_square(x) for x in ending),
    ]


def _corners(kind: str, *corners: tuple[float, float]) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return f'<polygon class="lb-mark {kind}" points="{points}" fill="currentColor"/>'


def _square(x: float) -> str:
    return (
        f'<rect class="lb-mark is-expiry" x="{x - 5:.1f}" y="83" width="10" height="10"'
        ' fill="none" stroke="currentColor" stroke-width="1.75"/>'
    )
