"""Rows that came through the door, written into the record: new ones, and corrections."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, insert, select, tuple_, update

from logbook.database import Base, db
from logbook.domain.hospital import Kept, Named
from logbook.domain.hospital_states import MapKind
from logbook.models.columns import new_id
from logbook.models.hospital import CodeMap, HospitalProcedure, HospitalStaff
from logbook.models.programs import Program
from logbook.policy.actors import Actor

Key = tuple[MapKind, str, str]
Ids = dict[Key, UUID]
_procedures: Table = Base.metadata.tables["hospital_procedure"]
_staff: Table = Base.metadata.tables["hospital_staff"]
_names: Table = Base.metadata.tables["code_map"]


def write_rows(actor: Actor, import_id: UUID, rows: Sequence[Kept]) -> tuple[int, int]:
    """Within a unit of work. Returns how many are new, and how many were corrected."""
    ids = _names_of(actor, rows)
    there = _there(actor, [row.id for row in rows])
    digests = {row.id: row.digest() for row in rows}
    fresh = [row for row in rows if row.id not in there]
    other = [row for row in rows if row.id in there and there[row.id] != digests[row.id]]
    connection = db.session.connection()
    values = {
        row.id: _values(actor, import_id, row, ids) | {"digest": digests[row.id]}
        for row in (*fresh, *other)
    }
    if fresh:
        connection.execute(insert(_procedures), [values[row.id] for row in fresh])
    if other:
        connection.execute(_CORRECT, [_as_blanks(values[row.id]) for row in other])
        _forget_staff(actor, [row.id for row in other])
    staff = [one for row in (*fresh, *other) for one in _staff_values(actor, row, ids)]
    if staff:
        connection.execute(insert(_staff), staff)
    return len(fresh), len(other)


TOLD = ("performed_on", "code_id", "place_id", "side", "body_site", "happened", "age_band",
        "patient_mark", "encounter_mark", "digest", "import_id")  # fmt: skip
_CORRECT = (
    update(_procedures)
    .where(
        _procedures.c.program_id == bindparam("new_program_id"),
        _procedures.c.id == bindparam("new_id"),
    )
    .values({name: bindparam(f"new_{name}") for name in TOLD})
    .values(revision=_procedures.c.revision + 1)
)


def _as_blanks(values: dict[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": values[name] for name in ("program_id", "id", *TOLD)}


def _values(actor: Actor, import_id: UUID, row: Kept, ids: Ids) -> dict[str, Any]:
    return {
        "program_id": actor.program_id,
        "id": row.id,
        "performed_on": row.performed_on,
        "code_id": ids[_key(MapKind.PROCEDURE, row.procedure)],
        "place_id": ids[_key(MapKind.SITE, row.site)] if row.site else None,
        "side": row.side,
        "body_site": row.body_site,
        "happened": row.happened,
        "age_band": row.age_band,
        "patient_mark": row.patient_mark,
        "encounter_mark": row.encounter_mark,
        "import_id": import_id,
        "revision": 1,
    }


def _staff_values(actor: Actor, row: Kept, ids: Ids) -> Iterable[dict[str, UUID]]:
    people = dict.fromkeys(ids[_key(MapKind.PERSON, one)] for one in row.practitioners)
    for person_id in people:
        yield {
            "program_id": actor.program_id,
            "id": new_id(),
            "procedure_id": row.id,
            "person_id": person_id,
        }


def _there(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, bytes]:
    rows = db.session.execute(
        select(HospitalProcedure.id, HospitalProcedure.digest).where(
            HospitalProcedure.program_id == actor.program_id, HospitalProcedure.id.in_(ids)
        )
    )
    return {row.id: row.digest for row in rows}


def _forget_staff(actor: Actor, ids: Sequence[UUID]) -> None:
    db.session.execute(
        delete(HospitalStaff).where(
            HospitalStaff.program_id == actor.program_id, HospitalStaff.procedure_id.in_(ids)
        )
    )


def _key(kind: MapKind, named: Named) -> Key:
    return kind, named.system, named.code


def _names_of(actor: Actor, rows: Sequence[Kept]) -> Ids:
    """The ids of all names in the rows; names that never came before are entered, unmapped."""
    named = dict(_named_in(rows))
    ids = _known(actor, named)
    missing = [key for key in named if key not in ids]
    if missing:
        # Of two files at once, the later one sees the names that the earlier one brought.
        db.session.get_one(Program, actor.program_id, with_for_update={"key_share": True})
        ids |= _known(actor, missing)
        fresh = {key: new_id() for key in missing if key not in ids}
        values = [_unmapped(actor, key, own, named[key].text) for key, own in fresh.items()]
        if values:
            db.session.connection().execute(insert(_names), values)
        ids |= fresh
    return ids


def _named_in(rows: Sequence[Kept]) -> Iterable[tuple[Key, Named]]:
    for row in rows:
        yield _key(MapKind.PROCEDURE, row.procedure), row.procedure
        if row.site is not None:
            yield _key(MapKind.SITE, row.site), row.site
        for one in row.practitioners:
            yield _key(MapKind.PERSON, one), one


def _known(actor: Actor, keys: Iterable[Key]) -> Ids:
    wanted = tuple_(CodeMap.kind, CodeMap.system, CodeMap.code)
    rows = db.session.execute(
        select(CodeMap.kind, CodeMap.system, CodeMap.code, CodeMap.id).where(
            CodeMap.program_id == actor.program_id,
            wanted.in_([(kind.value, system, code) for kind, system, code in keys]),
        )
    )
    return {(row.kind, row.system, row.code): row.id for row in rows}


def _unmapped(actor: Actor, key: Key, own: UUID, text: str) -> dict[str, Any]:
    kind, system, code = key
    return {
        "program_id": actor.program_id,
        "id": own,
        "kind": kind,
        "system": system,
        "code": code,
        "text": text,
        "left_out": False,
        "revision": 1,
    }
