"""What the bench prints."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    figure: str
    aim: str
    holds: bool


def print_rows(rows: list[Row]) -> None:
    for row in rows:
        print(f"{'ok ' if row.holds else 'NOT'}  {row.what:<56} {row.figure:<44} {row.aim}")
