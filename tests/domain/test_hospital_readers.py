"""What the readers of a hospital's files understand, and what passes the door."""

import json
from datetime import date, timedelta
from io import BytesIO
from random import Random
from uuid import UUID

import pytest

from logbook.domain.hospital import Door, Fault, Happened, Kept, Named, Side, Told, from_json
from logbook.domain.hospital_codes import likely, side_in, system_named
from logbook.domain.hospital_fhir import FhirReader
from logbook.domain.hospital_hl7 import read_hl7
from logbook.domain.hospital_json import pieces
from logbook.domain.hospital_table import ColumnMap, TableReader, guess, header_place
from logbook.services.likely_codes import likely_by_cpt
from tests.domain.shipped import shipped as pain_medicine
from tests.makers.hospital_files import (
    HEADER,
    KEY,
    MRN,
    TODAY,
    a_batch,
    a_bundle,
    a_message,
    a_procedure,
    a_table,
    in_lines,
)

PROGRAM = UUID(int=7)


def fhir(data: bytes) -> list[Told | Fault]:
    reader, faults = FhirReader(), []
    for place, piece in pieces(BytesIO(data)):
        if isinstance(piece, Fault):
            faults.append(piece)
        else:
            reader.take(place, piece)
    return [*faults, *reader.rows()]


def table(data: bytes) -> list[Told | Fault]:
    lines = [line.split(",") for line in data.decode().splitlines()]
    reader = TableReader(ColumnMap(guess(lines[0])))
    return list(reader.rows(enumerate(lines[1:], start=2)))


def only(rows: list[Told | Fault]) -> Told:
    [row] = rows
    assert isinstance(row, Told), row
    return row


def let_in(told: Told, program: UUID = PROGRAM, key: bytes = KEY) -> Kept | Fault:
    return Door(key, program, TODAY).let_in(told)


READ = {
    "bundle": fhir(a_bundle(a_procedure())),
    "lines": fhir(in_lines(a_procedure())),
    "hl7": list(read_hl7(BytesIO(a_batch(a_message())))),
    "table": table(a_table({})),
}


@pytest.mark.parametrize("form", READ)
def test_all_forms_tell_the_same_procedure(form: str) -> None:
    told = only(READ[form])
    assert told.performed_on == TODAY
    assert told.procedure == Named("cpt", "64483", "TFESI lumbar")
    assert told.side is Side.LEFT
    assert told.site is not None and told.site.code == "riverside clinic"
    assert told.practitioners[0].system == "npi"
    assert told.happened is Happened.DONE


@pytest.mark.parametrize("form", READ)
def test_nothing_of_the_patient_passes_the_door_or_stands_in_a_repr(form: str) -> None:
    told = only(READ[form])
    kept = let_in(told)
    assert isinstance(kept, Kept)
    for words in (repr(told), repr(kept), json.dumps(kept.as_json())):
        assert MRN not in words and "ecret" not in words and "1970" not in words
        assert "OR-1" not in words and "FI1" not in words
    assert len(kept.patient_mark) == 32
    assert from_json(json.loads(json.dumps(kept.as_json()))) == kept


def test_marks_hang_on_the_key_and_on_the_program() -> None:
    told = only(READ["bundle"])
    rows = [let_in(told), let_in(told, UUID(int=8)), let_in(told, key=bytes(32))]
    kept = [row for row in rows if isinstance(row, Kept)]
    assert let_in(told) == kept[0]
    assert len({row.id for row in kept}) == 3
    assert len({row.patient_mark for row in kept}) == 3
    assert len({row.encounter_mark for row in kept}) == 3


def test_of_a_day_of_birth_the_band_of_the_age_is_kept() -> None:
    for born, age, band in (
        (date(TODAY.year - 40, 12, 31), None, "18-39"),
        (date(TODAY.year - 41, 1, 1), None, "40-64"),
        (None, 80, "80+"),
        (None, 400, ""),
        (None, None, ""),
    ):
        told = Told("row 1", "k", TODAY, Named("cpt", "1"), born=born, age=age)
        kept = let_in(told)
        assert isinstance(kept, Kept) and kept.age_band == band


def test_words_that_may_tell_who_the_patient_is_stay_outside() -> None:
    named = Named("cpt", "64483", "TFESI for Mrs Verysecret, born 01/05/1970")
    kept = let_in(Told("row 1", "k", TODAY, named, body_site="MRN 4711223"))
    assert isinstance(kept, Kept)
    assert (kept.procedure.text, kept.body_site) == ("", "")
    words = Told("row 1", "k", TODAY, Named("text", "mrn 4711223"))
    assert isinstance(let_in(words), Fault)


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(1970, 5, 1)])
def test_a_day_that_cannot_be_one_of_a_procedure_is_refused(day: date) -> None:
    assert isinstance(let_in(Told("row 1", "k", day, Named("cpt", "1"))), Fault)


