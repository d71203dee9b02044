"""The bar on top of every page, written once for one member at one page: to write it anew takes
longer than to ask the database who is signed in."""

from functools import lru_cache
from typing import NamedTuple

from flask import current_app
from markupsafe import Markup

from logbook.web.cookie import csrf_token

IN_BAR = 7
"""So many ways fit into the bar of a wide screen, in every language; the rest is behind "More"."""

SLOT = Markup("<csrf>")
"""Where the token stands while the bar is kept. No name can say this: names are escaped."""


class Link(NamedTuple):
    """One way to go in the navigation."""

    label: str
    href: str
    icon: str
    active: bool


class Who(NamedTuple):
    """Who is signed in, as the page shows it."""

    name: str
    program_name: str
    roles_text: str
    shortcuts: bool
    can_switch: bool


class Shown(NamedTuple):
    """All that the bar depends on. What it shows comes from here and from nowhere else."""

    nav: tuple[Link, ...]
    who: Who | None
    came_by_link: bool
    language: str
    root: str

    def written(self) -> Markup:
        """The bar, with the token of this visitor's own session."""
        before, slot, after = _kept(self)
        return Markup(before + csrf_token() + after if slot else before)  # noqa: S704  (a template's)


@lru_cache(maxsize=128)
def _kept(shown: Shown) -> tuple[str, str, str]:
    """What stands before the slot, the slot, and what stands after it; without one, all before."""
    template = current_app.jinja_env.get_or_select_template("layouts/_bar.html")
    around = {"in_bar": IN_BAR, "csrf_token": lambda: SLOT}
    return template.render(**shown._asdict(), **around).partition(SLOT)
