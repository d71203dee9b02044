"""Spreadsheets as people send them, and as we give them out.

In: CSV in any common encoding and with any common delimiter, and XLSX. Every cell becomes text;
a day becomes its ISO form. A workbook is judged by its directory before anything is unpacked.
Out: text that a spreadsheet program would take for a formula gets an apostrophe in front, which
is taken off again when the file comes back.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO

from logbook.domain.decisions import say
from logbook.services.refusals import Invalid
from logbook.services.workbooks import packed, refuse_what_is_unsafe, unpacked_rows

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 200
LONGEST_CELL = 8_000
"""In characters; what is longer is no cell of a log of cases."""

Cell = str | int | float | date | None

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 50
FORMULA = re.compile(r"'*[=+\-@\t\r\n\0＝＋－＠]")
GUARDED = re.compile(r"'+[=+\-@\t\r\n\0＝＋－＠]")
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Line:
    """One row with its number, as the spreadsheet shows it: the first is 1."""

    number: int
    cells: list[str]


def read(data: bytes) -> list[Line]:
    """The rows of a file that are not blank. Invalid says under `file` why it cannot be read."""
    if not data.strip():
        raise refusal_empty()
    if len(data) > MOST_BYTES:
        raise Invalid({"file": say("The file is larger than 5 MB.")})
    if data.startswith(OLD_WORKBOOK):
        raise Invalid(
            {"file": say("This is an old or protected workbook. Save it as XLSX or CSV.")}
        )
    rows = read_workbook(data) if data.startswith(b"PK") else read_text(data)
    lines = [
        Line(number, [unguarded(cell) for cell in cells])
        for number, cells in enumerate(rows, start=1)
        if any(cells)
    ]
    if not lines:
        raise refusal_empty()
    return refuse_too_much(lines)


def refusal_empty() -> Invalid:
    return Invalid({"file": say("The file has no rows.")})


def refuse_too_much(lines: list[Line]) -> list[Line]:
    if len(lines) > MOST_ROWS + 1:
        raise Invalid({"file": say("The file has more than 10,000 rows. Divide it.")})
    if max(len(line.cells) for line in lines) > MOST_COLUMNS:
        raise Invalid({"file": say("The file has more than 200 columns.")})
    if any(len(cell) > LONGEST_CELL for line in lines for cell in line.cells):
        raise Invalid({"file": say("A cell of the file is too long.")})
    return lines


def read_workbook(data: bytes) -> Iterable[list[str]]:
    """The first sheet of a workbook."""
    refuse_what_is_unsafe(data, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS)
    return [without_blank_end(row) for row in unpacked_rows(data)]


def read_text(data: bytes) -> list[list[str]]:
    """The rows of a text file."""
    text = decoded(data)
    said, text = announced_delimiter(text)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=said or delimiter_of(text)))
    except csv.Error as fault:
        raise Invalid({"file": say("This file cannot be read as CSV.")}) from fault
    return [without_blank_end([cell.strip() for cell in row]) for row in rows]


def decoded(data: bytes) -> str:
    """The text of a file: by its mark, else UTF-8, else as Windows writes western letters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[1:2] == b"\0" or data[3:4] == b"\0":
        encodings = ["utf-16-le"]
    elif data[:1] == b"\0":
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Invalid({"file": say("This is neither a text file nor a workbook.")})


def announced_delimiter(text: str) -> tuple[str | None, str]:
    """Excel's own first line, `sep=;`, and the text after it."""
    first, _, rest = text.partition("\n")
    found = re.fullmatch(r'"?sep=(.)"?\r?', first)
    return (found[1], rest) if found else (None, text)


def delimiter_of(text: str) -> str:
    """The delimiter by which most rows have as many cells as the first, and that many."""
    return max(DELIMITERS, key=lambda delimiter: evenness(text, delimiter))


def evenness(text: str, delimiter: str) -> tuple[bool, int, float]:
    """How well a delimiter divides the first rows; for one that divides nothing, nothing."""
    widths: list[int] = []
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
            if any(row):
                widths.append(len(row))
            if len(widths) == LOOKED_AT:
                break
    except csv.Error:
        return False, 0, 0.0
    if not widths or max(widths) < 2:
        return False, 0, 0.0
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    share = widths.count(usual) / len(widths)
    return usual > 1 and share >= 0.8, usual, share


def without_blank_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def guarded(text: str) -> str:
    """Text that no spreadsheet program takes for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The same text without the guard that we put before it."""
    return text[1:] if GUARDED.match(text) else text


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark that lets Excel know it."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guarded(name) for name in header])
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def write_workbook(
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    legend: Sequence[Sequence[str]],
    sheets: tuple[str, str],
) -> bytes:
    """A workbook: the rows on its first sheet, and what each column means on the second."""
    return packed(
        {"name": sheets[0], "header": True, "rows": as_plain([header, *rows])},
        {"name": sheets[1], "header": False, "rows": as_plain(legend)},
    )


def as_plain(rows: Iterable[Sequence[Cell]]) -> list[list[object]]:
    """Cells as the writer of workbooks takes them."""
    return [[plain(cell) for cell in row] for row in rows]


def plain(cell: Cell) -> object:
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return guarded(cell) if isinstance(cell, str) else cell
