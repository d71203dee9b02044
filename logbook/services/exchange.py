"""Cases in from a spreadsheet: prepared, matched, brought in step by step, undone as one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePath
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select

from logbook.database import db
from logbook.domain import cases as life
from logbook.domain.case_content import Complaint
from logbook.domain.cases import OPEN_STATES, State, Step
from logbook.domain.catalogue import CaseRole
from logbook.domain.decisions import say
from logbook.domain.document import Text
from logbook.domain.events import CaseWithdrawn, ImportPrepared, ImportUndone
from logbook.domain.exchange import (
    Matching,
    Reading,
    Surroundings,
    id_elsewhere,
    row_ids,
)
from logbook.domain.exchange_columns import guess, header_place, identifying
from logbook.domain.exchange_dates import DateOrder, order_of
from logbook.domain.exchange_rows import Reader
from logbook.models.cases import Case
from logbook.models.columns import new_id
from logbook.models.exchange import BatchState, ImportBatch, ImportRow
from logbook.policy import exchange as policy
from logbook.policy.actors import Actor, Role
from logbook.queries import exchange as queries
from logbook.services import spreadsheets
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.spreadsheets import Line
from logbook.services.unit import Unit, unit_of_work

ROWS_KEPT = timedelta(days=30)
"""How long the rows of a file are kept, for its errors to be read."""

MOST_NAMED = 20
NOT_MATCHED = {
    "performed_on": say("Say which column holds the date."),
    "procedure": say("Say which column holds the procedure."),
}
UNDOABLE = (BatchState.UPLOADED, BatchState.READY, BatchState.RUNNING, BatchState.DONE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it was read: its headings, and its rows without what tells who a patient is."""

    header: list[str]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Judged:
    """The rows of a file, read: what each says, the id that its case gets, and the sum."""

    readings: list[Reading]
    ids: list[UUID | None]

    @property
    def faulty(self) -> int:
        return self.ids.count(None)

    def tally(self) -> dict[str, Any]:
        """What the preview tells: how many are complete, and whom and what nobody knows here."""
        right = [one for one in self.readings if one.content is not None]
        unknown = Counter(pair for one in right for pair in one.unknown)
        wanting = Counter(name for one in right for name in one.wanting)
        return {
            "submitted": sum(one.state is State.SUBMITTED for one in right),
            "drafts": sum(one.state is State.DRAFT for one in right),
            "wanting": [[*pair] for pair in wanting.most_common(MOST_NAMED)],
            "unknown": [[*pair, count] for pair, count in unknown.most_common(MOST_NAMED)],
        }


def read_sheet(data: bytes, around: Surroundings) -> Sheet:
    """A file's headings and rows. Invalid under `file` when it cannot be read."""
    lines = spreadsheets.read(data)
    place = header_place([line.cells for line in lines], around.curriculum)
    header, lines = lines[place].cells, lines[place + 1 :]
    if not lines:
        raise spreadsheets.refusal_empty()
    left_out = frozenset(identifying(header))
    for line in lines:
        line.cells[:] = [
            "" if at in left_out else cell.replace("\0", "") for at, cell in enumerate(line.cells)
        ]
    return Sheet(header, lines)


def guessed(actor: Actor, sheet: Sheet, around: Surroundings) -> Matching:
    """How such a file was matched before, else what its headings say."""
    before = queries.remembered(actor, sheet.header)
    if before is not None:
        return as_matching(before)
    columns = guess(sheet.header, around.curriculum)
    return Matching(columns, order_of(dates_in(sheet.lines, columns)) or DateOrder.DMY)


def dates_in(lines: Iterable[Line | queries.RowView], columns: Mapping[str, int]) -> list[str]:
    """What stands in the column of dates."""
    place = columns.get("performed_on")
    if place is None:
        return []
    return [line.cells[place] for line in lines if len(line.cells) > place and line.cells[place]]


def judge(
    actor: Actor,
    enrollment_id: UUID,
    around: Surroundings,
    matching: Matching,
    rows: Sequence[Sequence[str]],
) -> Judged:
    """Read all rows of a file and give each right one the id of its case."""
    reader = Reader(around, matching)
    readings = [reader.read(cells) for cells in rows]
    ids = row_ids(actor.program_id, enrollment_id, readings)
    elsewhere = {
        own
        for own, where in queries.logged(actor, [own for own in ids if own is not None]).items()
        if where != enrollment_id
    }
    seen: set[UUID] = set()
    for place, own in enumerate(ids):
        if own in elsewhere:
            ids[place] = own = id_elsewhere(enrollment_id, own)
        if own in seen:
            wrong = ("id", say("The same id stands in the file twice."))
            readings[place], ids[place] = Reading(None, (wrong,)), None
        elif own is not None:
            seen.add(own)
    return Judged(readings, ids)


