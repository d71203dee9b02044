"""The ledger of the program, or of the installation, for those who may read it."""

from time import perf_counter
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from logbook.policy.audit import may_read_ledger
from logbook.queries import audit as queries
from logbook.services import audit as services
from logbook.services.audit import Examination
from logbook.web.audit import exports
from logbook.web.audit.blueprint import bp
from logbook.web.audit.forms import NAMES, asked_for
from logbook.web.current import actor, me, now
from logbook.web.guard import door

__all__ = ["bp", "exports"]

MOST_AT_ONCE = 20_000
"""A longer ledger is verified from the command line: a page would keep its reader waiting."""

FAULTS_SHOWN = 50


@bp.get("")
@door(may_read_ledger)
def index() -> ResponseReturnValue:
    return _page()


@bp.post("/verification")
@door(may_read_ledger)
def verify() -> ResponseReturnValue:
    """Look at the whole ledger of the program now, and say what was found. Changes nothing."""
    if sum(head.size for head in queries.heads(actor())) > MOST_AT_ONCE:
        return _page()
    begun = perf_counter()
    [examination] = services.examine(actor().program_id)
    return _page(examination, perf_counter() - begun)


def _page(examination: Examination | None = None, seconds: float = 0.0) -> str:
    people = queries.people(actor())
    form = asked_for(actor(), people, me().time_zone)
    wanted = form.wanted(request.args.get("before", ""))
    entries, before = queries.entries(actor(), wanted, now())
    heads = queries.heads(actor())
    return render_template(
        "audit/index.html",
        form=form,
        people=people,
        entries=entries,
        heads=heads,
        size=sum(head.size for head in heads),
        asked=_asked(),
        next_href=_later(f"{before[0]}-{before[1]}") if before else None,
        examination=examination,
        seconds=seconds,
        faults_shown=FAULTS_SHOWN,
        most_at_once=MOST_AT_ONCE,
    )


def _later(before: str) -> str:
    return url_for(".index", **_asked(), before=before)


def _asked() -> dict[str, Any]:
    """The filters in force, for an address that keeps them."""
    return {name: value for name, value in request.args.items() if name in NAMES and value}
