"""The levels that were stated about one fellow's work, one mark a judgement: never averaged, never
across scales. A chart reads only what it draws, its table the record of each and who said it: two
statements each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select

from logbook.domain.assessments import SAID
from logbook.domain.cases import Answer
from logbook.domain.cases import State as CaseState
from logbook.domain.competencies import Competency, Scale
from logbook.domain.curriculum import Curriculum
from logbook.domain.forms import Purpose
from logbook.domain.requirements import Requirement
from logbook.domain.year import Said
from logbook.models.assessments import Assessment
from logbook.models.cases import Case, CaseAnswer
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.policy.assessments import may_read_judgement
from logbook.prepared import Prepared
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


@dataclass(frozen=True, slots=True)
class Judgement(Mark):
    """The same with its record."""

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
    marks: Sequence[Mark]


_CASES = (
    select(Case.category, Case.performed_on, CaseAnswer.scale, CaseAnswer.level)
    .join(
        CaseAnswer,
        (CaseAnswer.program_id == Case.program_id)
        & (CaseAnswer.case_id == Case.id)
        & (CaseAnswer.case_revision == Case.revision - 1)
        & (CaseAnswer.answer == Answer.APPROVED),
    )
    .where(
        Case.program_id == bindparam("in_program"),
        Case.enrollment_id == bindparam("of_enrollment"),
        Case.state == CaseState.APPROVED,
        CaseAnswer.level.is_not(None),
    )
)
# One by one: a list is a blank that prepared statements cannot hold.
_WAS_SAID = or_(*(Assessment.state == one for one in sorted(SAID)))
_ASSESSMENTS = select(
    Assessment.competency,
    Assessment.happened_on,
    Assessment.scale,
    Assessment.level,
    Assessment.purpose,
    Assessment.state,
    Assessment.fellow_id,
    Assessment.assessor_id,
    Assessment.started_by_id,
    Assessment.asked_at,
    Assessment.own.is_not(None).label("self_rated"),
).where(
    Assessment.program_id == bindparam("in_program"),
    Assessment.enrollment_id == bindparam("of_enrollment"),
    _WAS_SAID,
    Assessment.level.is_not(None),
)
_CASES_SHOWN, _ASSESSMENTS_SHOWN = Prepared(_CASES), Prepared(_ASSESSMENTS)


def _by(whom: Any) -> Any:
    return (Membership.program_id == whom.class_.program_id) & (Membership.id == whom)


_CASES_TOLD = Prepared(
    _CASES.add_columns(Case.id, Case.procedure, Account.name)
    .join(Membership, _by(Case.supervisor_id))
    .join(Account, Account.id == Membership.account_id)
)
_ASSESSMENTS_TOLD = Prepared(
    _ASSESSMENTS.add_columns(Assessment.id, Assessment.form, Account.name)
    .join(Membership, _by(Assessment.assessor_id))
    .join(Account, Account.id == Membership.account_id)
)


def levels_of(actor: Actor, enrolled: Enrolled, curriculum: Curriculum) -> list[Levels]:
    """By competency in the curriculum's order. Whether the actor may see this fellow is for the
    caller to ask; what the actor may not read of one assessment is left out here."""
    asked = {"in_program": actor.program_id, "of_enrollment": enrolled.id}
    by_category: dict[str, list[Mark]] = {}
    for row in _CASES_SHOWN.all(**asked):
        mark = Mark(row.performed_on, row.scale, row.level, Said.CASE)
        by_category.setdefault(row.category, []).append(mark)
    by_competency: dict[str, list[Mark]] = {}
    for row in _ASSESSMENTS_SHOWN.all(**asked):
        if may_read_judgement(actor, row):
            mark = Mark(row.happened_on, row.scale, row.level, _purpose(row))
            by_competency.setdefault(row.competency, []).append(mark)
    return list(_sorted(curriculum, by_category, by_competency))


def levels_in(
    actor: Actor, enrolled: Enrolled, competency: str, scale: str
) -> tuple[Curriculum, Levels] | None:
    """The same of one competency on one scale, each with its record; None where nothing was
    said."""
    curriculum = confirmed_curriculum(actor, enrolled.version_id)
    asked = {"in_program": actor.program_id, "of_enrollment": enrolled.id}
    by_category: dict[str, list[Mark]] = {}
    for row in _CASES_TOLD.all(**asked):
        said = row.performed_on, row.scale, row.level, Said.CASE
        one = Judgement(*said, row.id, row.procedure, row.name)
        by_category.setdefault(row.category, []).append(one)
    by_competency: dict[str, list[Mark]] = {}
    for row in _ASSESSMENTS_TOLD.all(**asked):
        if may_read_judgement(actor, row):
            given = row.happened_on, row.scale, row.level, _purpose(row)
            one = Judgement(*given, row.id, row.form, row.name)
            by_competency.setdefault(row.competency, []).append(one)
    found = _sorted(curriculum, by_category, by_competency)
    wanted = (one for one in found if (one.competency.id, one.scale.id) == (competency, scale))
    levels = next(wanted, None)
    return None if levels is None else (curriculum, levels)


def _purpose(row: Any) -> Said:
    return Said.SUMMATIVE if row.purpose is Purpose.SUMMATIVE else Said.FORMATIVE


def _sorted(
    curriculum: Curriculum,
    by_category: Mapping[str, list[Mark]],
    by_competency: Mapping[str, list[Mark]],
) -> Iterable[Levels]:
    own: dict[str, list[Requirement]] = {}
    for wanted in curriculum.requirements.values():
        own.setdefault(wanted.competency, []).append(wanted)
    for competency in curriculum.competencies.values():
        marks = list(by_competency.get(competency.id, ()))
        for category in categories_of(curriculum, competency.id, own.get(competency.id, [])):
            marks += by_category.get(category, ())
        if marks:
            marks.sort(key=attrgetter("on"))
            yield from _on_each_scale(curriculum, competency, marks)


def _on_each_scale(
    curriculum: Curriculum, competency: Competency, marks: Sequence[Mark]
) -> Iterable[Levels]:
    for scale in curriculum.scales.values():
        if said := [mark for mark in marks if mark.scale == scale.id]:
            yield Levels(competency, scale, said)
