"""Clinic lists as people paste them, and as tables: `08:30, TFESI L4-5 R`.

A table with headings is read by its columns of day, time, procedure and place, and no other. Where
there are none, each line is one entry: its time, its day where it says one, and what may name the
procedure. Whatever else stands there is passed over.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from logbook.domain.exchange_columns import plain_heading
from logbook.domain.exchange_dates import DateOrder, read_date
from logbook.domain.expected import Planned
from logbook.domain.hospital import Named, by_words
from logbook.domain.hospital_codes import system_named
from logbook.domain.hospital_table import guess

CLOCK = re.compile(r"(?:.*[T ])?(\d{1,2})[:.h](\d{2})(?::\d{2})?\s*(am|pm)?(?:\s*[-–].*)?", re.I)
TIMES = ("time", "start", "start time", "hour", "jam", "waktu", "pukul")
LEADING_TIME = re.compile(r"(\d{1,2}[:.]\d{2}(?:\s*[ap]m)?)\s+(\S.*)", re.I)


def read_rows(rows: Sequence[Sequence[str]], order: DateOrder = DateOrder.DMY) -> list[Planned]:
    """The entries of a list that is divided into cells."""
    columns = guess(rows[0]) if rows else {}
    times = [at for at, name in enumerate(rows[0]) if plain_heading(name) in TIMES] if rows else []
    if "text" in columns or "code" in columns:
        return list(_by_columns(rows[1:], columns, times, order))
    return [one for cells in rows if (one := _by_looks(cells, order)) is not None]


def hour_in(text: str) -> int | None:
    """The hour of a time such as `8:30`, `13.15` or `1:30 pm`; also behind a day."""
    found = CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, half = int(found[1]), (found[3] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour if hour < 24 and int(found[2]) < 60 else None


def _by_columns(
    rows: Iterable[Sequence[str]], columns: dict[str, int], times: list[int], order: DateOrder
) -> Iterator[Planned]:
    for cells in rows:
        told = {name: cells[at] for name, at in columns.items() if at < len(cells)}
        when = [cells[at] for at in times if at < len(cells)] + [told.get("performed_on", "")]
        named = [by_words(told.get("text", ""))]
        if told.get("code"):
            system = system_named(told.get("code_system", "")) or "cpt"
            named.insert(0, Named(system, told["code"], told.get("text", "")))
        found = tuple(one for one in named if one is not None)
        if found:
            yield Planned(
                on=_day_in(told.get("performed_on", ""), order),
                hour=next((hour for one in when if (hour := hour_in(one)) is not None), None),
                named=found,
                place=told.get("site", ""),
                for_procedures=True,
            )


def _by_looks(cells: Sequence[str], order: DateOrder) -> Planned | None:
    """None for a line that says neither a time nor anything in words."""
    day, hour, words = None, None, []
    for cell in _parted(cells):
        seen_day, seen_hour = _day_in(cell, order), hour_in(cell)
        day, hour = day or seen_day, seen_hour if hour is None else hour
        if seen_day is None and seen_hour is None and (name := by_words(cell)) is not None:
            words.append(name)
    return Planned(day, hour, tuple(words)) if words else None


def _parted(cells: Sequence[str]) -> Iterator[str]:
    """`08:30 TFESI` is a time and words, as if a comma stood between them."""
    for cell in cells:
        found = LEADING_TIME.fullmatch(cell.strip())
        yield from found.groups() if found else (cell,)


def _day_in(text: str, order: DateOrder) -> date | None:
    return None if text.strip().isdecimal() else read_date(text, order)
