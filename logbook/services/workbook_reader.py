"""Reads the first sheet of a workbook in a process of its own, which may die of it.

A forged number in a workbook can make its reader ask for terabytes, and a library that is written
in another language then ends the whole process. So this file is run as a program, with little
memory and little time: the workbook comes in, its cells go out as JSON. It imports nothing of ours.
"""

import json
import resource
import sys
from datetime import datetime, time
from io import BytesIO
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

MEMORY = 768 * 1024 * 1024
SECONDS = 20
MOST_CHARACTERS = 20 * 1024 * 1024
UNREADABLE = 3
"""How the program ends when the workbook cannot be read; any other end but zero says the same."""


def as_text(cell: object) -> str:
    """A cell as text: whole numbers without a point, days in ISO form."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        whole_day = cell.time() == time()
        return cell.date().isoformat() if whole_day else cell.isoformat(" ", "minutes")
    if isinstance(cell, float):
        return f"{cell:.12g}" if abs(cell) < 1e12 else str(cell)
    return str(cell).strip()


def rows_of(data: bytes) -> list[list[str]]:
    """The rows of the first sheet. ValueError and its kin when it cannot be read."""
    sheet = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0)
    rows = [[as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    if sum(len(cell) for row in rows for cell in row) > MOST_CHARACTERS:
        raise ValueError("too many words")
    return rows


def answer(source: BinaryIO, target: BinaryIO) -> int:
    """Read a workbook and write its rows. Returns how the program is to end."""
    try:
        rows = rows_of(source.read())
    except (CalamineError, IndexError, ValueError, OverflowError, MemoryError):
        return UNREADABLE
    target.write(json.dumps(rows).encode("utf-8", "surrogatepass"))
    return 0


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(answer(sys.stdin.buffer, sys.stdout.buffer))


if __name__ == "__main__":
    main()
