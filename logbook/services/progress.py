"""Progress kept: credits applied in the transaction of the change, and the check that they are.

What counts is decided in `domain/credit.py`; here it is only written down. A sum changes by the
difference. `differences()` recomputes everything from the approved cases and must find none.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, update

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.credit import Credit, Evidence, credits
from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.models.progress import Progress
from logbook.queries.curriculum import curriculum_of

_table = Progress.__table__
_APPLY = (
    update(_table)  # type: ignore[arg-type]
    .where(
        _table.c.program_id == bindparam("in_program"),
        _table.c.enrollment_id == bindparam("of_enrollment"),
        _table.c.requirement == bindparam("for_requirement"),
    )
    .values(credit=_table.c.credit + bindparam("change"))
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A kept sum that the evidence does not bear out."""

    program_id: UUID
    enrollment_id: UUID
    requirement: str
    kept: int
    recomputed: int


def add(case: Case, version_id: UUID) -> None:
    """Credit an approved case."""
    _apply(case, _credits(case, version_id), sign=1)


def take_back(case: Case, version_id: UUID) -> None:
    """Undo the credits of a case that is no longer approved. Call while its role still stands."""
    _apply(case, _credits(case, version_id), sign=-1)


def _credits(case: Case, version_id: UUID) -> list[Credit]:
    return credits(as_evidence(case), curriculum_of(case.program_id, version_id))


def as_evidence(case: Case | Row[*tuple[Any, ...]]) -> Evidence:
    assert case.credited_role is not None
    return Evidence(
        procedure=case.procedure,
        category=case.category,
        role=case.credited_role,
        level_sides=case.level_sides,
    )


def _apply(case: Case, changes: Iterable[Credit], sign: int) -> None:
    rows = [
        {
            "in_program": case.program_id,
            "of_enrollment": case.enrollment_id,
            "for_requirement": credit.requirement_id,
            "change": sign * credit.amount,
        }
        for credit in changes
    ]
    if rows:
        db.session.connection().execute(_APPLY, rows)


def differences(program_id: UUID | None = None) -> list[Difference]:
    """Every kept sum that recomputing from the evidence does not give; none, when all is well."""
    asked = select(Enrollment)
    if program_id is not None:
        asked = asked.where(Enrollment.program_id == program_id)
    found: list[Difference] = []
    for enrollment in db.session.scalars(asked):
        found.extend(_differences_of(enrollment))
    return found


def _differences_of(enrollment: Enrollment) -> list[Difference]:
    rows = db.session.execute(
        select(Progress.requirement, Progress.credit).where(
            Progress.program_id == enrollment.program_id,
            Progress.enrollment_id == enrollment.id,
        )
    )
    kept = {row.requirement: row.credit for row in rows}
    recomputed = _recompute(enrollment)
    return [
        Difference(
            enrollment.program_id,
            enrollment.id,
            requirement,
            kept.get(requirement, 0),
            recomputed[requirement],
        )
        for requirement in sorted(kept.keys() | recomputed.keys())
        if kept.get(requirement, 0) != recomputed[requirement]
    ]


def _recompute(enrollment: Enrollment) -> Counter[str]:
    curriculum = curriculum_of(enrollment.program_id, enrollment.version_id)
    approved = db.session.execute(
        select(Case.procedure, Case.category, Case.credited_role, Case.level_sides).where(
            Case.program_id == enrollment.program_id,
            Case.enrollment_id == enrollment.id,
            Case.state == State.APPROVED,
        )
    )
    sums: Counter[str] = Counter()
    for case in approved:
        for credit in credits(as_evidence(case), curriculum):
            sums[credit.requirement_id] += credit.amount
    return sums
