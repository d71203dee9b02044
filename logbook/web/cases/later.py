"""Finish later: a draft with one tap, as from a phone's lock screen, and the tray of all drafts.

To open the page keeps nothing: a phone that fetches an address ahead of its reader logs no case.
"""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.case_content import CaseContent
from logbook.domain.catalogue import CaseRole, Procedure
from logbook.policy.cases import may_log
from logbook.queries import cases as queries
from logbook.queries.cases import enrollment_of
from logbook.queries.home import open_cases
from logbook.services import cases as services
from logbook.services.entering import Entered
from logbook.web import current
from logbook.web.cases.blueprint import bp
from logbook.web.cases.prefill import Context, context_of
from logbook.web.cases.tiles import tiles_of
from logbook.web.cases.tray import tray_of
from logbook.web.guard import door
from logbook.web.words import language


@bp.get("/later")
@door(may_log)
def later() -> ResponseReturnValue:
    """The address for a shortcut: tiles that keep a draft, and below them what waits."""
    actor = current.actor()
    enrollment = enrollment_of(actor)
    if enrollment is None:
        return render_template("cases/not_enrolled.html")
    tiles = tiles_of(actor, enrollment.curriculum)
    drafts = open_cases(actor, enrollment.id).unfinished
    return render_template(
        "cases/later.html",
        tiles=[(kind, services.new_case_id()) for kind in tiles.all],
        tray=tray_of(drafts, enrollment.curriculum),
    )


@bp.post("/later/<uuid:case_id>")
@door(may_log)
def keep_for_later(case_id: UUID) -> ResponseReturnValue:
    """A draft of today, under the id that its tile was given: two taps are one draft."""
    actor = current.actor()
    enrollment = enrollment_of(actor)
    kinds = enrollment.curriculum.procedures if enrollment else {}
    procedure = kinds.get(request.form.get("procedure", ""))
    if enrollment is None or procedure is None:
        raise NotFound
    begun = _begun(procedure, context_of(actor, procedure.id, current.today()))
    try:
        services.log(actor, case_id, enrollment.id, begun)
    except services.Stale:
        # Between two taps of one tile the day may tell something else: the draft of the first is
        # there all the same. Of anybody else's case nothing is told.
        queries.case(actor, case_id)
    name = procedure.short.in_(language())
    flash(gettext("%(name)s is kept as a draft.", name=name))
    return redirect(url_for("cases.later", _anchor="tray"), 303)


def _begun(procedure: Procedure, context: Context) -> Entered:
    """When, where and with whom. What was done to this patient nobody has said yet: a draft that
    had it from the last one would pass for finished. The role is the last one's, else the least
    that can be claimed."""
    content = CaseContent(
        procedure=procedure.id,
        performed_on=current.today(),
        role=context.role or CaseRole.OBSERVED,
        setting=context.setting,
        outcome="",
    )
    return Entered(content, context.supervisor_id, context.site_id, submit=False)
