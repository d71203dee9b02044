"""How far fellows are, from the sums that are kept."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from logbook.api.answers import Shown, answer, page_of
from logbook.api.blueprint import bp
from logbook.api.callers import caller, note, today
from logbook.api.case_shown import named
from logbook.api.house import house
from logbook.api.operations import operation
from logbook.api.problems import Problem
from logbook.domain.decisions import say
from logbook.domain.readings import Page
from logbook.domain.scopes import Scope
from logbook.policy.cohort import may_see_progress
from logbook.policy.curriculum import may_read
from logbook.queries import programs
from logbook.queries import progress as queries
from logbook.queries.progress import RequirementLine

ROOM = say("Progress")


@bp.get("/progress")
@operation(
    room=ROOM,
    summary=say("The enrollments whose progress you may see"),
    scope=Scope.PROGRESS_READ,
    may=may_read,
    gives={200: "EnrolledList", 304: ""},
)
def list_progress() -> ResponseReturnValue:
    actor = caller().actor
    rows = [
        _enrolled(one)
        for one in programs.enrollments(actor)
        if may_see_progress(actor, one.fellow_id)
    ]
    return page_of(rows, None, ".list_progress")


@bp.get("/progress/<uuid:enrollment_id>")
@operation(
    room=ROOM,
    summary=say("One fellow's progress, requirement by requirement"),
    scope=Scope.PROGRESS_READ,
    may=may_read,
    gives={200: "Progress", 304: ""},
    problems=(404,),
)
def get_progress(enrollment_id: UUID) -> ResponseReturnValue:
    actor = caller().actor
    found = queries.progress_of(actor, enrollment_id, today())
    enrolled = found.enrolled
    if not may_see_progress(actor, enrolled.fellow_id):
        raise Problem("missing")
    note("enrollment", enrollment_id, Page.PROGRESS)
    return answer(
        {
            "enrollment_id": enrolled.id,
            "fellow": named(enrolled.fellow_id, enrolled.fellow),
            "version_id": enrolled.version_id,
            "starts_on": enrolled.starts_on,
            "ends_on": enrolled.ends_on,
            "full_time_percent": enrolled.full_time_percent,
            "trained_share": round(enrolled.fraction, 4),
            "requirements": [_line(one) for one in found.lines],
        }
    )


def _enrolled(one: programs.EnrollmentRow) -> Shown:
    return {
        "enrollment_id": one.id,
        "fellow": named(one.fellow_id, one.fellow),
        "title": one.curriculum,
        "edition": one.edition,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "full_time_percent": one.full_time_percent,
    }


def _line(line: RequirementLine) -> Shown:
    return {
        "id": line.requirement.id,
        "competency": line.requirement.competency,
        "name": line.requirement.name,
        "credit": line.credit,
        "required": line.required,
        "expected": None if line.expected is None else round(line.expected, 2),
        "standing": line.standing,
        "met": line.met,
        "unconfirmed": line.unconfirmed,
        "why": house().words(line.why),
    }
