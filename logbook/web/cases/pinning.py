"""Pinning a kind of case on top, and taking it off: one tap each, and back to the tiles."""

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.policy.cases import may_log
from logbook.queries.cases import enrollment_of
from logbook.services import pinned_kinds as services
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.cases.blueprint import bp
from logbook.web.cases.tiles import page_with_tiles
from logbook.web.guard import door
from logbook.web.words import language


@bp.post("/kinds/<string:procedure>/pin")
@door(may_log)
def pin(procedure: str) -> ResponseReturnValue:
    """Unknown codes are refused: a pin that shows nothing could never be taken off."""
    actor = current.actor()
    enrollment = enrollment_of(actor)
    if enrollment is None or procedure not in enrollment.curriculum.procedures:
        raise NotFound
    name = enrollment.curriculum.procedures[procedure].short.in_(language())
    return act_and_return(
        lambda: services.pin(actor, procedure),
        gettext("%(name)s is pinned.", name=name),
        page_with_tiles(request.form.get("page", "")),
    )


@bp.post("/kinds/<string:procedure>/unpin")
@door(may_log)
def unpin(procedure: str) -> ResponseReturnValue:
    services.unpin(current.actor(), procedure)
    return redirect(page_with_tiles(request.form.get("page", "")), 303)
