"""What the check of progress reads, of which somebody may have made nonsense by SQL."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.exc import NoResultFound

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.credit import tallies
from logbook.domain.curriculum import Curriculum
from logbook.domain.evidence import CaseEvidence
from logbook.domain.months import MonthKey, MonthSum, month_sums
from logbook.domain.tally import Tally
from logbook.models.cases import Case, CaseAnswer
from logbook.models.curriculum import CurriculumVersion, Enrollment
from logbook.models.progress import Progress
from logbook.models.rounds import FeedbackRound
from logbook.queries.curriculum import curriculum_of
from logbook.queries.evidence import evidence_of
from logbook.services.reading import (
    NONSENSE,
    Found,
    Unreadable,
    blame_a_row_only,
    raw,
    read,
)

_cases, _answers = cast(Table, Case.__table__), cast(Table, CaseAnswer.__table__)
_rounds, _sums = cast(Table, FeedbackRound.__table__), cast(Table, Progress.__table__)


Sum = tuple[int, Mapping[str, object] | None]
"""What stays, and what is kept beside it."""


def enrollments_of(program_id: UUID) -> Iterator[Found | Unreadable]:
    asked = select(Enrollment.id, Enrollment.version_id).where(Enrollment.program_id == program_id)
    return read(asked.order_by(Enrollment.id), cast(Table, Enrollment.__table__))


def curriculum_read(program_id: UUID, version_id: UUID) -> Curriculum | Unreadable:
    try:
        return curriculum_of(program_id, version_id)
    except (*NONSENSE, NoResultFound) as error:
        blame_a_row_only(error)
        return Unreadable(CurriculumVersion.__tablename__, version_id, version_id)


def sums_of(program_id: UUID, enrollment_id: UUID) -> Iterator[tuple[str, Sum | Unreadable]]:
    """By requirement; by nothing in particular, where not even that can be read."""
    asked = select(_sums.c.id, _sums.c.requirement, _sums.c.credit, _sums.c.kept)
    here = _sums.c.program_id == program_id, _sums.c.enrollment_id == enrollment_id
    names = dict(
        db.session.execute(select(raw(_sums.c.id), _sums.c.requirement).where(*here)).all()
    )
    for row in read(asked.where(*here), _sums):
        if isinstance(row, Unreadable):
            yield names[row.raw_id], row
        elif not isinstance(row.credit, int):  # SQLite keeps a word in a number's place
            yield row.requirement, Unreadable(_sums.name, row.id, row.id)
        else:
            yield row.requirement, (row.credit, row.kept)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What the evidence comes to, reckoned from nothing."""

    tallies: Mapping[str, Tally]
    months: Mapping[MonthKey, MonthSum]


def recomputed(
    program_id: UUID, enrollment_id: UUID, curriculum: Curriculum
) -> Recomputed | list[Unreadable]:
    """What everything comes to; or what cannot be read, and so comes to nothing that is known."""
    try:
        evidence = evidence_of(program_id, enrollment_id)
        if all(isinstance(one.level_sides, int) for one in evidence if type(one) is CaseEvidence):
            return Recomputed(tallies(evidence, curriculum), month_sums(evidence, curriculum))
    except NONSENSE as error:
        blame_a_row_only(error)
    # Whatever cannot be told of this enrollment is at least told to be of this enrollment.
    return list(_unreadable_evidence(program_id, enrollment_id)) or [
        Unreadable(Enrollment.__tablename__, enrollment_id, enrollment_id)
    ]


def _unreadable_evidence(program_id: UUID, enrollment_id: UUID) -> Iterator[Unreadable]:
    approved = select(_cases.c.id).where(
        _cases.c.program_id == program_id,
        _cases.c.enrollment_id == enrollment_id,
        _cases.c.state == State.APPROVED,
    )
    cases = select(_cases).where(_cases.c.program_id == program_id, _cases.c.id.in_(approved))
    for row in read(cases, _cases):
        if isinstance(row, Unreadable):
            yield row
        elif not isinstance(row.level_sides, int):
            yield Unreadable(_cases.name, row.id, row.id)
    for table, asked in (
        (_answers, select(_answers).where(_answers.c.case_id.in_(approved))),
        (_rounds, select(_rounds).where(_rounds.c.enrollment_id == enrollment_id)),
    ):
        for row in read(asked.where(table.c.program_id == program_id), table):
            if isinstance(row, Unreadable):
                yield row
