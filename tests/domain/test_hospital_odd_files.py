"""What hospitals send is seldom as the standard has it: odd, old and half-broken files."""

import json
from io import BytesIO
from typing import Any

import pytest

from logbook.domain import hospital_json
from logbook.domain.hospital import Fault, Named, Told, by_words
from logbook.domain.hospital_codes import preferred, side_in
from logbook.domain.hospital_fhir import FhirReader
from logbook.domain.hospital_hl7 import read_hl7
from logbook.domain.hospital_json import pieces
from logbook.domain.hospital_table import staff_named
from tests.domain.test_hospital_readers import fhir, only
from tests.makers.hospital_files import TODAY, a_bundle, a_message, a_procedure, in_lines

THREE = tuple(map(a_procedure, (1, 2, 3)))


def split(rows: list[Told | Fault]) -> tuple[int, int]:
    """How many are good, and how many are not."""
    return sum(isinstance(one, Told) for one in rows), sum(isinstance(one, Fault) for one in rows)


def pretty(*procedures: Any) -> bytes:
    return json.dumps(json.loads(a_bundle(*procedures)), indent=2).encode()


def broken(data: bytes) -> bytes:
    return data.replace(b'"id": "p2"', b'"id" "p2"', 1)


@pytest.mark.parametrize(
    ("data", "good", "bad"),
    [
        (pretty(*THREE), 3, 0),
        (broken(pretty(*THREE)), 2, 1),
        (broken(in_lines(*THREE)), 2, 1),
        (json.dumps(THREE).encode(), 3, 0),
        (json.dumps(json.loads(a_bundle(*THREE))).encode("utf-16"), 3, 0),
        (b"\xef\xbb\xbf" + a_bundle(*THREE), 3, 0),
        (b"nothing of ours\n" + in_lines(*THREE), 3, 1),
        (b"nothing of ours, and no line after it", 0, 1),
        (b'{"resourceType": "Bundle", "entry": [1, "x", {}]}', 0, 2),
        (b'{"resourceType": "Bundle", "entry": [1]}\n', 0, 1),
        (b'{"resourceType": "Bundle", "entry": [' + b"[" * 100_000, 0, 1),
        (b'{"resourceType": "Bundle", "total": 3', 0, 1),
        (b'{"resourceType": "Bundle", "total" 3, "entry": [{"resource": {}}]}', 0, 1),
        (b'{"resourceType": "Bundle", "total" 3}', 0, 1),
        (b'{"resourceType": "Bundle", "entry": [{"resource": {}}', 0, 1),
        (json.dumps(a_procedure()).encode(), 1, 0),
        (json.dumps(a_procedure(), indent=1).encode() + b"]", 1, 0),
        (a_bundle(*THREE) + b"\n" + a_bundle(a_procedure(4)), 4, 0),
    ],
)
def test_every_good_entry_is_read(data: bytes, good: int, bad: int) -> None:
    assert split(fhir(data)) == (good, bad)


def test_what_is_too_long_to_be_an_entry_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hospital_json, "LONGEST_ENTRY", 2_000)
    monkeypatch.setattr(hospital_json, "PIECE", 500)
    long = a_procedure(2, note=[{"text": "x" * 9_000}])
    assert split(fhir(a_bundle(a_procedure(1), long, a_procedure(3)))) == (2, 1)


def test_what_a_line_of_garbage_hides_costs_no_more_than_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hospital_json, "PIECE", 64)
    rows = [piece for _, piece in pieces(BytesIO(b"x" * 500 + b"\n" + in_lines(a_procedure())))]
    assert isinstance(rows[0], Fault) and len(rows) == 6


