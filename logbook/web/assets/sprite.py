"""The sprite of icons, cut from the one that the Bootstrap-Flask wheel carries. That weighs over a
megabyte, and no phone should fetch it for some dozens of icons."""

import re
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

import flask_bootstrap

WHOLE = Path(flask_bootstrap.__file__).parent / "static/bootstrap5/icons/bootstrap-icons.svg"
SPRITE = "icons.svg"
SYMBOL = re.compile(rb'<symbol[^>]*\bid="([^"]+)"[^>]*>(.*?)</symbol>', re.DOTALL)
LISTED = """
arrow-counterclockwise arrow-down arrow-down-right arrow-left arrow-left-right
arrow-return-left arrow-right arrow-up arrow-up-right award bar-chart-line bell book
bookmark box-arrow-down box-arrow-right building calendar-x calendar3 chat-left-text
check-circle-fill check-lg check2-circle chevron-double-down chevron-double-up chevron-down
chevron-left chevron-right circle clipboard-check clipboard2-pulse clock collection
dash-circle download exclamation-circle-fill exclamation-triangle-fill eye eye-slash
file-earmark-pdf fingerprint flag funnel graph-up grid-3x3-gap hospital hourglass
hourglass-split house inbox info-circle info-circle-fill journal-medical journal-plus
journal-x list-ul mortarboard patch-check pen pencil-fill pencil-square people people-fill
person person-circle person-lines-fill person-lock phone pin-angle pin-angle-fill plus-lg
qr-code question-circle search send shield-check slash-circle stopwatch tag tags upload x-circle
x-lg
"""
NAMES = frozenset(LISTED.split())
"""Of Bootstrap Icons: all that the pages show."""


@cache
def sprite() -> str:
    """The file: each icon a symbol. Whoever refers to one gives it its colour and its size. The
    wheel's is looked at where it lies on the disk: a copy in memory would leave a hole that the
    worker keeps."""
    with WHOLE.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as whole:
        found = {
            name: one[2].decode()
            for one in SYMBOL.finditer(whole)
            if (name := one[1].decode()) in NAMES
        }
    symbols = "\n".join(
        f'<symbol id="{name}" viewBox="0 0 16 16">{found[name]}</symbol>' for name in sorted(NAMES)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'
