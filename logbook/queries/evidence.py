"""All that stands as evidence for one enrollment, each kind from its own table.

Reckoning a requirement anew reads one fellow's evidence, never the program's.
"""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from logbook.database import db
from logbook.domain.cases import Answer, State
from logbook.domain.evidence import (
    ActivityEvidence,
    AssessmentEvidence,
    CaseEvidence,
    CredentialEvidence,
    Evidence,
    MilestoneEvidence,
    RotationEvidence,
    RoundEvidence,
    TestEvidence,
)
from logbook.models.cases import Case, CaseAnswer
from logbook.queries.assessments_evidence import said_assessments
from logbook.queries.credentials_evidence import verified_credentials
from logbook.queries.portfolio_evidence import activities, milestones, sittings
from logbook.queries.rotation_evidence import rotations
from logbook.queries.rounds import rounds_evidence

_CASES = (
    select(
        Case.procedure,
        Case.category,
        Case.credited_role,
        Case.level_sides,
        Case.performed_on,
        Case.supervisor_id,
        CaseAnswer.scale,
        CaseAnswer.level,
        CaseAnswer.answered_at,
        CaseAnswer.id.label("answer_id"),
    )
    .outerjoin(
        CaseAnswer,
        (CaseAnswer.program_id == Case.program_id)
        & (CaseAnswer.case_id == Case.id)
        & (CaseAnswer.case_revision == Case.revision - 1)
        & (CaseAnswer.answer == Answer.APPROVED),
    )
    .where(
        Case.program_id == bindparam("in_program"),
        Case.enrollment_id == bindparam("of_enrollment"),
        Case.state == State.APPROVED,
    )
)


def evidence_of(
    program_id: UUID, enrollment_id: UUID, kinds: Collection[type] | None = None
) -> list[Evidence]:
    """Everything that stands for this enrollment, or only these kinds of it."""
    asked = {"in_program": program_id, "of_enrollment": enrollment_id}
    found: list[Evidence] = []
    for kind, read in READERS.items():
        if kinds is None or kind in kinds:
            found.extend(read(asked))
    return found


def _cases(asked: dict[str, UUID]) -> list[Evidence]:
    return [_case(row) for row in db.session.connection().execute(_CASES, asked)]


def _case(row: Row[*tuple[Any, ...]]) -> CaseEvidence:
    return CaseEvidence(
        procedure=row.procedure,
        category=row.category,
        role=row.credited_role,
        level_sides=row.level_sides,
        on=row.performed_on,
        supervisor_id=row.supervisor_id,
        scale=row.scale,
        level=row.level,
        said_at=row.answered_at,
        said_in=row.answer_id,
    )


READERS: dict[type, Callable[[dict[str, UUID]], list[Evidence]]] = {
    CaseEvidence: _cases,
    RoundEvidence: rounds_evidence,
    AssessmentEvidence: said_assessments,
    ActivityEvidence: activities,
    TestEvidence: sittings,
    MilestoneEvidence: milestones,
    CredentialEvidence: verified_credentials,
    RotationEvidence: rotations,
}
"""How each kind is read."""
