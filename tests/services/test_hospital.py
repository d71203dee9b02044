"""The hospital's record comes in without its patients, once, and mends itself by corrections."""

from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select, text

from logbook.database import Base, db
from logbook.domain.exchange_dates import DateOrder
from logbook.domain.hospital_states import ImportState, MapKind
from logbook.domain.hospital_table import ColumnMap, guess
from logbook.models.audit import LedgerEntry
from logbook.models.hospital import HospitalImportRow, HospitalProcedure, HospitalStaff
from logbook.policy.actors import job
from logbook.queries import hospital as queries
from logbook.queries.hospital_names import names, open_names
from logbook.services import hospital
from logbook.services.hospital_files import UnknownColumns
from logbook.services.hospital_keys import KeyLiesOpen, hospital_key
from logbook.services.hospital_maps import Decided, Meaning, map_name
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers.hospital import imported, mapped
from tests.makers.hospital_files import (
    HEADER,
    KEY,
    MRN,
    a_batch,
    a_bundle,
    a_message,
    a_procedure,
    a_table,
    in_lines,
)


def count(kind: type[Base]) -> int:
    return db.session.scalars(select(func.count()).select_from(kind)).one()


def result(cora: Member, import_id: UUID) -> tuple[int, int, int]:
    one = queries.hospital_import(cora.actor, import_id)
    return one.added, one.corrected, one.same


def prepared(member: Member, data: bytes) -> UUID:
    return hospital.prepare(member.actor, "p.json", BytesIO(data), KEY)


@pytest.mark.parametrize(
    "data", [a_bundle(a_procedure()), in_lines(a_procedure()), a_batch(a_message())]
)
def test_the_same_file_again_adds_nothing(app: Flask, cora: Member, data: bytes) -> None:
    assert result(cora, imported(data)) == (1, 0, 0)
    assert result(cora, imported(data)) == (0, 0, 1)
    assert count(HospitalProcedure) == 1


def test_the_same_table_again_adds_nothing_once_its_columns_are_known(
    app: Flask, cora: Member
) -> None:
    own = hospital.remember_columns(cora.actor, HEADER)
    with pytest.raises(UnknownColumns):  # guessed is not said
        prepared(cora, a_table({}))
    hospital.say_columns(cora.actor, own, ColumnMap(guess(HEADER), DateOrder.MDY))
    assert hospital.remember_columns(cora.actor, [one.upper() for one in HEADER]) == own
    assert result(cora, imported(a_table({}, {}))) == (2, 0, 0)
    assert result(cora, imported(a_table({}, {}))) == (0, 0, 2)


def test_columns_need_a_date_and_a_procedure(app: Flask, cora: Member) -> None:
    own = hospital.remember_columns(cora.actor, HEADER)
    with pytest.raises(Invalid) as wrong:
        hospital.say_columns(cora.actor, own, ColumnMap({"side": 1}))
    assert set(wrong.value.complaints) == {"performed_on", "code"}


def test_a_corrected_row_takes_the_place_of_the_old(app: Flask, cora: Member) -> None:
    imported(a_bundle(a_procedure(1), a_procedure(2)))
    staff = count(HospitalStaff)
    corrected = a_procedure(2, status="entered-in-error", performer=None)
    import_id = imported(a_bundle(a_procedure(1), corrected))
    assert result(cora, import_id) == (0, 1, 1)
    changed = db.session.scalars(
        select(HospitalProcedure).where(HospitalProcedure.revision == 2)
    ).one()
    assert (changed.happened, changed.import_id) == ("mistaken", import_id)
    assert count(HospitalStaff) == staff - 2


def test_of_what_stands_twice_in_a_file_the_last_counts(app: Flask, cora: Member) -> None:
    data = a_bundle(a_procedure(1), a_procedure(1, status="stopped"))
    assert result(cora, imported(data)) == (1, 0, 0)
    [row] = db.session.scalars(select(HospitalProcedure))
    assert row.happened == "stopped"


