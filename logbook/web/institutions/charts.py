"""The course of a measure by month, and the funnel of a comparison, as inline SVG. Like all charts
only presentation attributes, and the numbers beside them in a table."""

from collections.abc import Callable, Sequence
from math import ceil, sqrt

from markupsafe import Markup, escape

from logbook.domain.funnels import Limits, Place
from logbook.web.standing import percent

WIDTH, HEIGHT = 640, 272
LEFT, RIGHT, TOP, FOOT = 58, 16, 16, 48
STEPS = 40
"""So many points draw a limit of the funnel."""
NICE = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)

Scale = Callable[[float], float]


def course(
    months: Sequence[tuple[str, str, float | None]],
    says: Callable[[float], str],
    label: str,
    description: str,
) -> Markup:
    """A value by month, oldest first, with its short name and the year where one begins; a month
    without a value leaves a gap. The scale begins at 0."""
    values = [value for *_, value in months if value is not None]
    top = _top(max(values, default=0.0))
    step = (WIDTH - LEFT - RIGHT) / max(len(months), 1)
    y = _upright(top)
    drawn = _grid(top, says)
    drawn += _line(
        [
            None if value is None else (round(LEFT + step * (place + 0.5), 1), y(value))
            for place, (*_, value) in enumerate(months)
        ]
    )
    for place, (name, year, _) in enumerate(months):
        x = LEFT + step * (place + 0.5)
        drawn += [_text(x, HEIGHT - FOOT + 20, name), _text(x, HEIGHT - 4, year)]
    return _whole("lb-chart-course-of", label, description, drawn)


def _line(points: Sequence[tuple[float, float] | None]) -> list[str]:
    """Stretches of line between the gaps, and a dot on each point."""
    drawn, stretch = [], ""
    for before, point in zip([None, *points], points, strict=False):
        if point is None:
            continue
        stretch += f"{'L' if before else 'M'}{point[0]} {point[1]}"
    if stretch:
        drawn.append(
            f'<path class="lb-chart-line" d="{stretch}" fill="none" stroke="currentColor"'
            ' stroke-width="2" stroke-linejoin="round"/>'
        )
    drawn += [_dot(x, y) for x, y in (one for one in points if one)]
    return drawn


def funnel(
    points: Sequence[tuple[str, int, float, Place]],
    pooled: float,
    limits: Callable[[int], tuple[Limits, Limits]],
    label: str,
    description: str,
) -> Markup:
    """Shares against what they are a share of, with the limits of chance around the pooled one.
    A point has the number that its row in the table has; what lies outside is a triangle."""
    widest = max(base for _, base, _, _ in points) * 1.08
    bases = [max(1, round(widest * ((n + 1) / STEPS) ** 2)) for n in range(STEPS)]
    ends = [(base, *_ends(limits(base))) for base in dict.fromkeys(bases)]
    # Where hardly anything is counted the limits are as wide as the chart: they may be cut off.
    far = max(inner for base, _, inner, *_ in ends if base >= widest / 12)
    top = _top(max(far, pooled, *(share for _, _, share, _ in points)))
    x, y = _along(widest), _upright(top)
    drawn = [
        *_grid(top, percent),
        _aim(y(pooled)),
        *(_limit([(x(one[0]), y(one[n])) for one in ends if one[n] <= top]) for n in (1, 2, 3, 4)),
        *(_point(name, x(base), y(share), place) for name, base, share, place in points),
        *_bases(widest, x),
    ]
    return _whole("lb-chart-funnel", label, description, drawn)


def _ends(limits: tuple[Limits, Limits]) -> tuple[float, float, float, float]:
    inner, outer = limits
    return inner.low, inner.high, outer.low, outer.high


def _limit(points: Sequence[tuple[float, float]]) -> str:
    path = " ".join(f"{x},{y}" for x, y in points)
    return (
        f'<polyline class="lb-chart-limit" points="{path}" fill="none" stroke="currentColor"'
        ' stroke-width="1.25" stroke-dasharray="5 4"/>'
    )


def _point(name: str, x: float, y: float, place: Place) -> str:
    number = _text(x, y - 9, name, "lb-chart-count")
    if place is Place.WITHIN:
        return _dot(x, y) + number
    up = place in (Place.ABOVE, Place.FAR_ABOVE)
    tip, flat = (y - 6, y + 5) if up else (y + 6, y - 5)
    corners = f"{x},{tip} {x - 6},{flat} {x + 6},{flat}"
    if not up:
        number = _text(x, y + 20, name, "lb-chart-count")
    return f'<polygon class="lb-chart-out" points="{corners}" fill="currentColor"/>{number}'


def _bases(widest: float, x: Scale) -> list[str]:
    """What stands along the foot."""
    step = _round_step(widest / 4)
    return [
        _text(x(n * step), HEIGHT - FOOT + 20, str(n * step))
        for n in range(1, int(widest / step) + 1)
    ]


def _round_step(rough: float) -> int:
    """1, 2 or 5 times a power of ten, no less than what is asked."""
    power = 10 ** max(len(str(int(rough))) - 1, 0)
    return next(int(n * power) for n in (1, 2, 5, 10) if n * power >= rough)


def _along(widest: float) -> Scale:
    """Square roots, so that the small ones do not all stand at one place."""
    room = WIDTH - LEFT - RIGHT
    return lambda base: round(LEFT + room * sqrt(base / widest), 1)


def _upright(top: float) -> Scale:
    room = HEIGHT - TOP - FOOT
    return lambda value: round(HEIGHT - FOOT - room * value / top, 1)


def _top(value: float) -> float:
    """Where the scale ends: a round number just above."""
    if value <= 1:
        return next((one for one in NICE if one >= value), 1.0)
    return float(_round_step(ceil(value)))


def _grid(top: float, says: Callable[[float], str]) -> list[str]:
    drawn, y = [], _upright(top)
    for part in (0, 0.5, 1):
        height = y(top * part)
        drawn.append(
            f'<line class="lb-chart-axis" x1="{LEFT}" y1="{height}" x2="{WIDTH - RIGHT}"'
            f' y2="{height}" stroke="currentColor" stroke-opacity="{0.25 if part else 0.5}"/>'
        )
        drawn.append(_text(LEFT - 8, height + 4, says(top * part), anchor="end"))
    return drawn


def _aim(y: float) -> str:
    return (
        f'<line class="lb-chart-aim" x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}"'
        ' stroke="currentColor" stroke-width="1.5"/>'
    )


def _dot(x: float, y: float) -> str:
    return f'<circle class="lb-chart-dot" cx="{x}" cy="{y}" r="4" fill="currentColor"/>'


def _text(
    x: float, y: float, words: str, kind: str = "lb-chart-month", anchor: str = "middle"
) -> str:
    return (
        f'<text class="{kind}" x="{round(x, 1)}" y="{round(y, 1)}" text-anchor="{anchor}"'
        f' font-size="13" fill="currentColor">{escape(words)}</text>'
    )


def _whole(kind: str, label: str, description: str, drawn: Sequence[str]) -> Markup:
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    said = f"<title>{escape(label)}</title><desc>{escape(description)}</desc>"
    return Markup(  # noqa: S704  (every text above went through escape())
        f'<svg class="lb-chart lb-chart-wide {kind}" {size} role="img" focusable="false">{said}'
        f"{''.join(drawn)}</svg>"
    )
