"""The hospital's record on its way in: read and left without its patients, then step by step."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import PurePath
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import delete, insert, select

from logbook.database import db
from logbook.domain.decisions import say
from logbook.domain.events_hospital import (
    HospitalColumnsSaid,
    HospitalFileRead,
    HospitalImportAdvanced,
    HospitalImportGivenUp,
)
from logbook.domain.exchange_dates import DateOrder
from logbook.domain.hospital import Door, Fault, Kept, from_json
from logbook.domain.hospital_states import FileForm, ImportState
from logbook.domain.hospital_table import ColumnMap, guess, is_enough
from logbook.models.columns import new_id
from logbook.models.hospital import (
    HospitalImport,
    HospitalImportRow,
    KeptColumns,
)
from logbook.policy import hospital as policy
from logbook.policy.actors import Actor, Role
from logbook.queries import hospital as queries
from logbook.services.hospital_files import Opened, UnknownColumns, open_file, signature
from logbook.services.hospital_rows import write_rows
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work

STEP = 500
"""Rows in one transaction."""
MOST_ROWS = 30_000
FAULTS_KEPT = 1_000
"""So many are listed; of the others their number is kept."""
GOING = (ImportState.READY, ImportState.RUNNING)


def prepare(actor: Actor, file_name: str, source: BinaryIO, key: bytes) -> UUID:
    """Read a file and take its rows through the door; nothing of it is in the record yet. Returns
    the id of the import. Invalid says under `file` why it cannot be read; UnknownColumns comes for
    a table that nobody has said anything of. The slow reading comes before the transaction."""
    insist(policy.may_import(actor))
    now = datetime.now(UTC)
    opened = open_file(source, lambda header: _known_columns(actor, header))
    kept, faults = _through_the_door(opened, Door(key, actor.program_id, now.date()))
    if not kept and not faults:
        raise Invalid({"file": say("There is no procedure in this file.")})
    with unit_of_work(actor, now) as unit:
        _forget_old_rows(actor)
        one = _begun(unit, opened.form, file_name, len(kept), faults)
        db.session.add(one)
        db.session.flush()
        _keep_rows(one, kept)
        read = HospitalFileRead(
            subject_id=one.id, rows=len(kept), faulty=len(faults), form=opened.form
        )
        unit.record(read)
        return one.id


def _through_the_door(opened: Opened, door: Door) -> tuple[list[Kept], list[Fault]]:
    """What may come in, each procedure once as it was told last, and what was wrong."""
    kept: dict[UUID, Kept] = {}
    faults: list[Fault] = []
    for row in opened.rows:
        one = row if isinstance(row, Fault) else door.let_in(row)
        if isinstance(one, Fault):
            faults.append(one)
        else:
            kept[one.id] = one
        if len(kept) > MOST_ROWS:
            raise Invalid({"file": say("The file has more than 30,000 procedures. Divide it.")})
    return list(kept.values()), faults


def _begun(
    unit: Unit, form: FileForm, file_name: str, total: int, faults: Sequence[Fault]
) -> HospitalImport:
    actor = unit.actor
    return HospitalImport(
        program_id=actor.program_id,
        id=new_id(),
        requested_by_id=None if actor.is_(Role.JOB) else actor.id,
        state=ImportState.READY if total else ImportState.DONE,
        form=form,
        file_name=PurePath(file_name.replace("\\", "/")).name[:200],
        total=total,
        faulty=len(faults),
        faults=[[one.place, one.message.id, dict(one.message.params)] for one in faults][
            :FAULTS_KEPT
        ],
        created_at=unit.now,
        finished_at=None if total else unit.now,
    )


def _keep_rows(one: HospitalImport, kept: Sequence[Kept]) -> None:
    for begins in range(0, len(kept), STEP):
        db.session.execute(
            insert(HospitalImportRow),
            [
                {
                    "program_id": one.program_id,
                    "id": new_id(),
                    "import_id": one.id,
                    "number": number,
                    "row": row.as_json(),
                }
                for number, row in enumerate(kept[begins : begins + STEP], start=begins + 1)
            ],
        )


def _forget_old_rows(actor: Actor) -> None:
    """A file that somebody left lying makes way for the next."""
    waiting = select(HospitalImport.id).where(
        HospitalImport.program_id == actor.program_id, HospitalImport.state == ImportState.READY
    )
    for one in db.session.scalars(
        select(HospitalImport).where(
            HospitalImport.program_id == actor.program_id, HospitalImport.id.in_(waiting)
        )
    ):
        one.state = ImportState.GIVEN_UP
    db.session.execute(
        delete(HospitalImportRow).where(
            HospitalImportRow.program_id == actor.program_id,
            HospitalImportRow.import_id.in_(waiting),
        )
    )


def advance(actor: Actor, import_id: UUID) -> bool:
    """Bring the next rows in. Returns whether more are left. A row that is there as it is changes
    nothing; one that says something else corrects what is there."""
    if queries.hospital_import(actor, import_id).state is ImportState.DONE:
        return False
    with unit_of_work(actor) as unit:
        insist(policy.may_import(actor))
        one = db.session.get_one(
            HospitalImport, (actor.program_id, import_id), with_for_update=True
        )
        if one.state not in GOING:
            raise Conflict(say("This import is no longer at that point. Look at it again."))
        rows = list(_next_rows(one))
        added, corrected = write_rows(actor, one.id, rows)
        one.done += len(rows)
        one.added += added
        one.corrected += corrected
        one.state = ImportState.RUNNING if one.done < one.total else ImportState.DONE
        if one.state is ImportState.DONE:
            _finish(unit, one)
        done = HospitalImportAdvanced(
            subject_id=one.id, done=one.done, added=one.added, corrected=one.corrected
        )
        unit.record(done)
        return one.state is ImportState.RUNNING


def _next_rows(one: HospitalImport) -> Iterator[Kept]:
    rows = db.session.scalars(
        select(HospitalImportRow.row)
        .where(
            HospitalImportRow.program_id == one.program_id, HospitalImportRow.import_id == one.id
        )
        .order_by(HospitalImportRow.number)
        .offset(one.done)
        .limit(STEP)
    )
    return map(from_json, rows)


def _finish(unit: Unit, one: HospitalImport) -> None:
    one.finished_at = unit.now
    db.session.execute(
        delete(HospitalImportRow).where(
            HospitalImportRow.program_id == one.program_id, HospitalImportRow.import_id == one.id
        )
    )


def give_up(actor: Actor, import_id: UUID) -> None:
    """Forget a file of which nothing is in yet."""
    with unit_of_work(actor) as unit:
        insist(policy.may_import(actor))
        one = db.session.get_one(
            HospitalImport, (actor.program_id, import_id), with_for_update=True
        )
        if one.state is not ImportState.READY:
            raise Conflict(say("This import is no longer at that point. Look at it again."))
        one.state = ImportState.GIVEN_UP
        _finish(unit, one)
        unit.record(HospitalImportGivenUp(subject_id=one.id))


def _known_columns(actor: Actor, header: Sequence[str]) -> ColumnMap:
    known = queries.columns_of(actor, signature(header))
    if known is None or not known.confirmed:
        raise UnknownColumns(header)
    return known.matching


def remember_columns(actor: Actor, header: Sequence[str]) -> UUID:
    """Keep the headings of a table that nobody has said anything of, with what they seem to hold;
    returns the id. Of its rows nothing is kept."""
    insist(policy.may_import(actor))
    known = queries.columns_of(actor, signature(header))
    if known is not None:
        return known.id
    with unit_of_work(actor) as unit:
        one = KeptColumns(
            program_id=actor.program_id,
            id=new_id(),
            signature=signature(header),
            header=[heading[:80] for heading in header],
            columns=guess(header),
            kept_at=unit.now,
        )
        db.session.add(one)
        unit.record(HospitalColumnsSaid(subject_id=one.id, columns=tuple(sorted(one.columns))))
        return one.id


def say_columns(actor: Actor, columns_id: UUID, matching: ColumnMap) -> None:
    """Say what the columns of a kind of table hold. Invalid when a needed one is missing."""
    with unit_of_work(actor) as unit:
        insist(policy.may_import(actor))
        one = db.session.get_one(KeptColumns, (actor.program_id, columns_id), with_for_update=True)
        if wrong := is_enough(matching.columns):
            raise Invalid(wrong)
        one.columns, one.date_order = dict(matching.columns), DateOrder(matching.order).value
        one.system = matching.system
        one.confirmed_by_id, one.kept_at = actor.id, unit.now
        unit.record(HospitalColumnsSaid(subject_id=one.id, columns=tuple(sorted(one.columns))))
