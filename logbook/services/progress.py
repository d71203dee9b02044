"""Progress kept: credits applied in the transaction of the change, and the check that they are.

What counts is decided in `domain/credit.py`; here it is only written down. A sum changes by the
difference; what looks at the whole (the last five, different people, a window of months) is
reckoned anew from the evidence of that one fellow and requirement. `differences()` recomputes
everything and must find none.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import cast
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update

from logbook.database import db
from logbook.domain.audit import canonical
from logbook.domain.cases import State
from logbook.domain.credit import Credit, affected, credits, tallies
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import say
from logbook.domain.evidence import CaseEvidence, Evidence
from logbook.domain.requirements import Requirement
from logbook.domain.tally import Tally
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.models.progress import Progress
from logbook.prepared import Prepared
from logbook.queries.curriculum import curriculum_of
from logbook.queries.evidence import evidence_of
from logbook.services.progress_reading import (
    curriculum_read,
    enrollments_of,
    sums_of,
    tallies_of,
)
from logbook.services.reading import Unreadable
from logbook.services.refusals import Conflict
from logbook.services.unit import Unit

_table = Progress.metadata.tables["progress"]
_ONE = (
    _table.c.program_id == bindparam("in_program"),
    _table.c.enrollment_id == bindparam("of_enrollment"),
    _table.c.requirement == bindparam("for_requirement"),
)
_APPLY = update(_table).where(*_ONE).values(credit=_table.c.credit + bindparam("change"))
_KEEP = update(_table).where(*_ONE).values(credit=bindparam("sum"), kept=bindparam("beside"))

_FOLLOWED = Prepared(
    select(Enrollment.version_id)
    .where(
        Enrollment.program_id == bindparam("in_program"),
        Enrollment.id == bindparam("of_enrollment"),
    )
    .with_for_update(read=True, key_share=True)
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A kept sum that the evidence does not bear out."""

    program_id: UUID
    enrollment_id: UUID
    requirement: str
    kept: int | str
    """A sum as a number; with what lapses or explains beside it, both as text."""
    recomputed: int | str


@contextmanager
def following(unit: Unit, case: Case) -> Iterator[None]:
    """Progress follows whatever happens to the case inside: what counted before no longer does,
    what counts after does. What is reckoned anew is reckoned at the end of the unit."""
    before = as_evidence(case)
    yield
    version_id = db.session.get_one(Enrollment, (case.program_id, case.enrollment_id)).version_id
    move(unit, case.enrollment_id, version_id, gone=before, come=as_evidence(case))


def move(
    unit: Unit,
    enrollment_id: UUID,
    version_id: UUID,
    *,
    gone: Sequence[Evidence] = (),
    come: Sequence[Evidence] = (),
) -> None:
    """Evidence came or went, or is another than it was."""
    _hold(unit.actor.program_id, enrollment_id, version_id)
    curriculum = curriculum_of(unit.actor.program_id, version_id)
    add(unit.actor.program_id, enrollment_id, curriculum, gone=gone, come=come)
    anew = affected([*gone, *come], curriculum)
    if anew:
        unit.before_the_end(
            partial(_reckon, unit.actor.program_id, enrollment_id, curriculum, anew)
        )


def _hold(program_id: UUID, enrollment_id: UUID, version_id: UUID) -> None:
    """Whoever would move the enrollment to another edition waits until this is done. Conflict if
    they were faster."""
    if _FOLLOWED.one(in_program=program_id, of_enrollment=enrollment_id).version_id != version_id:
        raise Conflict(say("This fellow has just been moved to another edition. Try again."))


def add(
    program_id: UUID,
    enrollment_id: UUID,
    curriculum: Curriculum,
    *,
    gone: Sequence[Evidence] = (),
    come: Sequence[Evidence] = (),
) -> None:
    """Change the sums that simply add up."""
    taken = [
        Credit(credit.requirement_id, -credit.amount)
        for one in gone
        for credit in credits(one, curriculum)
    ]
    given = [credit for one in come for credit in credits(one, curriculum)]
    _apply(program_id, enrollment_id, [*taken, *given])


