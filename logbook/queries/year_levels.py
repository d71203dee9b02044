"""The levels that were stated about one fellow's work, one mark a judgement: never averaged, never
across scales. The cases that carry them are the evidence of the counts too, so both come together:
two statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, select

from logbook.database import db
from logbook.domain.assessments import SAID
from logbook.domain.cases import Answer
from logbook.domain.cases import State as CaseState
from logbook.domain.competencies import Competency, Scale
from logbook.domain.curriculum import Curriculum
from logbook.domain.evidence import CaseEvidence
from logbook.domain.forms import Purpose
from logbook.domain.year import Said
from logbook.models.assessments import Assessment
from logbook.models.cases import Case, CaseAnswer
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.policy.assessments import may_read_judgement
from logbook.queries.curriculum import confirmed_curriculum
from logbook.queries.progress import Enrolled
from logbook.queries.sign_off_evidence import categories_of


@dataclass(frozen=True, slots=True)
class Mark:
    """One level as it was said."""

    on: date
    scale: str
    level: str
    said: Said
    record_id: UUID
    """Of the case or the assessment."""
    what: str
    """The procedure or the form, by its code."""
    by: str


@dataclass(frozen=True, slots=True)
class Levels:
    """All that was said about one competency on one scale, the earliest first."""

    competency: Competency
    scale: Scale
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class Found:
    levels: list[Levels]
    evidence: list[CaseEvidence]
    """All approved cases of this training."""


_CASES = (
    select(
        Case.id,
        Case.performed_on,
        Case.procedure,
        Case.category,
        Case.credited_role,
        Case.level_sides,
        CaseAnswer.scale,
        CaseAnswer.level,
        Account.name,
    )
    .outerjoin(
        CaseAnswer,
        (CaseAnswer.program_id == Case.program_id)
        & (CaseAnswer.case_id == Case.id)
        & (CaseAnswer.case_revision == Case.revision - 1)
        & (CaseAnswer.answer == Answer.APPROVED),
    )
    .join(
        Membership,
        (Membership.program_id == Case.program_id) & (Membership.id == Case.supervisor_id),
    )
    .join(Account, Account.id == Membership.account_id)
    .where(
        Case.program_id == bindparam("in_program"),
        Case.enrollment_id == bindparam("of_enrollment"),
        Case.state == CaseState.APPROVED,
    )
)
_ASSESSMENTS = (
    select(Assessment, Account.name)
    .join(
        Membership,
        (Membership.program_id == Assessment.program_id)
        & (Membership.id == Assessment.assessor_id),
    )
    .join(Account, Account.id == Membership.account_id)
    .where(
        Assessment.program_id == bindparam("in_program"),
        Assessment.enrollment_id == bindparam("of_enrollment"),
        Assessment.state.in_(sorted(SAID)),
        Assessment.level.is_not(None),
    )
)


def levels_of(actor: Actor, enrolled: Enrolled, curriculum: Curriculum) -> Found:
    """By competency in the curriculum's order. Whether the actor may see this fellow is for the
    caller to ask; what the actor may not read of one assessment is left out here."""
    asked = {"in_program": actor.program_id, "of_enrollment": enrolled.id}
    evidence: list[CaseEvidence] = []
    by_category: dict[str, list[Mark]] = {}
    for row in db.session.connection().execute(_CASES, asked):
        on, code = row.performed_on, row.procedure
        shown = CaseEvidence(code, row.category, row.credited_role, row.level_sides, on)
        evidence.append(shown)
        if row.scale and row.level:
            mark = Mark(on, row.scale, row.level, Said.CASE, row.id, code, row.name)
            by_category.setdefault(row.category, []).append(mark)
    by_competency: dict[str, list[Mark]] = {}
    for one, assessor in db.session.execute(_ASSESSMENTS, asked):
        if may_read_judgement(actor, one):
            by_competency.setdefault(one.competency, []).append(_mark(one, assessor))
    return Found(_sorted(curriculum, by_category, by_competency), evidence)


def levels_in(
    actor: Actor, enrolled: Enrolled, competency: str, scale: str
) -> tuple[Curriculum, Levels] | None:
    """The same of one competency on one scale; None where nothing was said."""
    curriculum = confirmed_curriculum(actor, enrolled.version_id)
    found = levels_of(actor, enrolled, curriculum).levels
    wanted = (one for one in found if (one.competency.id, one.scale.id) == (competency, scale))
    one = next(wanted, None)
    return None if one is None else (curriculum, one)


def _mark(one: Assessment, assessor: str) -> Mark:
    said = Said.SUMMATIVE if one.purpose is Purpose.SUMMATIVE else Said.FORMATIVE
    assert one.scale is not None and one.level is not None
    return Mark(one.happened_on, one.scale, one.level, said, one.id, one.form, assessor)


def _sorted(
    curriculum: Curriculum,
    by_category: Mapping[str, list[Mark]],
    by_competency: Mapping[str, list[Mark]],
) -> list[Levels]:
    found = []
    for competency in curriculum.competencies.values():
        own = [one for one in curriculum.requirements.values() if one.competency == competency.id]
        marks = list(by_competency.get(competency.id, ()))
        for category in categories_of(curriculum, competency.id, own):
            marks += by_category.get(category, ())
        marks.sort(key=lambda mark: (mark.on, mark.record_id))
        for scale in curriculum.scales.values():
            if said := [mark for mark in marks if mark.scale == scale.id]:
                found.append(Levels(competency, scale, said))
    return found
