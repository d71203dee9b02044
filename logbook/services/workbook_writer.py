"""Writes a workbook in a process of its own, which takes its memory with it when it ends.

A log of ten thousand rows takes many times its size while it is packed, and the library that
packs it is needed for nothing else: a worker that serves pages should keep neither. So this file
is run as a program: cells come in as JSON, the workbook goes out. It imports nothing of ours.
"""

import json
import sys
from datetime import date
from io import BytesIO
from typing import Any, BinaryIO

import xlsxwriter

DAY = "day"
"""A day comes as `{"day": "2026-11-23"}`; text, numbers and nothing come as they are."""


def workbook(sheets: list[dict[str, Any]]) -> bytes:
    """Of each sheet its name, its rows, and whether the first of them is a header."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    bold = book.add_format({"bold": True})
    for told in sheets:
        sheet = book.add_worksheet(told["name"])
        for number, row in enumerate(told["rows"]):
            for place, cell in enumerate(row):
                write(sheet, number, place, cell, bold if told["header"] and not number else None)
        if told["header"]:
            sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def write(sheet: Any, row: int, place: int, cell: Any, look: object) -> None:
    """Text always as text, whatever it looks like."""
    if isinstance(cell, str):
        sheet.write_string(row, place, cell, look)
    elif isinstance(cell, dict):
        sheet.write_datetime(row, place, date.fromisoformat(cell[DAY]))
    elif cell is not None:
        sheet.write_number(row, place, cell)


def answer(source: BinaryIO, target: BinaryIO) -> None:
    """Read what the sheets are to hold and write the workbook."""
    target.write(workbook(json.load(source)))


if __name__ == "__main__":
    answer(sys.stdin.buffer, sys.stdout.buffer)
