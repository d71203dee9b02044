"""Icons as inline SVG, cut one by one from the sprite that the Bootstrap-Flask wheel carries.

The sprite weighs over a megabyte; a phone should not fetch it for ten icons.
"""

import re
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

import flask_bootstrap
from flask import Flask
from markupsafe import Markup, escape

SPRITE = Path(flask_bootstrap.__file__).parent / "static/bootstrap5/icons/bootstrap-icons.svg"


def set_up(app: Flask) -> None:
    app.add_template_global(icon)


@cache
def icon(name: str, label: str = "", kind: str = "") -> Markup:
    """The icon of that name in Bootstrap Icons. Without a label it is decoration and hidden from
    screen readers: give one only when no text stands beside it.

        {{ icon('check-lg') }}   {{ icon('flag', label=_('Flagged')) }}

    Raises KeyError for a name that the sprite does not have.
    """
    box, drawn = _symbol(name)
    classes = f"lb-icon {kind}".strip()
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(  # the drawing is the wheel's own markup
        f'<svg class="{escape(classes)}" width="16" height="16" viewBox="{box}"'
        f' fill="currentColor" focusable="false" {said}>{drawn}</svg>'
    )


@cache
def _symbol(name: str) -> tuple[str, str]:
    """View box and drawing. The sprite is looked at where it lies on the disk, anew for each: a
    copy of it in memory would leave a hole that the worker keeps."""
    pattern = rf'<symbol[^>]*viewBox="([^"]+)"[^>]*\bid="{re.escape(name)}"[^>]*>(.*?)</symbol>'
    with SPRITE.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as sprite:
        found = re.search(pattern.encode(), sprite, re.DOTALL)
        if found is None:
            raise KeyError(name)
        return found[1].decode(), found[2].decode()
