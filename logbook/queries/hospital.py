"""Imports of the hospital's record, the names it uses, and what its tables' columns hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.exchange_dates import DateOrder
from logbook.domain.hospital import Kept, from_json
from logbook.domain.hospital_states import FileForm, ImportState, MapKind
from logbook.domain.hospital_table import ColumnMap
from logbook.models.hospital import (
    CodeMap,
    HospitalImport,
    HospitalImportRow,
    HospitalProcedure,
    KeptColumns,
)
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.queries.hospital_visibility import hospital_visible_to

LATEST = 8
"""Imports that the overview lists."""
CHUNK = 500

_person, _account = aliased(Membership), aliased(Account)


@dataclass(frozen=True, slots=True)
class ImportView:
    """One file, and how far it has come."""

    id: UUID
    state: ImportState
    form: FileForm
    file_name: str
    by: str | None
    """None: the worker, or the command line."""
    total: int
    done: int
    added: int
    corrected: int
    faulty: int
    faults: Sequence[Sequence[Any]]
    created_at: datetime
    finished_at: datetime | None

    @property
    def same(self) -> int:
        """Rows that were there as they are."""
        return self.done - self.added - self.corrected


def hospital_import(actor: Actor, import_id: UUID) -> ImportView:
    """NoResultFound for one that is not there, or another program's."""
    row = db.session.execute(_imports(actor).where(HospitalImport.id == import_id)).one()
    return ImportView(**row._mapping)


def latest_imports(actor: Actor) -> list[ImportView]:
    asked = _imports(actor).order_by(HospitalImport.created_at.desc()).limit(LATEST)
    return [ImportView(**row._mapping) for row in db.session.execute(asked)]


def _imports(actor: Actor) -> Select[*tuple[Any, ...]]:
    one = HospitalImport
    names = [name for name in ImportView.__dataclass_fields__ if name != "by"]
    return (
        select(*(getattr(one, name) for name in names), _account.name.label("by"))
        .select_from(one)
        .outerjoin(
            _person, (_person.program_id == one.program_id) & (_person.id == one.requested_by_id)
        )
        .outerjoin(_account, _account.id == _person.account_id)
        .where(hospital_visible_to(actor, one))
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of the rows that wait, and the first of them."""

    fresh: int
    corrected: int
    same: int
    since: date | None
    until: date | None
    unmapped: int
    """Rows whose procedure nobody has mapped yet."""
    first: Sequence[Kept]


FIRST = 6


def preview(actor: Actor, import_id: UUID) -> Preview:
    """Reads the waiting rows: some statements, a few for each thousand rows."""
    rows = [from_json(row) for row in db.session.scalars(_waiting(actor, import_id))]
    there = _digests(actor, [row.id for row in rows])
    same = sum(there.get(row.id) == row.digest() for row in rows)
    known = sum(row.id in there for row in rows)
    mapped = _mapped_codes(actor)
    days = [row.performed_on for row in rows]
    return Preview(
        fresh=len(rows) - known,
        corrected=known - same,
        same=same,
        since=min(days, default=None),
        until=max(days, default=None),
        unmapped=sum((row.procedure.system, row.procedure.code) not in mapped for row in rows),
        first=rows[:FIRST],
    )


def _waiting(actor: Actor, import_id: UUID) -> Select[Any]:
    return (
        select(HospitalImportRow.row)
        .where(
            HospitalImportRow.program_id == actor.program_id,
            HospitalImportRow.import_id == import_id,
        )
        .order_by(HospitalImportRow.number)
    )


def _digests(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, bytes]:
    found: dict[UUID, bytes] = {}
    for begins in range(0, len(ids), CHUNK):
        rows = db.session.execute(
            select(HospitalProcedure.id, HospitalProcedure.digest).where(
                HospitalProcedure.program_id == actor.program_id,
                HospitalProcedure.id.in_(ids[begins : begins + CHUNK]),
            )
        )
        found.update((row.id, row.digest) for row in rows)
    return found


def _mapped_codes(actor: Actor) -> set[tuple[str, str]]:
    rows = db.session.execute(
        select(CodeMap.system, CodeMap.code).where(
            CodeMap.program_id == actor.program_id,
            CodeMap.kind == MapKind.PROCEDURE,
            CodeMap.procedure.is_not(None) | CodeMap.left_out,
        )
    )
    return {(row.system, row.code) for row in rows}


@dataclass(frozen=True, slots=True)
class ColumnsView:
    """What the columns of one kind of table hold."""

    id: UUID
    header: Sequence[str]
    matching: ColumnMap
    confirmed: bool
    kept_at: datetime


def columns_of(actor: Actor, signature: str) -> ColumnsView | None:
    found = db.session.scalars(_columns(actor).where(KeptColumns.signature == signature)).first()
    return None if found is None else _columns_view(found)


def columns(actor: Actor, columns_id: UUID) -> ColumnsView:
    return _columns_view(
        db.session.scalars(_columns(actor).where(KeptColumns.id == columns_id)).one()
    )


def all_columns(actor: Actor) -> list[ColumnsView]:
    asked = _columns(actor).where(KeptColumns.confirmed_by_id.is_not(None))
    rows = db.session.scalars(asked.order_by(KeptColumns.kept_at.desc()))
    return [_columns_view(row) for row in rows]


def _columns(actor: Actor) -> Select[KeptColumns]:
    return select(KeptColumns).where(hospital_visible_to(actor, KeptColumns))


def _columns_view(kept: KeptColumns) -> ColumnsView:
    return ColumnsView(
        kept.id,
        tuple(kept.header),
        ColumnMap(dict(kept.columns), DateOrder(kept.date_order), kept.system),
        kept.confirmed_by_id is not None,
        kept.kept_at,
    )
