"""Fellows side by side, and one fellow's progress with its evidence."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from logbook.domain.cases import State
from logbook.domain.requirements import cases_asked
from logbook.policy.cohort import may_see_cohort, may_see_progress
from logbook.policy.curriculum import may_read
from logbook.queries.cohort import cohort
from logbook.queries.progress import Enrolled, FellowProgress, RequirementLine, progress_of
from logbook.web import current
from logbook.web.guard import door
from logbook.web.hospital.overview import banner
from logbook.web.teaching.evidence import shown_at

bp = Blueprint("cohort", __name__, url_prefix="/cohort")


@bp.get("")
@door(may_see_cohort)
def show() -> ResponseReturnValue:
    rows = cohort(current.actor(), current.today())
    by_name = request.args.get("sort") == "name"
    if by_name:
        rows = sorted(rows, key=lambda row: row.enrolled.fellow)
    competencies = {name: group.competency for row in rows for name, group in row.groups.items()}
    return render_template(
        "cohort/show.html",
        rows=rows,
        competencies=competencies.values(),
        by_name=by_name,
        beside_hospital=banner(current.today()),
        evidence={row.enrolled.id: _by_competency(row.progress) for row in rows},
    )


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
    )


def evidence_of(progress: FellowProgress) -> dict[str, str]:
    """By requirement, the address of the list of exactly the cases that count for it, or of the
    page of other evidence."""
    return shown_at(progress.lines, progress.enrolled.id) | {
        line.requirement.id: _evidence(progress.enrolled, [line])
        for line in progress.lines
        if cases_asked(line.requirement)
    }


def _by_competency(progress: FellowProgress) -> dict[str, str]:
    """By competency, the address of the cases that count for anything that it asks for."""
    return {
        group.competency.id: _evidence(progress.enrolled, group.asked or group.lines)
        for group in progress.groups
    }


def _evidence(enrolled: Enrolled, lines: list[RequirementLine]) -> str:
    """The cases that count for these requirements; the fellow's own page where none can."""
    named = [line.requirement.id for line in lines if cases_asked(line.requirement)]
    if not named:
        return url_for("cohort.fellow", enrollment_id=enrolled.id)
    asked: dict[str, Any] = {
        "enrollment": enrolled.id,
        "requirement": named,
        "state": State.APPROVED.value,
    }
    if enrolled.fellow_id == current.actor().id:
        return url_for("cases.index", **asked)
    return url_for("cases.overview", fellow=enrolled.fellow_id, **asked)
