"""Dates as people type them into spreadsheets."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum


class DateOrder(StrEnum):
    """What comes first in a date such as 3/4/2026."""

    DMY = "dmy"
    MDY = "mdy"


TIME = re.compile(r"[T ]\d{1,2}[:.]\d{2}.*$", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", re.ASCII)
DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3,9})[-/., ]*(\d{4}|\d{2})", re.ASCII
)
MONTH_DAY = re.compile(r"([a-z]{3,9})[-/. ]*(\d{1,2})(?:st|nd|rd|th)?[-/., ]+(\d{4})", re.ASCII)
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
SERIAL_BEGAN = date(1899, 12, 30)
"""Day zero of the numbers under which spreadsheets keep days."""

MONTHS = {
    **dict.fromkeys(("jan", "january", "januari"), 1),
    **dict.fromkeys(("feb", "february", "februari", "peb"), 2),
    **dict.fromkeys(("mar", "march", "maret"), 3),
    **dict.fromkeys(("apr", "april"), 4),
    **dict.fromkeys(("may", "mei"), 5),
    **dict.fromkeys(("jun", "june", "juni"), 6),
    **dict.fromkeys(("jul", "july", "juli"), 7),
    **dict.fromkeys(("aug", "august", "agu", "agt", "agustus"), 8),
    **dict.fromkeys(("sep", "sept", "september"), 9),
    **dict.fromkeys(("oct", "october", "okt", "oktober"), 10),
    **dict.fromkeys(("nov", "november", "nopember"), 11),
    **dict.fromkeys(("dec", "december", "des", "desember"), 12),
}


def read_date(text: str, order: DateOrder) -> date | None:
    """The day that a cell names, or None. A year of two digits is one of this century."""
    plain = TIME.sub("", text.strip()).strip().casefold()
    if found := YEAR_FIRST.fullmatch(plain):
        return _day(found[1], found[2], found[3])
    if found := YEAR_LAST.fullmatch(plain):
        day, month = (found[1], found[2]) if order is DateOrder.DMY else (found[2], found[1])
        return _day(found[3], month, day)
    if found := DAY_MONTH.fullmatch(plain):
        return _day(found[3], MONTHS.get(found[2], 0), found[1])
    if found := MONTH_DAY.fullmatch(plain):
        return _day(found[3], MONTHS.get(found[1], 0), found[2])
    if found := SERIAL.fullmatch(plain):
        return SERIAL_BEGAN + timedelta(days=int(found[1]))
    return None


def order_of(texts: Iterable[str]) -> DateOrder | None:
    """The order in which these dates were typed; None when they can be read both ways, so that
    somebody must say. Where they contradict each other, the order that reads most of them."""
    unread = dict.fromkeys(DateOrder, 0)
    differ = False
    for text in texts:
        readings = {order: read_date(text, order) for order in DateOrder}
        for order, reading in readings.items():
            unread[order] += reading is None
        differ = differ or len(set(readings.values())) > 1
    if differ and unread[DateOrder.DMY] == unread[DateOrder.MDY]:
        return None
    return min(DateOrder, key=lambda order: unread[order])


def _day(year: str, month: str | int, day: str) -> date | None:
    number = int(year)
    try:
        return date(number + 2000 if number < 100 else number, int(month), int(day))
    except ValueError:
        return None
