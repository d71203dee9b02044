"""What programs come to in sum, written down for those who may see no more than that.

Reckoned from the records by the worker, once a night. Run twice it writes once: where nothing has
changed, nothing is written, and the ledger is told nothing.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import or_, select

from logbook.database import db
from logbook.domain.events_institutions import ProgramSummedUp
from logbook.domain.rollup_counts import (
    of_credentials,
    of_fellows,
    of_months,
    of_response,
    of_sign_offs,
    of_waiting,
)
from logbook.domain.rollups import (
    REOPENED_MONTHS,
    STATES,
    WINDOW_MONTHS,
    Cell,
    Key,
    Measure,
    Row,
    month_of,
    months_until,
)
from logbook.models.columns import new_id
from logbook.models.institutions import ProgramRollup
from logbook.models.programs import Program
from logbook.policy.actors import job
from logbook.queries.rollup_facts import Facts, facts_of
from logbook.services.unit import unit_of_work


def reckon(program_id: UUID, now: datetime | None = None) -> int:
    """Bring one program's roll-up up to date; how many of its numbers changed."""
    now = now or datetime.now(UTC)
    program = db.session.get_one(Program, program_id)
    today, time_zone = program.day_of(now), program.time_zone
    months = _months(program_id, today)
    wanted = rows_of(facts_of(program_id, time_zone, months[0], now), months, today, now)
    found = {one.key: one.cell for one in _kept(program_id, months)}
    if found == wanted:
        return 0
    return _write(program_id, months, wanted, now)


def _months(program_id: UUID, today: date) -> list[date]:
    """A year at first; from then on the last months only, as no more than these change."""
    reopened = months_until(today, REOPENED_MONTHS)
    older = select(ProgramRollup.id).where(
        ProgramRollup.program_id == program_id, ProgramRollup.month < reopened[0]
    )
    known = db.session.scalars(older.limit(1)).first() is not None
    return reopened if known else months_until(today, WINDOW_MONTHS)


def rows_of(facts: Facts, months: list[date], today: date, now: datetime) -> dict[Key, Cell]:
    """All numbers: how things stand in the month of today, and what came in each month."""
    return {row.key: row.cell for row in _rows(facts, months, today, now)}


def _rows(facts: Facts, months: list[date], today: date, now: datetime) -> Iterable[Row]:
    month = month_of(today)
    reopened = months_until(today, REOPENED_MONTHS)[0]
    lately = [one for one in facts.cases if one.performed_on >= reopened]
    fellows = list(of_fellows(facts.fellows, month))
    in_training = {
        row.key.curriculum: row.cell.people for row in fellows if row.key.measure is Measure.FELLOWS
    }
    yield from fellows
    yield from of_waiting(facts.waiting, month, now)
    yield from of_response(lately, month)
    yield from of_credentials(facts.credentials, month, today)
    yield from of_months(facts.cases, months, now)
    yield from of_sign_offs(facts.sign_offs, months, in_training)


def _kept(program_id: UUID, months: list[date]) -> list[ProgramRollup]:
    """The rows that would be written now. What a month that is over stood at stays as it was."""
    return list(
        db.session.scalars(
            select(ProgramRollup).where(
                ProgramRollup.program_id == program_id,
                ProgramRollup.month >= months[0],
                or_(
                    ProgramRollup.measure.not_in(STATES),
                    ProgramRollup.month >= months[-1],
                ),
            )
        )
    )


def _write(program_id: UUID, months: list[date], wanted: dict[Key, Cell], now: datetime) -> int:
    with unit_of_work(job(program_id), now) as unit:
        # Of two workers the later one waits, and finds what the earlier wrote.
        program = db.session.get_one(Program, program_id, with_for_update={"key_share": True})
        kept = {one.key: one for one in _kept(program_id, months)}
        changed = 0
        for key, cell in wanted.items():
            row = kept.pop(key, None)
            if row is None:
                db.session.add(_row(program_id, key, cell, unit.now))
            elif row.cell != cell:
                row.amount, row.base, row.people = cell.amount, cell.base, cell.people
                row.reckoned_at = unit.now
            else:
                continue
            changed += 1
        for row in kept.values():
            db.session.delete(row)
        program.times_summed_up += 1
        last = f"{months[-1]:%Y-%m}"
        told = ProgramSummedUp(subject_id=program_id, month=last, changed=changed + len(kept))
        unit.record(told)
        return changed + len(kept)


def _row(program_id: UUID, key: Key, cell: Cell, now: datetime) -> ProgramRollup:
    return ProgramRollup(
        program_id=program_id,
        id=new_id(),
        month=key.month,
        measure=key.measure,
        curriculum=key.curriculum,
        part=key.part,
        amount=cell.amount,
        base=cell.base,
        people=cell.people,
        reckoned_at=now,
    )
