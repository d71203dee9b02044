"""Pages that add a whole record up, kept for one reader for as long as nothing of it changes.

What such a page says depends on the program's records, on who reads it, in which language, on the
day and, where it says how long something waits, on the hour. All but the frame around it is kept:
the frame has the reader's own bar, and what was just said to them.
"""

from collections.abc import Callable, Hashable
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from logbook.queries.unchanged import WhileUnchanged
from logbook.web import current
from logbook.web.words import language

CUT = "\x1e"
"""Between the parts of a page; no text has it."""
SLOT = "\x1d"
"""Where in its content something of one session belongs."""
BLOCKS = ("width", "crumbs", "eyebrow", "heading", "lede", "actions", "content")
MOST = 32
"""Of pages; one has a hundred kilobytes, and a worker is to stay small."""

Parts = dict[str, Markup]

_PAGES: WhileUnchanged[Parts] = WhileUnchanged(MOST)


def keep(
    template: str, make: Callable[[], dict[str, Any]], beside: Hashable = None
) -> ResponseReturnValue:
    """The page of this address, whose template extends `layout`. No form belongs in it: its token
    is of one session."""
    return render_template("layouts/kept.html", parts=parts_of(template, make, beside))


def parts_of(template: str, make: Callable[[], dict[str, Any]], beside: Hashable = None) -> Parts:
    """Its blocks, by their names, for a template that extends layouts/kept.html. What `make`
    refuses is not kept; what it allowed was allowed to the same actor under the same records.
    `beside`: what the page depends on that is no record of the actor's program."""
    actor, now = current.actor(), current.now()
    asked = tuple((name, *values) for name, values in request.args.lists())
    key = request.path, asked, beside, actor, language(), current.today(), now.hour
    return _PAGES.of(actor.program_id, key, lambda: _parts(template, make()))


def _parts(template: str, context: dict[str, Any]) -> Parts:
    page = render_template(template, layout="layouts/parts.html", cut=CUT, slot=SLOT, **context)
    return dict(zip(BLOCKS, map(Markup, page.split(CUT)), strict=True))
