"""Progress kept: credits applied in the transaction of the change, and the check that they are.

What counts is decided in `domain/credit.py`; here it is only written down. A sum changes by the
difference. `differences()` recomputes everything from the approved cases and must find none.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, select, update
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.credit import Credit, Evidence, credits
from logbook.domain.curriculum import Curriculum
from logbook.models.cases import Case
from logbook.models.curriculum import CurriculumVersion, Enrollment
from logbook.models.progress import Progress
from logbook.queries.curriculum import curriculum_of
from logbook.services.reading import (
    NONSENSE,
    Unreadable,
    id_of,
    is_no_fault_of_a_row,
    raw,
    read,
)

_table = cast(Table, Progress.__table__)
_APPLY = (
    update(_table)
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


def differences(program_id: UUID | None = None) -> list[Difference | Unreadable]:
    """Every kept sum that recomputing from the evidence does not give, and every row that it
    would have to read and cannot; none, when all is well."""
    programs = select(Enrollment.program_id).distinct().order_by(Enrollment.program_id)
    if program_id is not None:
        programs = programs.where(Enrollment.program_id == program_id)
    return [
        found for one in db.session.scalars(programs).all() for found in _differences_within(one)
    ]


def _differences_within(program_id: UUID) -> Iterator[Difference | Unreadable]:
    asked = select(Enrollment.id, Enrollment.version_id).where(Enrollment.program_id == program_id)
    curricula: dict[UUID, Curriculum | Unreadable] = {}
    for enrollment in read(asked.order_by(Enrollment.id), cast(Table, Enrollment.__table__)):
        if isinstance(enrollment, Unreadable):
            yield enrollment
            continue
        version_id = enrollment.version_id
        if version_id not in curricula:
            curricula[version_id] = _curriculum(program_id, version_id)
            if isinstance(curricula[version_id], Unreadable):
                yield cast(Unreadable, curricula[version_id])
        curriculum = curricula[version_id]
        if not isinstance(curriculum, Unreadable):
            yield from _differences_of(program_id, enrollment.id, curriculum)


def _curriculum(program_id: UUID, version_id: UUID) -> Curriculum | Unreadable:
    try:
        return curriculum_of(program_id, version_id)
    except (*NONSENSE, NoResultFound) as error:
        if is_no_fault_of_a_row(error):
            raise
        return Unreadable(CurriculumVersion.__tablename__, version_id, version_id)


def _differences_of(
    program_id: UUID, enrollment_id: UUID, curriculum: Curriculum
) -> Iterator[Difference | Unreadable]:
    kept: dict[str, int | Unreadable] = {}
    for requirement, so_much in _kept(program_id, enrollment_id):
        kept[requirement] = so_much
        if isinstance(so_much, Unreadable):
            yield so_much
    recomputed: Counter[str] = Counter()
    for evidence in _approved(program_id, enrollment_id):
        if isinstance(evidence, Unreadable):
            yield evidence
            continue
        for credit in credits(evidence, curriculum):
            recomputed[credit.requirement_id] += credit.amount
    for requirement in sorted(kept.keys() | recomputed.keys()):
        sum_kept, sum_found = kept.get(requirement, 0), recomputed[requirement]
        if not isinstance(sum_kept, Unreadable) and sum_kept != sum_found:
            yield Difference(program_id, enrollment_id, requirement, sum_kept, sum_found)


def _kept(program_id: UUID, enrollment_id: UUID) -> Iterator[tuple[str, int | Unreadable]]:
    rows = db.session.execute(
        select(raw(_table.c.id), _table.c.requirement, _table.c.credit).where(
            _table.c.program_id == program_id, _table.c.enrollment_id == enrollment_id
        )
    )
    for raw_id, requirement, credit in rows.all():
        # SQLite keeps a word in a number's place.
        known = isinstance(credit, int)
        yield requirement, credit if known else Unreadable(_table.name, id_of(raw_id), raw_id)


def _approved(program_id: UUID, enrollment_id: UUID) -> Iterator[Evidence | Unreadable]:
    asked = select(
        Case.id, Case.procedure, Case.category, Case.credited_role, Case.level_sides
    ).where(
        Case.program_id == program_id,
        Case.enrollment_id == enrollment_id,
        Case.state == State.APPROVED,
    )
    for case in read(asked.order_by(Case.id), cast(Table, Case.__table__)):
        if isinstance(case, Unreadable):
            yield case
        elif isinstance(case.level_sides, int) and case.credited_role is not None:
            yield as_evidence(case)
        else:
            yield Unreadable(Case.__tablename__, case.id, case.id)
