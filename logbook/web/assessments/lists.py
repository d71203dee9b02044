"""All feedback in the order of time, what waits for an assessor, and the program's list."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from logbook.policy.assessments import may_open_own, may_open_requests, may_oversee
from logbook.queries import assessments as queries
from logbook.queries import assessors as people
from logbook.queries import feedback
from logbook.web import current
from logbook.web.approval.ids import ids_of
from logbook.web.assessments.blueprint import bp
from logbook.web.assessments.searching import (
    curriculum_sought,
    in_force,
    search_form,
    sought,
    written,
)
from logbook.web.guard import door


@bp.get("")
@door(may_open_own)
def index() -> ResponseReturnValue:
    return _list("assessments.index", current.actor().id)


@bp.get("/overview")
@door(may_oversee)
def overview() -> ResponseReturnValue:
    return _list("assessments.overview", next(iter(ids_of(request.args.getlist("fellow"))), None))


@bp.get("/requests")
@door(may_open_requests)
def requests() -> ResponseReturnValue:
    actor, now = current.actor(), current.now()
    return render_template(
        "assessments/requests.html",
        waiting=queries.requests_of(actor, now),
        given=queries.given_by(actor, now),
    )


def _list(endpoint: str, fellow_id: UUID | None) -> ResponseReturnValue:
    actor, now = current.actor(), current.now()
    overseen = endpoint == "assessments.overview"
    form = search_form(actor, overseen)
    curriculum = curriculum_sought(actor, overseen)
    found = feedback.page(actor, sought(form, fellow_id), curriculum, now)
    kept: dict[str, Any] = request.args.to_dict(flat=False)
    if found.next:
        kept["after"] = written(found.next)
    return render_template(
        "assessments/index.html",
        rows=found.rows,
        curriculum=curriculum,
        form=form,
        overseen=overseen,
        active=in_force(form, overseen),
        endpoint=endpoint,
        next_url=url_for(endpoint, **kept) if found.next else None,
        coverage=people.coverage(actor, fellow_id, current.today()) if fellow_id else [],
    )