def test_release_5_and_what_procedures_carry_themselves() -> None:
    person = {"resourceType": "Practitioner", "id": "x",
              "identifier": [{"system": "urn:staff", "value": "E7"}]}  # fmt: skip
    told = only(
        fhir(
            a_bundle(
                a_procedure(
                    performedDateTime=None,
                    occurrencePeriod={"start": f"{TODAY.isoformat()}T08:00:00Z"},
                    contained=[person],
                    performer=[
                        {"actor": {"reference": "#x", "display": "Dr. Ben"}},
                        {"actor": {"identifier": {"system": "urn:staff", "value": "E8"}}},
                        {"actor": {"display": "Dr. Eve"}},
                    ],
                )
            )
        )
    )
    assert told.performed_on == TODAY
    assert [(one.system, one.code) for one in told.practitioners] == [
        ("urn:staff", "E7"),
        ("urn:staff", "E8"),
        ("text", "dr. eve"),
    ]


@pytest.mark.parametrize(
    ("status", "happened"),
    [("stopped", Happened.STOPPED), ("entered-in-error", Happened.MISTAKEN)],
)
def test_what_became_of_a_procedure(status: str, happened: Happened) -> None:
    assert only(fhir(a_bundle(a_procedure(status=status)))).happened is happened


def test_what_was_never_done_and_has_no_day_is_passed_over() -> None:
    assert fhir(a_bundle(a_procedure(status="not-done", performedDateTime=None))) == []


def test_a_bundle_is_read_piece_by_piece_wherever_it_is_cut() -> None:
    """The window is much smaller than the file, and cuts it at another place each time."""
    data = a_bundle(*(a_procedure(number) for number in range(40)))

    class Drops(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(Random(self.tell()).randint(1, 97))

    read = [row for place, row in pieces(Drops(data))]
    whole = list(json.loads(data)["entry"])
    assert read == whole


def test_a_message_with_pr1_tells_its_procedures_there() -> None:
    day = f"{TODAY:%Y%m%d}"
    pr1 = (
        f"PR1|1||64483^TFESI lumbar^C4||{day}0930|A|||||7^Ben^Ben^^^^^^NPI&x|8^Test^Asha||||RT",
        f"PR1|2||^Left stellate block||{day}",
    )
    rows = list(read_hl7(BytesIO(a_message(1, *pr1, kind="ADT^A08").encode())))
    first, second = (row for row in rows if isinstance(row, Told))
    assert first.side is Side.RIGHT
    assert [one.code for one in first.practitioners] == ["7", "8"]
    assert (second.procedure.system, second.side) == ("text", Side.LEFT)
    assert first.source_key != second.source_key


def test_hl7_with_line_feeds_escapes_and_another_divider() -> None:
    text = a_message().replace("TFESI lumbar", "TFESI \\T\\ block").replace("|", "#")
    told = only(list(read_hl7(BytesIO(b"\x0b" + text.replace("\r", "\n").encode() + b"\x1c\r"))))
    assert told.procedure.text == "TFESI & block"


def test_a_cancelled_order_takes_the_procedure_back() -> None:
    text = a_message().replace("\rOBR", "\rORC|CA|PL1\rOBR")
    assert only(list(read_hl7(BytesIO(text.encode())))).happened is Happened.MISTAKEN


def test_a_row_without_a_number_of_its_own_is_known_by_what_it_says() -> None:
    data = a_table({"Case Number": ""}, {"Case Number": ""}, {"Case Number": "", "Laterality": "R"})
    keys = [row.source_key for row in table(data) if isinstance(row, Told)]
    assert len(set(keys)) == 3
    assert keys == [row.source_key for row in table(data) if isinstance(row, Told)]


def test_headings_are_found_below_a_title_and_never_guessed_from_data() -> None:
    rows = [["Riverside OR"], [], list(HEADER)]
    assert header_place(rows) == 2
    assert header_place([["4711-22334", "64483", "2026-01-03"]]) is None


def test_sides_systems_and_suggestions() -> None:
    assert side_in("Left", "7771000") is Side.LEFT
    assert side_in("left", "right") is Side.BILATERAL
    assert side_in("midline") is None
    assert system_named("http://www.ama-assn.org/go/cpt") == system_named("C4") == "cpt"
    catalogue = pain_medicine().procedures.values()
    assert likely(Named("cpt", "27096"), catalogue, likely_by_cpt()) == "sij_injection"
    words = Named("text", "left stellate ganglion block", "Left stellate ganglion block")
    assert likely(words, catalogue, likely_by_cpt()) == "stellate_ganglion_block"
    assert likely(Named("text", "appendectomy", "Appendectomy"), catalogue, likely_by_cpt()) is None


def test_every_suggested_code_is_in_the_catalogue() -> None:
    assert set(likely_by_cpt().values()) - set(pain_medicine().procedures) == set()
