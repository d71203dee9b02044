"""The check of progress: does everything that is kept say what the evidence says?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.audit import canonical
from logbook.domain.curriculum import Curriculum
from logbook.domain.months import MonthKey, MonthSum
from logbook.models.curriculum import Enrollment
from logbook.services import progress_months
from logbook.services.progress_reading import (
    Recomputed,
    curriculum_read,
    enrollments_of,
    recomputed,
    sums_of,
)
from logbook.services.reading import Unreadable


@dataclass(frozen=True, slots=True)
class Difference:
    """A kept sum, or one month of it, that the evidence does not bear out."""

    program_id: UUID
    enrollment_id: UUID
    requirement: str
    kept: int | str
    """A sum as a number; with what lapses or explains beside it, both as text."""
    recomputed: int | str
    month: date | None = None
    """The first day of the month; None: the sum."""


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
    curricula: dict[UUID, Curriculum | Unreadable] = {}
    for enrollment in enrollments_of(program_id):
        if isinstance(enrollment, Unreadable):
            yield enrollment
            continue
        version_id = enrollment.version_id
        if version_id not in curricula:
            curricula[version_id] = curriculum_read(program_id, version_id)
            if isinstance(curricula[version_id], Unreadable):
                yield cast(Unreadable, curricula[version_id])
        curriculum = curricula[version_id]
        if not isinstance(curriculum, Unreadable):
            yield from _differences_of(program_id, enrollment.id, curriculum)


def _differences_of(
    program_id: UUID, enrollment_id: UUID, curriculum: Curriculum
) -> Iterator[Difference | Unreadable]:
    sums = dict(sums_of(program_id, enrollment_id))
    yield from (one for one in sums.values() if isinstance(one, Unreadable))
    everything = recomputed(program_id, enrollment_id, curriculum)
    if not isinstance(everything, Recomputed):
        yield from everything
        return
    shown = {name: _shown(one.amount, one.kept()) for name, one in everything.tallies.items()}
    for name in sorted(sums.keys() | shown.keys()):
        one = sums.get(name)
        if not isinstance(one, Unreadable):
            kept = _shown(*one) if one else 0
            if kept != shown.get(name, 0):
                yield Difference(program_id, enrollment_id, name, kept, shown.get(name, 0))
    yield from _differing_months(program_id, enrollment_id, everything.months)


def _differing_months(
    program_id: UUID, enrollment_id: UUID, found: Mapping[MonthKey, MonthSum]
) -> Iterator[Difference | Unreadable]:
    kept: dict[MonthKey, MonthSum] = {}
    for one in progress_months.kept(program_id, enrollment_id):
        if isinstance(one, Unreadable):
            yield one
        else:
            kept[one[0]] = one[1]
    for key in sorted(kept.keys() | found.keys()):
        was, now = kept.get(key, MonthSum()), found.get(key, MonthSum())
        if was != now:
            yield Difference(
                program_id,
                enrollment_id,
                key.requirement,
                _month_shown(was),
                _month_shown(now),
                key.month,
            )


def _month_shown(one: MonthSum) -> int | str:
    return one.credit if one.credit == one.pieces else f"{one.credit} ({one.pieces})"


def _shown(amount: int, beside: Mapping[str, object] | None) -> int | str:
    return amount if beside is None else f"{amount} {canonical(beside).decode()}"
