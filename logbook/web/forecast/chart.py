"""The interval of a forecast as a bar: what is there, where it will probably end, what is asked."""

from markupsafe import Markup, escape

from logbook.domain.outlook import Outlook

HEIGHT = 18
ROOM = 1.08
"""So much more than the largest number fits."""


def outlook_bar(outlook: Outlook, label: str) -> Markup:
    """The 80 % interval as a line with ends, over a bar of what is there; a tall stroke where the
    figure is. Nothing where a forecast has no interval. The table beside it has the numbers."""
    if outlook.least is None or outlook.most is None:
        return Markup("")
    top = max(outlook.most, outlook.wanted, outlook.have, 1) * ROOM
    have, least, most, wanted = (
        round(100 * part / top, 1)
        for part in (outlook.have, outlook.least, outlook.most, outlook.wanted)
    )
    drawn = [
        '<rect class="lb-chart-track" x="0" y="5" width="100%" height="8" rx="3"'
        ' fill="currentColor" fill-opacity="0.14"/>',
        f'<rect class="lb-chart-fill" x="0" y="5" width="{have}%" height="8" rx="3"'
        ' fill="currentColor"/>',
        _line("lb-chart-range", least, most),
        _tick("lb-chart-range", least, 4, 14),
        _tick("lb-chart-range", most, 4, 14),
        _tick("lb-chart-figure", wanted, 0, HEIGHT),
    ]
    return Markup(  # noqa: S704 - the only text went through escape()
        f'<svg class="lb-chart lb-chart-outlook" width="100%" height="{HEIGHT}" role="img"'
        f' focusable="false"><title>{escape(label)}</title>{"".join(drawn)}</svg>'
    )


def _line(kind: str, left: float, right: float) -> str:
    return (
        f'<line class="{kind}" x1="{left}%" y1="9" x2="{right}%" y2="9" stroke="currentColor"'
        ' stroke-width="2"/>'
    )


def _tick(kind: str, place: float, top: int, foot: int) -> str:
    return (
        f'<line class="{kind}" x1="{place}%" y1="{top}" x2="{place}%" y2="{foot}"'
        ' stroke="currentColor" stroke-width="2"/>'
    )
