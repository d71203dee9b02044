"""What is signed under the answer to a case and under an assessment, word for word."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from logbook.domain.lacking import NOTHING_LACKS, Lacking
from logbook.domain.signatures import Ground, Meaning, Proven, Signer, Statement
from logbook.models.assessments import Assessment
from logbook.models.cases import CaseAnswer
from logbook.policy.actors import Role
from logbook.queries.curriculum import sha256_of
from logbook.services.signatures import instant_of, sign, signatures_under, signer_of
from logbook.services.unit import Unit

CASE_ANSWER = "case_answer"
ASSESSMENT = "assessment"

NOT_YET_SAID = frozenset(
    {
        "state",
        "finished_at",
        "acknowledged_at",
        "useful",
        "comment",
        "closing_words",
        "revision",
    }
)
"""Of an assessment, what comes to be only when it is signed, or after."""


def sign_approval(
    unit: Unit,
    answer: CaseAnswer,
    case: Mapping[str, object],
    version_id: UUID,
    by: Proven,
    lacking: Lacking = NOTHING_LACKS,
) -> None:
    """'I supervised this procedure in this role.' `case`: its content as it was looked at."""
    statement = Statement(
        program_id=answer.program_id,
        record=CASE_ANSWER,
        record_id=answer.id,
        meaning=Meaning.SUPERVISED,
        signer=signer_of(unit.actor, Role.SUPERVISOR),
        at=instant_of(unit, by),
        content={
            "case": case,
            "answer": answer.content(),
            "curriculum": sha256_of(answer.program_id, version_id),
            **lacking.content(),
        },
    )
    sign(unit, statement, by.method, by.proof)


def sign_the_undoing(unit: Unit, answer: CaseAnswer, by: Proven) -> None:
    """What was signed stays signed. That it no longer holds is signed beside it."""
    for given in signatures_under(answer.program_id, CASE_ANSWER, answer.id):
        statement = Statement(
            program_id=answer.program_id,
            record=CASE_ANSWER,
            record_id=answer.id,
            meaning=Meaning.ENDS,
            signer=signer_of(unit.actor, Role.SUPERVISOR),
            at=unit.now,
            content={"answer": str(answer.id), "undone": True},
            grounds=[Ground("signature", given.id, given.sha256.hex())],
        )
        sign(unit, statement, by.method)


def assessment_statement(
    assessment: Assessment,
    said: Mapping[str, object],
    signer: Signer,
    at: datetime,
    lacking: Lacking = NOTHING_LACKS,
) -> Statement:
    """'I observed this, and this is my judgement.' `said`: the judgement as it is to be kept, which
    need not stand in the assessment yet."""
    content = {**assessment.content(), **said}
    return Statement(
        program_id=assessment.program_id,
        record=ASSESSMENT,
        record_id=assessment.id,
        meaning=Meaning.ASSESSED,
        signer=signer,
        at=at,
        content={
            **{name: text for name, text in content.items() if name not in NOT_YET_SAID},
            "curriculum": sha256_of(assessment.program_id, assessment.version_id),
            **lacking.content(),
        },
    )