def as_evidence(case: Case) -> list[Evidence]:
    """What the case shows now: nothing unless it is approved."""
    if case.state is not State.APPROVED or case.credited_role is None:
        return []
    return [
        CaseEvidence(
            procedure=case.procedure,
            category=case.category,
            role=case.credited_role,
            level_sides=case.level_sides,
            on=case.performed_on,
            supervisor_id=case.supervisor_id,
        )
    ]


def _apply(program_id: UUID, enrollment_id: UUID, changes: Iterable[Credit]) -> None:
    rows = [
        {
            "in_program": program_id,
            "of_enrollment": enrollment_id,
            "for_requirement": credit.requirement_id,
            "change": credit.amount,
        }
        for credit in changes
    ]
    if rows:
        db.session.connection().execute(_APPLY, rows)


def _reckon(
    program_id: UUID, enrollment_id: UUID, curriculum: Curriculum, anew: Sequence[Requirement]
) -> None:
    """Anew from the kinds of evidence that these requirements read. The rows are locked before it
    is read: of two who change it at once, the later one sees what the earlier did."""
    db.session.flush()
    db.session.connection().execute(
        select(_table.c.id)
        .where(
            _table.c.program_id == program_id,
            _table.c.enrollment_id == enrollment_id,
            _table.c.requirement.in_([wanted.id for wanted in anew]),
        )
        .order_by(_table.c.requirement)
        .with_for_update()
    )
    kinds = {kind for wanted in anew for kind in wanted.rule.reads}
    shown = evidence_of(program_id, enrollment_id, kinds)
    _keep(program_id, enrollment_id, tallies(shown, curriculum, of=anew))


def _keep(program_id: UUID, enrollment_id: UUID, sums: Mapping[str, Tally]) -> None:
    rows = [
        {
            "in_program": program_id,
            "of_enrollment": enrollment_id,
            "for_requirement": name,
            "sum": tally.amount,
            "beside": tally.kept(),
        }
        for name, tally in sums.items()
    ]
    if rows:
        db.session.connection().execute(_KEEP, rows)


def begin(program_id: UUID, enrollment_id: UUID, sums: Mapping[str, Tally]) -> None:
    """One row for each requirement, so that a credit is always an update."""
    rows = [
        {
            "program_id": program_id,
            "id": new_id(),
            "enrollment_id": enrollment_id,
            "requirement": requirement,
            "credit": tally.amount,
            "kept": tally.kept(),
        }
        for requirement, tally in sums.items()
    ]
    if rows:
        db.session.connection().execute(insert(_table), rows)


def follow(program_id: UUID, enrollment_id: UUID, curriculum: Curriculum) -> None:
    """The rows of an enrollment that follows another edition from now on: those that both have are
    reckoned anew, those of requirements that are no more go, new ones come. They are locked before
    the evidence is read, as in `_reckon`."""
    of_enrollment = (_table.c.program_id == program_id, _table.c.enrollment_id == enrollment_id)
    kept = set(
        db.session.connection().scalars(
            select(_table.c.requirement)
            .where(*of_enrollment)
            .order_by(_table.c.requirement)
            .with_for_update()
        )
    )
    sums = tallies(evidence_of(program_id, enrollment_id), curriculum)
    gone = kept - sums.keys()
    if gone:
        db.session.connection().execute(
            delete(_table).where(*of_enrollment, _table.c.requirement.in_(gone))
        )
    _keep(program_id, enrollment_id, {name: sums[name] for name in sums if name in kept})
    begin(program_id, enrollment_id, {name: sums[name] for name in sums if name not in kept})


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
    everything = tallies_of(program_id, enrollment_id, curriculum)
    if not isinstance(everything, dict):
        yield from everything
        return
    recomputed = {name: _shown(one.amount, one.kept()) for name, one in everything.items()}
    for name in sorted(sums.keys() | recomputed.keys()):
        one = sums.get(name)
        if not isinstance(one, Unreadable):
            kept = _shown(*one) if one else 0
            if kept != recomputed.get(name, 0):
                yield Difference(program_id, enrollment_id, name, kept, recomputed.get(name, 0))


def _shown(amount: int, beside: Mapping[str, object] | None) -> int | str:
    return amount if beside is None else f"{amount} {canonical(beside).decode()}"
