"""Progress kept: credits applied in the transaction of the change, and the check that they are.

What counts is decided in `domain/credit.py`; here it is only written down. A sum changes by the
difference; what looks at the whole (the last five, different people, a window of months) is
reckoned anew from the evidence of that one fellow and requirement. `differences()` recomputes
everything and must find none. Beside the sums the months are kept, which forecasts read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update

from logbook.database import db
from logbook.domain.cases import State
from logbook.domain.credit import Credit, affected, credits, tallies
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import say
from logbook.domain.evidence import CaseEvidence, Evidence
from logbook.domain.months import changes, month_sums
from logbook.domain.requirements import Requirement
from logbook.domain.tally import Tally
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.curriculum import Enrollment
from logbook.models.progress import Progress
from logbook.prepared import Prepared
from logbook.queries.curriculum import curriculum_of
from logbook.queries.evidence import evidence_of
from logbook.services import progress_months
from logbook.services.progress_check import Difference, differences
from logbook.services.refusals import Conflict
from logbook.services.unit import Unit

__all__ = [
    "Difference",
    "add",
    "as_evidence",
    "begin",
    "differences",
    "follow",
    "following",
    "move",
]

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


@contextmanager
def following(unit: Unit, case: Case, old: Case | None = None) -> Iterator[None]:
    """Progress follows whatever happens to the case inside: what counted before no longer does,
    what counts after does. What is reckoned anew is reckoned at the end of the unit. `old`: what
    the case takes the place of, so that one difference is made of both."""
    both = [one for one in (old, case) if one is not None]
    before = [shown for one in both for shown in as_evidence(one)]
    yield
    after = [shown for one in both for shown in as_evidence(one)]
    version_id = db.session.get_one(Enrollment, (case.program_id, case.enrollment_id)).version_id
    move(unit, case.enrollment_id, version_id, gone=before, come=after)


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
    if gone or come:
        progress_months.change(program_id, enrollment_id, changes(gone, come, curriculum))


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
    monthly = {wanted.id for wanted in anew if wanted.rule.monthly}
    if monthly:
        sums = month_sums(shown, curriculum, anew)
        progress_months.keep(program_id, enrollment_id, sums, monthly)


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


def begin(
    program_id: UUID, enrollment_id: UUID, shown: Sequence[Evidence], curriculum: Curriculum
) -> None:
    """One row for each requirement, so that a credit is always an update; the months as they
    are."""
    _begin(program_id, enrollment_id, tallies(shown, curriculum))
    progress_months.begin(program_id, enrollment_id, month_sums(shown, curriculum))


def _begin(program_id: UUID, enrollment_id: UUID, sums: Mapping[str, Tally]) -> None:
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
    shown = evidence_of(program_id, enrollment_id)
    sums = tallies(shown, curriculum)
    gone = kept - sums.keys()
    if gone:
        db.session.connection().execute(
            delete(_table).where(*of_enrollment, _table.c.requirement.in_(gone))
        )
    _keep(program_id, enrollment_id, {name: sums[name] for name in sums if name in kept})
    _begin(program_id, enrollment_id, {name: sums[name] for name in sums if name not in kept})
    progress_months.keep(program_id, enrollment_id, month_sums(shown, curriculum))
