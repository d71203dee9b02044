"""Where the evidence of a requirement is shown that is no case."""

from uuid import UUID

from flask import url_for

from logbook.domain.requirements import RequirementKind
from logbook.queries.progress import RequirementLine

PAGES = {
    RequirementKind.SESSIONS: "teaching.attendance",
    RequirementKind.HOURS: "teaching.attendance",
    RequirementKind.TEST: "teaching.results",
    RequirementKind.MILESTONE: "teaching.history",
}


def shown_at(lines: list[RequirementLine], enrollment_id: UUID) -> dict[str, str]:
    """By requirement, the address of this fellow's page of it; of the others nothing."""
    return {
        line.requirement.id: url_for(
            PAGES[line.requirement.kind],
            enrollment_id=enrollment_id,
            _anchor=line.requirement.id,
        )
        for line in lines
        if line.requirement.kind in PAGES
    }
