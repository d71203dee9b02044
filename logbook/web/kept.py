"""Pages that add a whole record up, kept for one reader for as long as nothing of it changes.

What such a page says depends on the program's records, on who reads it, in which language, on the
day and, where it says how long something waits, on the hour. All but the frame around it is kept:
the frame has the reader's own bar, and what was just said to them.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from flask import Response, render_template, request
from markupsafe import Markup

from logbook.queries.unchanged import WhileUnchanged
from logbook.web import current
from logbook.web.as_file import ASKED
from logbook.web.packed import PACKED, Piece, piece, response
from logbook.web.words import language

CUT = Markup("\x1e")
"""Between the parts of a page, and where in its frame one belongs; no text has it."""
SLOT = Markup("\x1d")
"""Where in its content something of one session belongs."""
BLOCKS = ("width", "crumbs", "eyebrow", "heading", "lede", "actions", "content")
MOST = 32
"""Of pages; one has a hundred kilobytes, and a worker is to stay small."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The blocks of a page by their names; of the content only where it belongs."""

    parts: dict[str, Markup]
    content: list[Piece]
    """Before and after the slot; all of it, where there is none."""


Shelf = WhileUnchanged[Kept]
_DASHBOARDS: Shelf = WhileUnchanged(MOST)


def keep(
    template: str,
    make: Callable[[], dict[str, Any]],
    beside: Hashable = None,
    frame: str = "layouts/kept.html",
    shelf: Shelf = _DASHBOARDS,
    **now: Any,
) -> Response:
    """The page of this address, whose template extends `layout`. No form belongs in it: its token
    is of one session. What `make` refuses is not kept; what it allowed was allowed to the same
    actor under the same records. `beside`: what the page depends on that is no record of the
    actor's program. `frame`: a template that extends layouts/kept.html, with what it needs now.
    `shelf`: where it is kept; what is quick to make must not push out what is slow."""
    kept = _kept(template, make, beside, shelf)
    page = render_template(frame, parts=kept.parts, slot=SLOT, **now)
    fresh = [piece(text) for text in page.split(CUT, len(kept.content))]
    pieces = [one for one in chain(*zip_longest(fresh, kept.content)) if one]
    # A table of it as a file is read from the page (web/as_file).
    return response(pieces, packed=ASKED not in request.args)


def _kept(
    template: str, make: Callable[[], dict[str, Any]], beside: Hashable, shelf: Shelf
) -> Kept:
    actor, now = current.actor(), current.now()
    asked = tuple((name, *values) for name, values in request.args.lists())
    key = request.path, asked, beside, actor, language(), current.today(), now.hour
    return shelf.of(actor.program_id, key, lambda: _made(template, make()))


def _made(template: str, context: dict[str, Any]) -> Kept:
    page = render_template(template, layout="layouts/parts.html", cut=CUT, slot=SLOT, **context)
    parts = dict(zip(BLOCKS, map(Markup, page.split(CUT)), strict=True))
    content = [piece(text, PACKED) for text in parts["content"].split(SLOT)]
    return Kept(parts | {"content": SLOT.join([CUT] * len(content))}, content)
