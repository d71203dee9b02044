"""The rows behind the numbers of this room: as many as each number says."""

from collections.abc import Mapping
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from logbook.domain.document import Text
from logbook.policy.opportunity import may_see_opportunity
from logbook.queries import opportunity as queries
from logbook.queries import opportunity_rows
from logbook.queries.opportunity import window
from logbook.queries.opportunity_rows import Wanted
from logbook.queries.opportunity_supervisors import began
from logbook.web import current
from logbook.web.guard import door
from logbook.web.opportunity.asked import an_id, is_none
from logbook.web.opportunity.blueprint import bp


@bp.get("/cases")
@door(may_see_opportunity)
def cases() -> ResponseReturnValue:
    actor, within = current.actor(), window(current.today())
    wanted = Wanted(
        enrollment_id=an_id("enrollment"),
        category=request.args.get("category"),
        site_id=an_id("site"),
        no_site=is_none("site"),
        supervisor_id=an_id("supervisor"),
        no_supervisor=is_none("supervisor"),
    )
    found = opportunity_rows.cases_of(actor, wanted, within)
    timed, late = "timed" in request.args, "late" in request.args
    if timed or late:
        found = [one for one in found if one.days is not None]
    if late:
        found = [one for one in found if opportunity_rows.is_late(one)]
    return render_template(
        "opportunity/cases.html",
        rows=found,
        within=within,
        late=late,
        names=queries.names_of(actor),
        category=request.args.get("category"),
    )


@bp.get("/asked")
@door(may_see_opportunity)
def asked() -> ResponseReturnValue:
    """What was asked of a supervisor, or of that only what is overdue."""
    actor, supervisor = current.actor(), _supervisor()
    since = began(actor, window(current.today()))
    late = "late" in request.args
    found = opportunity_rows.asked_of(actor, supervisor[0], since, current.now(), late)
    return _judged(found, supervisor[1], late=late)


@bp.get("/judgements")
@door(may_see_opportunity)
def judgements() -> ResponseReturnValue:
    """The levels of a scale that a supervisor gave."""
    actor, supervisor = current.actor(), _supervisor()
    within = window(current.today())
    scales = queries.scales_of(actor, within)
    scale = scales.get(request.args.get("scale", ""))
    if scale is None:
        raise NotFound
    levels = [one.code for one in scale.levels]
    found = opportunity_rows.judged_by(actor, supervisor[0], scale.id, levels, began(actor, within))
    return _judged(found, supervisor[1], scale=scale)


def _judged(found: object, supervisor: str, **more: object) -> ResponseReturnValue:
    names: Mapping[str, Text] = queries.names_of(current.actor())
    page = {"late": False, "scale": None, "within": window(current.today())} | more
    return render_template(
        "opportunity/asked.html", rows=found, supervisor=supervisor, names=names, **page
    )


def _supervisor() -> tuple[UUID, str]:
    """Whom the address names."""
    known, asked = queries.supervisors_of(current.actor()), an_id("supervisor")
    if asked is None or asked not in known:
        raise NotFound
    return asked, known[asked]
