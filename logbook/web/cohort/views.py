"""Fellows side by side, and one fellow's progress with its evidence."""

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.heat import Heat
from logbook.policy.cohort import may_see_cohort, may_see_progress
from logbook.policy.curriculum import may_read
from logbook.queries.committee_decisions import plans_of
from logbook.queries.heatmap import HeatTable, heat_table
from logbook.queries.progress import progress_of
from logbook.queries.saved_views import saved_views
from logbook.services import saved_views as services
from logbook.services.saved_views import View
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.cohort.asked import Asked
from logbook.web.cohort.evidence import evidence_of
from logbook.web.cohort.labels import SHOWN, digit, heat_tag, shape
from logbook.web.cohort.pieces import pieces_of
from logbook.web.guard import door
from logbook.web.hospital.overview import banner
from logbook.web.kept import keep

bp = Blueprint("cohort", __name__, url_prefix="/cohort")
bp.add_app_template_global(heat_tag)
bp.add_app_template_filter(shape, "heat_shape")
bp.add_app_template_filter(digit, "heat_digit")

PAGE = "cohort.show"
"""Under which its views are kept."""


@bp.get("")
@door(may_see_cohort)
def show() -> ResponseReturnValue:
    asked = Asked.read(request.args)
    return keep(
        "cohort/table.html",
        lambda: _shown(asked),
        frame="cohort/show.html",
        asked=asked,
        views=saved_views(current.actor(), PAGE),
        most_views=services.MOST,
        view_id=uuid4(),
    )


def _shown(asked: Asked) -> dict[str, Any]:
    actor, today = current.actor(), current.today()
    table = heat_table(actor, today)
    pieces = pieces_of(actor, table)
    return {
        "asked": asked,
        "table": table,
        "rows": asked.rows(table),
        "pieces": pieces,
        "states": _states(asked, table),
        "years": sorted({row.class_year for row in table.rows}),
        "meeting": pieces.meeting(actor, today),
        "beside_hospital": banner(today),
    }


def _states(asked: Asked, table: HeatTable) -> list[tuple[Heat, int]]:
    """How many fellows are in each state, whatever state is chosen."""
    everyone = [row.heat for row in Asked.read(asked.said(state="")).rows(table)]
    return [(one, everyone.count(one)) for one in SHOWN if one in everyone]


@bp.post("/views/<uuid:view_id>")
@door(may_see_cohort)
def keep_view(view_id: UUID) -> ResponseReturnValue:
    asked = Asked.read(request.form)
    view = View(request.form.get("name", ""), PAGE, asked.query)
    return act_and_return(
        lambda: services.keep(current.actor(), view_id, view),
        gettext("Kept, for you alone."),
        asked.url(),
    )


@bp.post("/views/<uuid:view_id>/removal")
@door(may_see_cohort)
def remove_view(view_id: UUID) -> ResponseReturnValue:
    services.remove(current.actor(), view_id)
    return redirect(Asked.read(request.form).url(), 303)


@bp.get("/<uuid:enrollment_id>")
@door(may_read)
def fellow(enrollment_id: UUID) -> ResponseReturnValue:
    """One fellow's progress; for the fellow, and for those who oversee the program."""
    actor = current.actor()
    progress = progress_of(actor, enrollment_id, current.today())
    if not may_see_progress(actor, progress.enrolled.fellow_id):
        raise NotFound
    return render_template(
        "cohort/fellow.html",
        progress=progress,
        evidence=evidence_of(progress),
        own=progress.enrolled.fellow_id == actor.id,
        oversees=bool(may_see_cohort(actor)),
        plans=plans_of(actor, progress.enrolled.fellow_id, current.today()),
    )