def prepare(actor: Actor, enrollment_id: UUID, file_name: str, data: bytes) -> UUID:
    """Take a file in: nothing of it is a case yet. Returns the batch's id. The slow reading comes
    before the transaction, so that it holds up no writer."""
    found = queries.enrollment(actor, enrollment_id)
    insist(policy.may_import_for(actor, found.fellow_id))
    around = queries.surroundings(actor, enrollment_id, datetime.now(UTC))
    sheet = read_sheet(data, around)
    matching = guessed(actor, sheet, around)
    judged = judge(actor, enrollment_id, around, matching, [line.cells for line in sheet.lines])
    with unit_of_work(actor) as unit:
        _forget_old_rows(unit)
        batch = ImportBatch(
            program_id=actor.program_id,
            id=new_id(),
            enrollment_id=enrollment_id,
            requested_by_id=found.fellow_id if actor.is_(Role.JOB) else actor.id,
            state=BatchState.UPLOADED,
            file_name=PurePath(file_name.replace("\\", "/")).name[:200],
            header=sheet.header,
            matching=as_json(matching, judged),
            total=len(sheet.lines),
            created_at=unit.now,
        )
        db.session.add(batch)
        db.session.flush()
        _write_rows(batch, sheet.lines, judged)
        unit.record(
            ImportPrepared(subject_id=batch.id, rows=len(sheet.lines), faulty=judged.faulty)
        )
        return batch.id


def match(actor: Actor, batch_id: UUID, matching: Matching) -> None:
    """Say what the columns hold; all rows are read anew. Invalid when a needed one is missing."""
    found = queries.batch(actor, batch_id)
    insist(policy.may_import_for(actor, found.fellow_id))
    missing = {name: words for name, words in NOT_MATCHED.items() if name not in matching.columns}
    if missing:
        raise Invalid(missing)
    rows = queries.rows(actor, batch_id)
    around = queries.surroundings(actor, found.enrollment_id, datetime.now(UTC))
    judged = judge(actor, found.enrollment_id, around, matching, [row.cells for row in rows])
    with unit_of_work(actor) as unit:
        batch = locked(actor, batch_id)
        _require(batch, BatchState.UPLOADED, BatchState.READY)
        batch.state = BatchState.READY
        batch.matching = as_json(matching, judged)
        db.session.execute(delete(ImportRow).where(*_rows_of(batch)))
        _write_rows(batch, rows, judged)
        unit.record(ImportPrepared(subject_id=batch.id, rows=len(rows), faulty=judged.faulty))


def undo(actor: Actor, batch_id: UUID) -> int:
    """Withdraw every case of an import that nobody has approved, and give the file up. Returns
    how many were withdrawn."""
    found = queries.batch(actor, batch_id)
    with unit_of_work(actor) as unit:
        insist(policy.may_import_for(actor, found.fellow_id))
        batch = locked(actor, batch_id)
        _require(batch, *UNDOABLE)
        cases = db.session.scalars(
            select(Case)
            .where(
                Case.program_id == actor.program_id,
                Case.fellow_id == found.fellow_id,
                Case.batch_id == batch_id,
                Case.state.in_(OPEN_STATES),
            )
            .with_for_update()
        ).all()
        for case in cases:
            case.state = life.after(case.state, Step.WITHDRAW)
            unit.record(CaseWithdrawn(subject_id=case.id), of=case)
        batch.state = BatchState.UNDONE
        batch.finished_at = unit.now
        db.session.execute(delete(ImportRow).where(*_rows_of(batch)))
        unit.record(ImportUndone(subject_id=batch.id, withdrawn=len(cases)))
        return len(cases)


def locked(actor: Actor, batch_id: UUID) -> ImportBatch:
    return db.session.get_one(ImportBatch, (actor.program_id, batch_id), with_for_update=True)


def _require(batch: ImportBatch, *states: BatchState) -> None:
    if batch.state not in states:
        raise Conflict(say("This import is no longer at that point. Look at it again."))


def as_json(matching: Matching, judged: Judged) -> dict[str, Any]:
    return {
        "columns": dict(matching.columns),
        "order": matching.order.value,
        "role": matching.role.value if matching.role else None,
        "tally": judged.tally(),
    }


def as_matching(kept: Mapping[str, Any]) -> Matching:
    """A matching as its batch keeps it."""
    role = kept.get("role")
    return Matching(
        kept.get("columns", {}),
        DateOrder(kept.get("order", DateOrder.DMY)),
        CaseRole(role) if role else None,
    )


def _write_rows(
    batch: ImportBatch, lines: Sequence[Line | queries.RowView], judged: Judged
) -> None:
    db.session.execute(
        insert(ImportRow),
        [
            {
                "program_id": batch.program_id,
                "id": new_id(),
                "batch_id": batch.id,
                "number": line.number,
                "cells": list(line.cells),
                "problems": [problem_as_json(one) for one in reading.problems],
                "case_id": case_id,
            }
            for line, reading, case_id in zip(lines, judged.readings, judged.ids, strict=True)
        ],
    )


def problem_as_json(problem: Complaint) -> list[Any]:
    name, message = problem
    params = {blank: _param_as_json(value) for blank, value in message.params.items()}
    return [name, message.id, params]


def _param_as_json(value: object) -> object:
    if isinstance(value, Text):
        return value.words
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _rows_of(batch: ImportBatch) -> tuple[Any, ...]:
    return ImportRow.program_id == batch.program_id, ImportRow.batch_id == batch.id


def _forget_old_rows(unit: Unit) -> None:
    """Files are no archive: what a row said is in its case, or was not to be kept."""
    old = select(ImportBatch.id).where(
        ImportBatch.program_id == unit.actor.program_id,
        ImportBatch.created_at < unit.now - ROWS_KEPT,
    )
    db.session.execute(
        delete(ImportRow).where(
            ImportRow.program_id == unit.actor.program_id, ImportRow.batch_id.in_(old)
        )
    )
