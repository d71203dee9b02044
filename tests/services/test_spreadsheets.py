"""Files in any form that people send, and in none that does harm."""

import csv
import json
from datetime import date, datetime
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbook.services import workbook_reader, workbook_writer, workbooks
from logbook.services.refusals import Invalid
from logbook.services.spreadsheets import (
    decoded,
    guarded,
    read,
    unguarded,
    write_csv,
    write_workbook,
)

TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=12
).map(str.strip)
PAYLOADS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1", "'=1")


def cells_of(data: bytes) -> list[list[str]]:
    return [line.cells for line in read(data)]


def typed(delimiter: str, rows: list[list[str]], encoding: str = "utf-8") -> bytes:
    out = StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


@given(
    st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_delimiter_and_encoding_reads_the_same(
    rows: list[list[str]], delimiter: str, encoding: str
) -> None:
    header = ["date", "procedure", "role", "end"]
    rows = [[unguarded(cell) for cell in row] for row in rows]
    plain = [[cell for cell in row if not guarded(cell).startswith("'")] for row in rows]
    full = [[*row, *[""] * 3][:3] for row in plain]
    data = typed(delimiter, [header, *([*row, "x"] for row in full)], encoding)
    assert cells_of(data) == [header, *([*row, "x"] for row in full)]


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_we_write_we_read(rows: list[list[str]]) -> None:
    header = ["first", "second", "last"]
    full = [[*row, "x"] for row in rows]
    assert cells_of(write_csv(header, full)) == [header, *full]


@given(TEXTS)
def test_a_guard_goes_on_and_comes_off(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in set("=+-@＝＋－＠")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_formula_leaves(payload: str) -> None:
    assert guarded(payload) == f"'{payload}"
    book = write_workbook(["a"], [[payload]], [], ("Cases", "Columns"))
    with ZipFile(BytesIO(book)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert cells_of(book)[1] == [unguarded(guarded(payload).strip())]


def test_numbers_and_days_keep_their_kind() -> None:
    book = write_workbook(["a", "b", "c"], [[-4, 2.5, date(2026, 3, 4)]], [], ("A", "B"))
    assert cells_of(book)[1] == ["-4", "2.5", "2026-03-04"]
    assert cells_of(write_csv(["a", "b"], [[-4, 2.5]]))[1] == ["-4", "2.5"]


def test_what_windows_writes_is_read() -> None:
    assert cells_of("Patient;Café\n1;é".encode("cp1252")) == [["Patient", "Café"], ["1", "é"]]
    assert cells_of("a;b\n1;2".encode("utf-16-le")) == [["a", "b"], ["1", "2"]]
    assert cells_of(b"sep=|\r\na|b\r\n1|2,5") == [["a", "b"], ["1", "2,5"]]


def test_numbers_of_rows_are_those_of_the_sheet() -> None:
    assert [line.number for line in read(b"a,b\n\n1,2\n,\n3,4\n")] == [1, 3, 5]


def rezipped(book: bytes, name: str, change: dict[bytes, bytes]) -> bytes:
    """The same workbook with a member's bytes changed."""
    out = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            for before, after in change.items() if member == name else ():
                content = content.replace(before, after)
            new.writestr(member, content)
    return out.getvalue()


BOOK = write_workbook(["a", "b"], [["x", "y"]], [], ("A", "B"))
SHEET = "xl/worksheets/sheet1.xml"


def test_a_cell_far_away_is_refused() -> None:
    for far in (b'r="XFD2"', b'r="B1048576"', b"r='B1048576'", b'r="B&#49;048576"'):
        with pytest.raises(Invalid):
            read(rezipped(BOOK, SHEET, {b'r="B2"': far}))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr(SHEET, bytes(30 * 1024 * 1024))
    with pytest.raises(Invalid):
        read(out.getvalue())


def test_a_directory_that_lies_is_found_out() -> None:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr(SHEET, b"x" * 50_000)
    lying = out.getvalue().replace((50_000).to_bytes(4, "little"), (5_000).to_bytes(4, "little"))
    with pytest.raises(Invalid):
        read(lying)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n,,\n",
        b"\xd0\xcf\x11\xe0 old",
        b"PK\3\4broken",
        BOOK[:-30],
        b"x" * (5 * 1024 * 1024 + 1),
        b"a,b\n" * 10_002,
        b",".join([b"a"] * 201),
        b"a,b\n" + b"x" * 9_000,
        bytes(range(256)) * 20,
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read(data)
    assert list(refused.value.complaints) == ["file"]


def test_a_workbook_without_document_type_only() -> None:
    with pytest.raises(Invalid):
        read(rezipped(BOOK, SHEET, {b"<sheetData": b"<!-- x --><sheetData"}))


def with_strings(count: bytes) -> bytes:
    """A workbook that claims to share so many strings."""
    return rezipped(BOOK, "xl/sharedStrings.xml", {b'uniqueCount="4"': b'uniqueCount="%s"' % count})


def test_a_workbook_that_would_kill_its_reader_is_only_refused() -> None:
    assert cells_of(with_strings(b"4"))[1] == ["x", "y"]
    with pytest.raises(Invalid):
        read(with_strings(b"9999999999999"))


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "PATIENCE", 0.001)
    with pytest.raises(Invalid):
        read(BOOK)


def test_the_reader_answers_for_itself() -> None:
    out = BytesIO()
    assert workbook_reader.answer(BytesIO(BOOK), out) == 0
    assert json.loads(out.getvalue()) == [["a", "b"], ["x", "y"]]
    for data in (b"PK nothing", b""):
        assert workbook_reader.answer(BytesIO(data), out) == workbook_reader.UNREADABLE


def test_the_writer_answers_for_itself() -> None:
    rows = [["=1", None], [{workbook_writer.DAY: "2026-03-04"}, 2.5]]
    sheets = [
        {"name": "A", "header": True, "rows": rows},
        {"name": "B", "header": False, "rows": []},
    ]
    out = BytesIO()
    workbook_writer.answer(BytesIO(json.dumps(sheets).encode()), out)
    assert workbook_reader.rows_of(out.getvalue()) == [["=1", ""], ["2026-03-04", "2.5"]]


def test_too_many_words_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_reader, "MOST_CHARACTERS", 3)
    assert workbook_reader.answer(BytesIO(BOOK), BytesIO()) == workbook_reader.UNREADABLE


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (True, "yes"),
        (False, "no"),
        (4.0, "4"),
        (2.5, "2.5"),
        (0.1 + 0.2, "0.3"),
        (1e15, "1000000000000000.0"),
        (date(2026, 3, 4), "2026-03-04"),
        (datetime(2026, 3, 4), "2026-03-04"),  # noqa: DTZ001
        (datetime(2026, 3, 4, 8, 15), "2026-03-04 08:15"),  # noqa: DTZ001
        ("  x ", "x"),
    ],
)
def test_a_cell_of_a_workbook_as_text(cell: object, text: str) -> None:
    assert workbook_reader.as_text(cell) == text


