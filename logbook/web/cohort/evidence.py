"""Where the evidence behind a fellow's requirements is."""

from typing import Any

from flask import url_for

from logbook.domain.cases import State
from logbook.domain.requirements import cases_asked
from logbook.queries.progress import Enrolled, FellowProgress, RequirementLine
from logbook.web import current
from logbook.web.teaching.evidence import shown_at


def evidence_of(progress: FellowProgress) -> dict[str, str]:
    """By requirement, the address of the list of exactly the cases that count for it, or of the
    page of other evidence."""
    return shown_at(progress.lines, progress.enrolled.id) | {
        line.requirement.id: _cases(progress.enrolled, line)
        for line in progress.lines
        if cases_asked(line.requirement)
    }


def _cases(enrolled: Enrolled, line: RequirementLine) -> str:
    asked: dict[str, Any] = {
        "enrollment": enrolled.id,
        "requirement": line.requirement.id,
        "state": State.APPROVED.value,
    }
    if enrolled.fellow_id == current.actor().id:
        return url_for("cases.index", **asked)
    return url_for("cases.overview", fellow=enrolled.fellow_id, **asked)
