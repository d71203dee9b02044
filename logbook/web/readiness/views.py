"""The gaps of one fellow: what is missing, what is under way, and the next best step."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from logbook.policy.cases import may_open_own_log
from logbook.policy.cohort import may_see_cohort, may_see_progress
from logbook.policy.curriculum import may_read
from logbook.queries.cases import enrollment_of
from logbook.queries.gaps import gaps_of
from logbook.web import current
from logbook.web.guard import door
from logbook.web.teaching.evidence import shown_at

bp = Blueprint("readiness", __name__, url_prefix="/gaps")


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
    found = gaps_of(actor, enrollment_id, current.today())
    if not may_see_progress(actor, found.progress.enrolled.fellow_id):
        raise NotFound
    return render_template(
        "readiness/gaps.html",
        found=found,
        shown_at=shown_at(found.progress.lines, enrollment_id),
        own=found.progress.enrolled.fellow_id == actor.id,
        oversees=bool(may_see_cohort(actor)),
    )
