"""Columns, cells and rows of a spreadsheet, read as people write them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.domain.cases import State
from logbook.domain.catalogue import CaseRole
from logbook.domain.exchange import (
    Matching,
    Person,
    Reading,
    Surroundings,
    id_elsewhere,
    row_ids,
)
from logbook.domain.exchange_columns import guess, header_place, identifying
from logbook.domain.exchange_dates import DateOrder, order_of, read_date
from logbook.domain.exchange_rows import Reader
from logbook.domain.exchange_values import band_in, levels_in
from tests.domain.shipped import shipped

CURRICULUM = shipped()
MAY, ANN = (
    Person(uuid4(), "May Chen", "may.chen@example.org"),
    Person(uuid4(), "Ann Chen", "ann@example.org"),
)
SITE = uuid4()
AROUND = Surroundings(
    CURRICULUM,
    date(2026, 11, 23),
    date(2026, 1, 1),
    date(2026, 12, 31),
    (MAY, ANN),
    {"north clinic": SITE},
)
HEADER = ("Tanggal", "Tindakan", "Peran", "Pembimbing", "Level", "Sisi", "Umur", "Tempat")


def read(*cells: str, header: Sequence[str] = HEADER, role: CaseRole | None = None) -> Reading:
    return Reader(AROUND, Matching(guess(header, CURRICULUM), DateOrder.DMY, role)).read(cells)


def faults(reading: Reading) -> list[str]:
    return [name for name, _ in reading.problems]


def test_headings_in_two_languages_find_their_fields() -> None:
    for header in (HEADER, ("Date", "Procedure", "Role", "Attending", "Level", "Side", "Age")):
        found = guess(header, CURRICULUM)
        assert [name for name, _ in sorted(found.items(), key=lambda pair: pair[1])][:7] == [
            "performed_on",
            "procedure",
            "role",
            "supervisor",
            "levels",
            "laterality",
            "age_band",
        ]


def test_a_fields_own_name_comes_first() -> None:
    found = guess(("Procedure name", "procedure", "Fluoroscopy time (s)"), CURRICULUM)
    assert found == {"procedure": 1, "fluoroscopy_time": 2}


def test_headings_under_a_title_are_found() -> None:
    rows = [["Case log 2026"], [], ["No", "Date", "Procedure"], ["1", "2026-01-02", "TPI"]]
    assert header_place(rows, CURRICULUM) == 2
    assert header_place([["a"], ["b"]], CURRICULUM) == 0
    assert header_place([], CURRICULUM) == 0


def test_headings_that_tell_who_the_patient_is() -> None:
    assert identifying(["No. RM", "Date", "Patient name", "Nama", "D.O.B.", "DOB"]) == [0, 2, 3, 5]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04",
        "2026/3/4",
        "4/3/2026",
        "04.03.26",
        "4-3-2026",
        "4 Mar 2026",
        "4-Maret-26",
        "4th March, 2026",
        "March 4, 2026",
        "2026-03-04 08:15",
        "2026-03-04T08:15:00",
        "46085",
        "46085.5",
    ],
)
def test_a_day_in_many_forms(text: str) -> None:
    assert read_date(text, DateOrder.DMY) == date(2026, 3, 4)


@pytest.mark.parametrize("text", ["", "soon", "31/2/2026", "4 Foo 2026", "2026-13-01", "12345678"])
def test_what_is_no_day(text: str) -> None:
    assert read_date(text, DateOrder.DMY) is None


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(DateOrder))
def test_a_day_written_in_an_order_is_read_in_it(day: date, order: DateOrder) -> None:
    form = "%d/%m/%Y" if order is DateOrder.DMY else "%m/%d/%Y"
    assert read_date(day.strftime(form), order) == day
    assert read_date(day.isoformat(), order) == day


def test_the_order_is_told_by_the_days_themselves() -> None:
    assert order_of(["3/4/2026", "13/4/2026"]) is DateOrder.DMY
    assert order_of(["3/4/2026", "4/13/2026"]) is DateOrder.MDY
    assert order_of(["3/4/2026", "5/6/2026"]) is None
    assert order_of(["2026-04-03", "3/3/2026"]) is DateOrder.DMY  # it does not matter
    assert order_of(["13/4/2026", "14/4/2026", "4/13/2026"]) is DateOrder.DMY


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("40-64", "40-64"),
        ("40 – 64", "40-64"),
        ("54", "40-64"),
        ("17 tahun", "1-17"),
        ("80 y/o", "80+"),
        ("97", "80+"),
        ("0", "<1"),
        ("6 months", "<1"),
        ("<1", "<1"),
        ("126", None),
        ("old", None),
    ],
)
def test_an_age_finds_its_band(text: str, band: str | None) -> None:
    assert band_in(CURRICULUM.vocabularies["age_bands"], text) == band


SEGMENTS = ("L1", "L2", "L3", "L4", "L5", "S1")
GAPS = ("L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1")


@pytest.mark.parametrize(
    ("levels", "text", "found"),
    [
        (SEGMENTS, "l4, L5", ["L4", "L5"]),
        (SEGMENTS, "L3-L5", ["L3", "L4", "L5"]),
        (SEGMENTS, "L3–5", ["L3", "L4", "L5"]),
        (SEGMENTS, "S1 and L5", ["L5", "S1"]),
        (SEGMENTS, "L5/S1", ["L5", "S1"]),
        (GAPS, "L4/5", ["L4-L5"]),
        (GAPS, "L4-L5; L5-S1", ["L4-L5", "L5-S1"]),
        (GAPS, "-", []),
    ],
)
def test_levels_as_they_are_written(levels: Sequence[str], text: str, found: list[str]) -> None:
    assert levels_in(levels, text) == (found, [])


def test_levels_that_a_procedure_does_not_have() -> None:
    assert levels_in(SEGMENTS, "L4, C5") == (["L4"], ["C5"])


def test_a_row_in_indonesian() -> None:
    said = read("12/3/2026", "TFESI", "mandiri", "Dr. May Chen, MD", "L4-5", "kiri", "54", "-")
    assert said.problems == ()
    assert said.content is not None
    assert said.content.procedure == "esi_lumbosacral_transforaminal"
    assert said.content.performed_on == date(2026, 3, 12)
    assert said.content.role is CaseRole.PERFORMED_INDIRECT
    assert said.content.details == {"levels": ["L4", "L5"], "laterality": "left"}
    assert (said.supervisor_id, said.state) == (MAY.id, State.SUBMITTED)


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("May Chen", MAY.id),
        ("Chen, May", MAY.id),
        ("dr. May", MAY.id),
        ("ANN@example.org", ANN.id),
        ("Chen", None),  # two of them
        ("Dr.", None),
        ("", None),
        ("Nobody", None),
    ],
)
def test_a_supervisor_by_name_or_address(named: str, found: UUID | None) -> None:
    said = read("12/3/2026", "TFESI", "assist", named, "L4", "R", "54")
    assert said.supervisor_id == found
    assert said.state is (State.SUBMITTED if found else State.DRAFT)


def test_a_short_name_is_told_apart_by_its_levels() -> None:
    for level, procedure in (("C5", "esi_cervical_transforaminal"), ("", None)):
        said = read("12/3/2026", "TFESI", "assist", "", level, "R", "54")
        assert (said.content.procedure if said.content else None) == procedure


def test_everything_wrong_with_a_row() -> None:
    said = read("someday", "Wart removal", "boss", "", "", "", "old")
    assert faults(said) == ["performed_on", "procedure", "role", "age_band"]
    assert faults(read("", "", "", "")) == ["performed_on", "procedure", "role"]
    assert faults(read("12/3/2026", "TFESI", "assist", "", "L9", "up")) == ["procedure"]
    assert faults(read("12/3/2026", "MBB lumbal", "assist", "", "L9", "up")) == [
        "details.levels",
        "details.laterality",
    ]
    assert faults(read("12/3/2027", "MBB lumbal", "assist")) == ["performed_on"]


def test_a_role_for_rows_that_name_none() -> None:
    said = read("12/3/2026", "MBB lumbal", "", role=CaseRole.ASSISTED)
    assert said.content is not None
    assert said.content.role is CaseRole.ASSISTED
    assert said.wanting == ("age_band", "details.levels", "details.laterality", "supervisor")


def test_a_site_by_name_and_one_that_nobody_knows() -> None:
    row = ("12/3/2026", "MBB lumbal", "assist", "", "L4", "R", "54")
    assert read(*row, "North Clinic").site_id == SITE
    assert read(*row, "Far away").unknown == (("site", "Far away"),)


def test_a_column_of_another_procedure_must_be_blank_or_say_none() -> None:
    row = ("12/3/2026", "Joint injection", "assist", "", "{}", "R", "54")
    header = (*HEADER[:4], "Sedation", *HEADER[5:])
    assert faults(read(*(cell.format("none") for cell in row), header=header)) == []
    assert faults(read(*(cell.format("deep") for cell in row), header=header)) == [
        "details.sedation_depth"
    ]


def test_complications_numbers_and_units() -> None:
    header = ("date", "procedure", "role", "complications", "fluoro time (s)", "dap", "dap unit")
    row = ("2026-03-04", "Lumbar TFESI", "performed", "Vagal; Pungsi dura", "45 s", "2,50", "x")
    said = read(*row, header=header)
    assert faults(said) == ["details.dose_area_product_unit"]
    said = read(*row[:-1], "cGy·cm²", header=header)
    assert said.content is not None
    assert said.content.complications == ("vasovagal", "dural_puncture")
    assert said.content.details == {
        "fluoroscopy_time": 45,
        "dose_area_product": "2.5",
        "dose_area_product_unit": "cGy_cm2",
    }
    assert faults(read(*row[:3], "lightning", header=header)) == ["complications"]
    assert faults(read(*row[:3], "none", "99999", header=header)) == ["details.fluoroscopy_time"]


def test_a_complication_twice_is_one() -> None:
    said = read(
        "2026-03-04",
        "Lumbar TFESI",
        "performed",
        "vagal, vasovagal",
        header=("date", "procedure", "role", "complications"),
    )
    assert said.content is not None
    assert said.content.complications == ("vasovagal",)


def test_states_of_a_file_of_ours() -> None:
    header = (*HEADER, "state", "id")
    row = ("12/3/2026", "MBB lumbal", "assist", "May Chen", "L4", "R", "54", "")
    known = uuid4()
    assert read(*row, "approved", str(known), header=header).own_id == known
    assert read(*row, "approved", "7", header=header).state is State.SUBMITTED
    assert read(*row, "returned", header=header).state is State.DRAFT
    assert faults(read(*row, "withdrawn", header=header)) == ["state"]


def test_ids_follow_from_what_rows_say() -> None:
    row = ("12/3/2026", "MBB lumbal", "assist", "", "L4", "R", "54")
    first, other = read(*row), read("13/3/2026", *row[1:])
    faulty = read("", *row[1:])
    program, enrollment = uuid4(), uuid4()
    ids = row_ids(program, enrollment, [first, other, first, faulty])
    assert ids[3] is None
    assert len(set(ids)) == 4
    again = row_ids(program, enrollment, [other, first, first])
    assert set(again) == set(ids[:3])
    assert set(row_ids(program, uuid4(), [first])).isdisjoint(ids)
    assert id_elsewhere(enrollment, program) == id_elsewhere(enrollment, program)


@given(st.lists(st.text(max_size=20), max_size=10))
def test_no_row_breaks_the_reader(cells: list[str]) -> None:
    said = read(*cells)
    assert (said.content is None) == bool(said.problems)