def test_all_that_a_procedure_points_to_is_found_wherever_it_stands() -> None:
    role = {"resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "P/7"}}
    person = {"resourceType": "Practitioner", "id": "7", "name": [{"text": "Ben Test"}]}
    visit = {
        "resourceType": "Encounter",
        "id": "1",
        "identifier": [{"system": "urn:visit", "value": "V1"}],
        "location": [{"location": {"reference": "Location/9"}}],
    }
    room = {"resourceType": "Location", "id": "9", "identifier": [{"value": "OR2"}]}
    procedure = a_procedure(
        location=None,
        subject={"identifier": {"system": "urn:mrn", "value": "4711"}},
        performer=[
            {"actor": {"reference": "PractitionerRole/r"}},
            {"actor": {"identifier": {"system": "urn:staff", "value": "E1"}, "display": "Eve"}},
            {"actor": {}},
        ],
    )
    reader = FhirReader()
    broken_one = {"resourceType": "PractitionerRole", "id": "x"}
    for entry in (procedure, visit, room, role, broken_one):
        reader.take("entry 1", {"resource": entry})
    reader.take("entry 6", {"fullUrl": "P/7", "resource": person})
    told = only(list(reader.rows()))
    assert (told.patient, told.encounter) == ("urn:mrn|4711", "urn:visit|V1")
    assert told.site == Named("local", "OR2")
    assert told.practitioners == (
        Named("text", "ben test", "Ben Test"),
        Named("urn:staff", "E1", "Eve"),
    )


def test_a_place_that_is_known_by_number_keeps_the_words_beside_it() -> None:
    reader = FhirReader()
    room = {"resourceType": "Location", "id": "1", "identifier": [{"value": "OR2"}]}
    place = {"reference": "Location/1", "display": "Theater two"}
    born = {"resourceType": "Patient", "id": "1", "birthDate": "1970-13-45"}
    nobody = {"resourceType": "Practitioner", "id": "ben"}
    for entry in (room, born, nobody, a_procedure(location=place, identifier=[{}])):
        reader.take("entry 1", entry)
    told = only(list(reader.rows()))
    assert (told.site, told.born) == (Named("local", "OR2", "Theater two"), None)
    assert told.source_key == "Procedure/p1"


def test_a_procedure_without_an_id_is_known_by_its_address() -> None:
    reader = FhirReader()
    bare = a_procedure(id=None, identifier=None, status=True)
    reader.take("entry 1", {"fullUrl": "https://h.example/Procedure/9", "resource": bare})
    assert only(list(reader.rows())).source_key == "https://h.example/Procedure/9"


def hl7(*segments: str, kind: str = "ORU^R01", without: str = "") -> list[Told | Fault]:
    text = "\r".join(
        line
        for line in a_message(1, *segments, kind=kind).split("\r")
        if not without or not line.startswith(without)
    )
    return list(read_hl7(BytesIO(text.encode("latin-1"))))


DAY = f"{TODAY:%Y%m%d}"


def test_old_messages() -> None:
    obr = f"OBR|1|||^Blok ganglion impar kiri|||{DAY}"
    names = "|" * 9 + "&Müller&Ana~8&Test&Eve" + "|" * 16 + "9&Ben&Ben&&&&&&NPI"
    told = only(hl7(f"{obr}{names}"))
    assert told.procedure == Named("text", "blok ganglion impar kiri", "Blok ganglion impar kiri")
    assert told.source_key.startswith("RIVERSIDE|V1|")
    assert told.practitioners[0] == Named("npi", "9", "Ben Ben")
    assert Named("text", "ana müller", "Ana Müller") not in told.practitioners[:1]


@pytest.mark.parametrize(
    ("segment", "says"),
    [
        ("OBR|1|P|F|64483^x^CPT|||202613", "whole date"),
        ("OBR|1|P|F|64483^x^CPT|||20261345", "does not exist"),
        (f"OBR|1|P|F||||{DAY}", "neither by code"),
    ],
)
def test_what_is_wrong_with_a_message_is_said(segment: str, says: str) -> None:
    [fault] = hl7(segment)
    assert isinstance(fault, Fault) and says in fault.message.id


def test_a_message_that_does_not_say_of_what_kind_it_is() -> None:
    [fault] = hl7(kind="")
    assert isinstance(fault, Fault) and "what kind" in fault.message.id


def test_a_message_without_a_patient_and_a_visit_has_no_key() -> None:
    pr1 = f"PR1|1||64483^x^CPT|Text|{DAY}"
    told = only(hl7(pr1, kind="ADT^A08", without="PID"))
    assert told.patient == "" and "|V1|" in told.source_key
    data = a_message(1, pr1, kind="ADT^A08").split("\r")
    bare = "\r".join(line for line in data if line[:3] not in ("PID", "PV1"))
    assert only(list(read_hl7(BytesIO(bare.encode())))).source_key == ""


def test_several_procedures_of_one_order_are_told_apart() -> None:
    order = f"ORC|RE|PL9\rPR1|1||64483^x^CPT||{DAY}\rPR1|2||^Text only^||{DAY}\rPR1|3||||{DAY}"
    rows = hl7(*order.split("\r"), kind="PPR^PC1")
    assert split(rows) == (2, 1)
    keys = [row.source_key for row in rows if isinstance(row, Told)]
    assert keys == ["RIVERSIDE|PL9|1", "RIVERSIDE|PL9|2"]


def test_small_words() -> None:
    assert by_words("  ") is None
    assert staff_named("E07") == Named("staff", "E07")
    assert staff_named("") is None
    assert preferred([]) is None
    assert side_in("L4", "R") is not None


def test_an_empty_file_has_no_pieces() -> None:
    assert list(pieces(BytesIO(b""))) == []