def directory_says(flag: int = 0, method: int = ZIP_DEFLATED) -> bytes:
    """A workbook whose directory says something unusual of its first member."""
    book = bytearray(BOOK)
    entry = book.index(b"PK\1\2")
    book[entry + 8] |= flag
    book[entry + 10] = method
    return bytes(book)


def test_an_unusual_directory_is_refused() -> None:
    for data in (directory_says(flag=1), directory_says(method=12)):
        with pytest.raises(Invalid):
            read(data)


def test_a_workbook_stored_without_packing_is_read() -> None:
    out = BytesIO()
    with ZipFile(BytesIO(BOOK)) as old, ZipFile(out, "w", ZIP_STORED) as new:
        for member in old.namelist():
            new.writestr(member, old.read(member))
    assert cells_of(out.getvalue())[1] == ["x", "y"]


def test_too_many_columns_of_a_workbook() -> None:
    with pytest.raises(Invalid):
        read(write_workbook(["a"] * 201, [], [], ("A", "B")))


def test_a_cell_without_end_is_refused() -> None:
    with pytest.raises(Invalid):
        read(b'a,b\n"' + b"x" * 200_000)


def test_one_column_is_read_too() -> None:
    assert cells_of(b"date\n2026-03-04\n") == [["date"], ["2026-03-04"]]


def test_a_file_with_empty_letters_in_it_is_no_text():
    with pytest.raises(Invalid):
        decoded(b"Date,Procedure\0,Role\n")
