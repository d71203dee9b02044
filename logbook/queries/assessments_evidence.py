"""What finished assessments show: read whole for one enrollment."""

from uuid import UUID

from sqlalchemy import bindparam, select

from logbook.database import db
from logbook.domain.assessments import SAID
from logbook.domain.evidence import AssessmentEvidence, Evidence
from logbook.models.assessments import Assessment

_SAID = select(
    Assessment.form,
    Assessment.competency,
    Assessment.happened_on,
    Assessment.assessor_id,
    Assessment.discipline,
    Assessment.scale,
    Assessment.level,
    Assessment.finished_at,
    Assessment.id,
).where(
    Assessment.program_id == bindparam("in_program"),
    Assessment.enrollment_id == bindparam("of_enrollment"),
    Assessment.state.in_(sorted(SAID)),
)


def said_assessments(asked: dict[str, UUID]) -> list[Evidence]:
    """Acknowledged or not: what was said counts from the moment it was."""
    return [AssessmentEvidence(*row) for row in db.session.connection().execute(_SAID, asked)]


def as_evidence(assessment: Assessment) -> list[Evidence]:
    """What one shows now: nothing until it is said."""
    if assessment.state not in SAID:
        return []
    return [
        AssessmentEvidence(
            form=assessment.form,
            competency=assessment.competency,
            on=assessment.happened_on,
            assessor_id=assessment.assessor_id,
            discipline=assessment.discipline,
            scale=assessment.scale,
            level=assessment.level,
            said_at=assessment.finished_at,
            said_in=assessment.id,
        )
    ]
