"""An import on its way: some rows at a time become cases, each with its line in the ledger."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, insert, select

from logbook.database import db
from logbook.domain.case_content import level_sides
from logbook.domain.cases import State
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import say
from logbook.domain.events import CaseImported, ImportAdvanced
from logbook.domain.exchange import Reading, stated
from logbook.domain.exchange_rows import Reader
from logbook.models.cases import Case
from logbook.models.exchange import BatchState, ImportBatch, ImportRow
from logbook.models.sealed import new_salt
from logbook.policy import exchange as policy
from logbook.policy.actors import Actor
from logbook.queries import exchange as queries
from logbook.queries.exchange import BatchView
from logbook.services.exchange import as_matching, locked, problem_as_json
from logbook.services.refusals import Conflict, insist
from logbook.services.unit import Unit, unit_of_work

STEP = 250
"""Rows in one transaction."""

GOING = (BatchState.READY, BatchState.RUNNING)
_cases = Case.metadata.tables["logged_case"]
COLUMNS = tuple(column.name for column in _cases.c)


def advance(actor: Actor, batch_id: UUID) -> bool:
    """Bring the next rows in. Returns whether more are left. What is in the log already is passed
    over, in whatever state it is."""
    found = queries.batch(actor, batch_id)
    if found.state is BatchState.DONE:  # the last step was asked for twice
        return False
    with unit_of_work(actor) as unit:
        insist(policy.may_import_for(actor, found.fellow_id))
        batch = locked(actor, batch_id)
        if batch.state not in GOING:
            raise Conflict(say("This import is no longer at that point. Look at it again."))
        rows = _next_rows(batch)
        cases = _cases_of(unit, found, rows)
        batch.done += len(rows)
        batch.added += len(cases)
        batch.state = BatchState.RUNNING
        _finish_if_done(unit, batch)
        unit.record(ImportAdvanced(subject_id=batch.id, done=batch.done, added=batch.added))
        return batch.state is BatchState.RUNNING


def _next_rows(batch: ImportBatch) -> Sequence[ImportRow]:
    return db.session.scalars(
        select(ImportRow)
        .where(ImportRow.program_id == batch.program_id, ImportRow.batch_id == batch.id)
        .order_by(ImportRow.number)
        .offset(batch.done)
        .limit(STEP)
    ).all()


def _cases_of(unit: Unit, found: BatchView, rows: Sequence[ImportRow]) -> list[Case]:
    """Write the cases of the right rows that are not there yet, all in one statement."""
    around = queries.surroundings(unit.actor, found.enrollment_id, unit.now)
    reader = Reader(around, as_matching(found.matching))
    right = [row for row in rows if row.case_id is not None]
    there = queries.logged(unit.actor, [row.case_id for row in right if row.case_id])
    cases = []
    for row in right:
        if row.case_id in there or row.case_id is None:
            continue
        reading = reader.read(row.cells)
        if reading.content is None:  # what it rests on has changed since the preview
            row.case_id, row.problems = None, [problem_as_json(one) for one in reading.problems]
            continue
        case = a_case(unit, found, row.case_id, reading, around.curriculum)
        cases.append(case)
        imported = CaseImported(
            subject_id=case.id, batch_id=found.id, row=row.number, state=case.state
        )
        unit.record(imported, of=case)
    db.session.flush()  # before the right rows are forgotten: these are no longer among them
    if cases:
        values = [{name: getattr(case, name) for name in COLUMNS} for case in cases]
        db.session.connection().execute(insert(_cases), values)
    return cases


def a_case(
    unit: Unit, found: BatchView, case_id: UUID, reading: Reading, curriculum: Curriculum
) -> Case:
    """The case that a row makes; it stays outside the session."""
    content = reading.content
    assert content is not None
    said = {**stated(content), "performed_on": content.performed_on, "role": content.role}
    return Case(
        program_id=unit.actor.program_id,
        id=case_id,
        enrollment_id=found.enrollment_id,
        fellow_id=found.fellow_id,
        supervisor_id=reading.supervisor_id,
        site_id=reading.site_id,
        batch_id=found.id,
        state=reading.state,
        category=curriculum.procedures[content.procedure].category,
        level_sides=level_sides(content, curriculum),
        closing_words="",
        logged_at=unit.now,
        submitted_at=unit.now if reading.state is State.SUBMITTED else None,
        revision=1,
        salt=new_salt(),
        **said,
    )


def _finish_if_done(unit: Unit, batch: ImportBatch) -> None:
    """When the last row is in, the right rows are forgotten: they are cases now."""
    if batch.done < batch.total:
        return
    batch.state = BatchState.DONE
    batch.finished_at = unit.now
    db.session.execute(
        delete(ImportRow).where(
            ImportRow.program_id == batch.program_id,
            ImportRow.batch_id == batch.id,
            ImportRow.case_id.is_not(None),
        )
    )
