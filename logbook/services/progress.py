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
from uuid import UUID

from sqlalchemy import bindparam, select, update

from logbook.database import db
from logbook.domain.audit import canonical
from logbook.domain.cases import State
from logbook.domain.credit import Credit, affected, credits, tallies
from logbook.domain.curriculum import Curriculum
from logbook.domain.evidence import CaseEvidence, Evidence
from logbook.models.cases import Case
from logbook.models.curriculum import Enrollment
from logbook.models.progress import Progress
from logbook.queries.curriculum import curriculum_of
from logbook.queries.evidence import evidence_of
from logbook.services.unit import Unit

_table = Progress.metadata.tables["progress"]
_ONE = (
    _table.c.program_id == bindparam("in_program"),
    _table.c.enrollment_id == bindparam("of_enrollment"),
    _table.c.requirement == bindparam("for_requirement"),
)
_APPLY = update(_table).where(*_ONE).values(credit=_table.c.credit + bindparam("change"))
_KEEP = update(_table).where(*_ONE).values(credit=bindparam("sum"), kept=bindparam("beside"))


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
    curriculum = curriculum_of(unit.actor.program_id, version_id)
    add(unit.actor.program_id, enrollment_id, curriculum, gone=gone, come=come)
    anew = [wanted.id for wanted in affected([*gone, *come], curriculum)]
    if anew:
        unit.before_the_end(
            partial(_reckon, unit.actor.program_id, enrollment_id, curriculum, anew)
        )


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


def reckon_all(program_id: UUID, enrollment_id: UUID, curriculum: Curriculum) -> None:
    """Everything anew, as after a move to another version."""
    _reckon(program_id, enrollment_id, curriculum, list(curriculum.requirements))


def _reckon(
    program_id: UUID, enrollment_id: UUID, curriculum: Curriculum, requirements: Sequence[str]
) -> None:
    """Anew from the evidence. The rows are locked before it is read: of two who change it at once,
    the later one sees what the earlier did."""
    db.session.flush()
    db.session.connection().execute(
        select(_table.c.id)
        .where(
            _table.c.program_id == program_id,
            _table.c.enrollment_id == enrollment_id,
            _table.c.requirement.in_(requirements),
        )
        .order_by(_table.c.requirement)
        .with_for_update()
    )
    everything = tallies(evidence_of(program_id, enrollment_id), curriculum)
    rows = [
        {
            "in_program": program_id,
            "of_enrollment": enrollment_id,
            "for_requirement": name,
            "sum": everything[name].amount,
            "beside": everything[name].kept(),
        }
        for name in requirements
    ]
    db.session.connection().execute(_KEEP, rows)


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
        select(Progress.requirement, Progress.credit, Progress.kept).where(
            Progress.program_id == enrollment.program_id,
            Progress.enrollment_id == enrollment.id,
        )
    )
    kept = {row.requirement: _shown(row.credit, row.kept) for row in rows}
    recomputed = _recompute(enrollment)
    return [
        Difference(
            enrollment.program_id,
            enrollment.id,
            requirement,
            kept.get(requirement, 0),
            recomputed.get(requirement, 0),
        )
        for requirement in sorted(kept.keys() | recomputed.keys())
        if kept.get(requirement, 0) != recomputed.get(requirement, 0)
    ]


def _recompute(enrollment: Enrollment) -> dict[str, int | str]:
    curriculum = curriculum_of(enrollment.program_id, enrollment.version_id)
    everything = tallies(evidence_of(enrollment.program_id, enrollment.id), curriculum)
    return {name: _shown(tally.amount, tally.kept()) for name, tally in everything.items()}


def _shown(amount: int, beside: Mapping[str, object] | None) -> int | str:
    return amount if beside is None else f"{amount} {canonical(beside).decode()}"
