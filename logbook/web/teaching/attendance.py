"""What a fellow's attendance and hours come to, and how each sum is made."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from logbook.policy.cohort import may_see_progress
from logbook.policy.curriculum import may_read
from logbook.queries.attendance import attendance_of
from logbook.queries.teaching import enrolled
from logbook.web import current
from logbook.web.guard import door
from logbook.web.teaching.blueprint import bp
from logbook.web.teaching.telling import crumbs, fellow_tabs


@bp.get("/fellows/<uuid:enrollment_id>")
@door(may_read)
def attendance(enrollment_id: UUID) -> ResponseReturnValue:
    """For the fellow, and for those who oversee the program."""
    return attendance_page(enrollment_id)


def attendance_page(enrollment_id: UUID) -> ResponseReturnValue:
    actor = current.actor()
    fellow = enrolled(actor, enrollment_id)
    if not may_see_progress(actor, fellow.fellow_id):
        raise NotFound
    return render_template(
        "teaching/attendance.html",
        fellow=fellow,
        own=fellow.fellow_id == actor.id,
        found=attendance_of(actor, enrollment_id, current.today()),
        crumbs=crumbs(actor, fellow),
        tabs=fellow_tabs(enrollment_id, "attendance"),
    )
