"""Spreadsheets for tests."""

import csv
from collections.abc import Sequence
from datetime import timedelta
from io import StringIO

from tests.cast import TODAY

HEADER = ("Date", "Procedure", "Role", "Attending", "Levels", "Side", "Age", "Comments", "MRN")


def a_csv(*rows: Sequence[object], header: Sequence[str] = HEADER, delimiter: str = ",") -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def a_row(days_ago: int = 1, **but: object) -> list[object]:
    """A lumbar transforaminal epidural at L4 and L5 on the left, supervised by Ben."""
    usual: dict[str, object] = {
        "Date": (TODAY - timedelta(days=days_ago)).isoformat(),
        "Procedure": "Lumbar TFESI",
        "Role": "performed_direct",
        "Attending": "Dr. Ben",
        "Levels": "L4, L5",
        "Side": "left",
        "Age": "54",
        "Comments": "Contrast spread along the root.",
        "MRN": "12345678",
    }
    return list((usual | but).values())
