"""Icons as inline SVG, cut one by one from the sprite that the Bootstrap-Flask wheel carries.

The sprite weighs over a megabyte; a phone should not fetch it for ten icons.
"""

import re
from functools import cache
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
    """View box and drawing; the sprite is read anew for each, so that it is not kept in memory."""
    pattern = rf'<symbol[^>]*viewBox="([^"]+)"[^>]*\bid="{re.escape(name)}"[^>]*>(.*?)</symbol>'
    found = re.search(pattern, SPRITE.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        raise KeyError(name)
    return found[1], found[2]
