"""The forecast of one fellow's readiness, and what would move it."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from logbook.domain.heat import Heat
from logbook.policy.cases import may_open_own_log
from logbook.policy.cohort import may_see_cohort, may_see_progress
from logbook.policy.curriculum import may_read
from logbook.queries.cases import enrollment_of
from logbook.queries.curriculum import curriculum_of
from logbook.queries.forecast_page import WhatIfs, forecast_page
from logbook.web import current
from logbook.web.cohort.evidence import evidence_of
from logbook.web.forecast.chart import outlook_bar
from logbook.web.forecast.forms import WhatIfForm
from logbook.web.forecast.labels import tone
from logbook.web.guard import door

bp = Blueprint("forecast", __name__, url_prefix="/forecast")
bp.add_app_template_filter(tone, "likelihood_tone")
bp.add_app_template_global(outlook_bar, "outlook_bar")


@bp.get("")
@door(may_open_own_log)
def own() -> ResponseReturnValue:
    enrollment = enrollment_of(current.actor())
    if enrollment is None:
        return render_template("cases/not_enrolled.html")
    return _page(enrollment.id)


@bp.get("/<uuid:enrollment_id>")
@door(may_read)
def fellow(enrollment_id: UUID) -> ResponseReturnValue:
    """For the fellow, and for those who oversee the program."""
    return _page(enrollment_id)


def _page(enrollment_id: UUID) -> ResponseReturnValue:
    actor = current.actor()
    page = forecast_page(actor, enrollment_id, current.today())
    if not may_see_progress(actor, page.progress.enrolled.fellow_id):
        raise NotFound
    return render_template(
        "forecast/fellow.html",
        page=page,
        evidence=evidence_of(page.progress),
        states=Heat,
        own=page.progress.enrolled.fellow_id == actor.id,
        oversees=bool(may_see_cohort(actor)),
    )


@bp.get("/<uuid:enrollment_id>/what-if")
@door(may_see_cohort)
def what_if(enrollment_id: UUID) -> ResponseReturnValue:
    """A rotation more, or more of one requirement: asked by the address, nothing is changed."""
    actor = current.actor()
    found = WhatIfs(actor, enrollment_id, current.today())
    curriculum = curriculum_of(actor.program_id, found.progress.enrolled.version_id)
    form = WhatIfForm(formdata=request.args)
    form.offer(curriculum, found.rows)
    wrong = bool(request.args) and not form.validate()
    shown = render_template(
        "forecast/what_if.html",
        enrolled=found.progress.enrolled,
        form=form,
        asked=bool(request.args) and not wrong,
        moved=[] if wrong else found.moved(form.what_if(curriculum)),
        nothing_to_ask=not found.rows,
    )
    return shown, 422 if wrong else 200