def test_no_identifier_of_a_patient_is_anywhere(
    app: Flask, cora: Member, connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    own = hospital.remember_columns(cora.actor, HEADER)
    hospital.say_columns(cora.actor, own, ColumnMap(guess(HEADER)))
    waiting = prepared(cora, a_bundle(a_procedure(), a_procedure(2, code={})))
    assert queries.preview(cora.actor, waiting).fresh == 1
    everything = whole_database(connection)
    imported(a_table({}, {"Procedure Date": "x"}))
    imported(a_batch(a_message()))
    for kept in (everything, whole_database(connection), caplog.text):
        assert "64483" in kept or kept is caplog.text
        for secret in (MRN, "ecret", "1970-05-01", "19700501", "OR-1", "V1^", "Encounter/1"):
            assert secret not in kept, secret


def whole_database(connection: Connection) -> str:
    return "\n".join(
        str(list(connection.execute(text(f"SELECT * FROM {name}"))))
        for name in Base.metadata.tables
        if name.startswith(("hospital", "code_", "column_", "ledger", "reconcile"))
    )


def test_rows_wait_until_somebody_says_so_and_go_in_step_by_step(
    app: Flask, cora: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hospital, "STEP", 2)
    import_id = prepared(cora, a_bundle(*map(a_procedure, range(5))))
    assert (count(HospitalProcedure), count(HospitalImportRow)) == (0, 5)
    steps = [hospital.advance(cora.actor, import_id) for _ in range(4)]
    assert steps == [True, True, False, False]
    assert (count(HospitalProcedure), count(HospitalImportRow)) == (5, 0)


def test_a_file_given_up_leaves_nothing(app: Flask, cora: Member) -> None:
    import_id = prepared(cora, a_bundle(a_procedure()))
    hospital.give_up(cora.actor, import_id)
    assert (count(HospitalProcedure), count(HospitalImportRow)) == (0, 0)
    with pytest.raises(Conflict):
        hospital.advance(cora.actor, import_id)
    with pytest.raises(Conflict):
        hospital.give_up(cora.actor, import_id)


def test_a_file_left_lying_makes_way_for_the_next(app: Flask, cora: Member) -> None:
    left = prepared(cora, a_bundle(a_procedure(1)))
    prepared(cora, a_bundle(a_procedure(2)))
    assert queries.hospital_import(cora.actor, left).state is ImportState.GIVEN_UP
    assert count(HospitalImportRow) == 1


def test_a_file_with_nothing_usable_is_done_at_once(app: Flask, cora: Member) -> None:
    import_id = prepared(cora, a_bundle(a_procedure(code={})))
    one = queries.hospital_import(cora.actor, import_id)
    assert (one.state, one.faulty, one.total) == (ImportState.DONE, 1, 0)


def test_who_may_not_bring_it_in_is_refused(app: Flask, asha: Member, ola: Member) -> None:
    for member in (asha, ola):
        with pytest.raises(Refused):
            prepared(member, a_bundle(a_procedure()))


def test_too_many_rows_are_refused(
    app: Flask, cora: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hospital, "MOST_ROWS", 2)
    with pytest.raises(Invalid):
        prepared(cora, a_bundle(*map(a_procedure, range(3))))


def test_the_preview_counts_what_is_new_corrected_and_there(app: Flask, cora: Member) -> None:
    imported(a_bundle(a_procedure(1), a_procedure(2)))
    data = a_bundle(a_procedure(1), a_procedure(2, status="stopped"), a_procedure(3))
    preview = queries.preview(cora.actor, prepared(cora, data))
    assert (preview.fresh, preview.corrected, preview.same) == (1, 1, 1)
    assert (preview.since, preview.unmapped) == (TODAY, 3)
    mapped()
    assert queries.preview(cora.actor, prepared(cora, data)).unmapped == 0


def test_names_wait_to_be_said_and_then_hold_for_all_rows(app: Flask, cora: Member) -> None:
    imported(a_bundle(a_procedure(1), a_procedure(2)))
    assert open_names(cora.actor) == {MapKind.PROCEDURE: 1, MapKind.PERSON: 2, MapKind.SITE: 1}
    [code] = names(cora.actor, MapKind.PROCEDURE)
    assert (code.rows, code.last_on, code.open) == (2, TODAY, True)
    map_name(cora.actor, Decided(code.id, 1, Meaning("esi_lumbosacral_transforaminal")))
    imported(a_bundle(a_procedure(3)))
    [code] = names(cora.actor, MapKind.PROCEDURE)
    assert (code.rows, code.open) == (3, False)
    map_name(cora.actor, Decided(code.id, code.revision, Meaning(left_out=True)))
    map_name(cora.actor, Decided(code.id, code.revision + 1, Meaning()))
    assert names(cora.actor, MapKind.PROCEDURE)[0].open


def test_two_who_say_what_a_name_is_meet(app: Flask, cora: Member, dana: Member) -> None:
    imported(a_bundle(a_procedure()))
    [code] = names(cora.actor, MapKind.PROCEDURE)
    map_name(cora.actor, Decided(code.id, 1, Meaning("mbb_lumbar")))
    with pytest.raises(Conflict):
        map_name(dana.actor, Decided(code.id, 1, Meaning(left_out=True)))


@pytest.mark.parametrize("kind", list(MapKind))
def test_a_name_is_only_what_the_program_has(
    app: Flask, cora: Member, rin: Member, kind: MapKind
) -> None:
    imported(a_bundle(a_procedure()))
    name = names(cora.actor, kind)[0]
    for target in ("new_patient", str(rin.id), "x"):
        with pytest.raises(Invalid):
            map_name(cora.actor, Decided(name.id, 1, Meaning(target)))


def test_the_key_is_made_once_and_must_not_lie_open(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "hospital.key"
    key = hospital_key(file)
    assert (len(key), hospital_key(file)) == (32, key)
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]
    file.chmod(0o640)
    with pytest.raises(KeyLiesOpen):
        hospital_key(file)
    file.write_bytes(b"short")
    file.chmod(0o600)
    with pytest.raises(KeyLiesOpen):
        hospital_key(file)


def test_the_ledger_tells_counts_and_ids_only(app: Flask, cora: Member) -> None:
    imported(a_bundle(a_procedure()))
    facts = db.session.scalars(
        select(LedgerEntry.facts).where(
            LedgerEntry.program_id == RIVERSIDE, LedgerEntry.event.like("hospital.%")
        )
    ).all()
    assert facts == ['{"faulty":0,"form":"fhir","rows":1}', '{"added":1,"corrected":0,"done":1}']


def test_a_job_may_bring_it_in(app: Flask, cora: Member) -> None:
    own = hospital.prepare(job(RIVERSIDE), "x.json", BytesIO(a_bundle(a_procedure())), KEY)
    assert queries.hospital_import(cora.actor, own).by is None
