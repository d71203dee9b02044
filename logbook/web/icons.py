"""Icons, each a reference into one small sprite that a browser fetches once and keeps. A page that
drew each of them itself would be half of it drawings."""

from functools import cache

from flask import Flask
from markupsafe import Markup, escape

from logbook.web.assets.sprite import NAMES, SPRITE
from logbook.web.assets.views import asset


def set_up(app: Flask) -> None:
    app.add_template_global(icon)


def icon(name: str, label: str = "", kind: str = "") -> Markup:
    """The icon of that name in Bootstrap Icons. Without a label it is decoration and hidden from
    screen readers: give one only when no text stands beside it.

        {{ icon('check-lg') }}   {{ icon('flag', label=_('Flagged')) }}

    Raises KeyError for a name that is not in NAMES.
    """
    return _icon(asset(SPRITE), name, label, kind)


@cache
def _icon(sprite: str, name: str, label: str, kind: str) -> Markup:
    if name not in NAMES:
        raise KeyError(name)
    classes = f"lb-icon {kind}".strip()
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(  # of names of ours
        f'<svg class="{escape(classes)}" width="16" height="16" {said}>'
        f'<use href="{sprite}#{name}"/></svg>'
    )
