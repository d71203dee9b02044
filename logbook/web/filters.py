"""Dates for templates, in the reader's language."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_interval
from flask import Flask
from flask_babel import format_date, format_time, get_locale

from logbook.domain.periods import Period
from logbook.web.words import language


def day(value: date | datetime | None) -> str:
    """`Nov 23, 2026`, or nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str(format_date(value, "medium"))
    return _written(value, language())


@lru_cache(maxsize=4096)
def _written(value: date, _language: str) -> str:
    """The rows of a list share their days, and writing one out takes as long as a query."""
    return str(format_date(value, "medium"))


def instant(value: datetime | None) -> str:
    """`Nov 23, 2026, 2:05 PM` in the reader's zone, or nothing."""
    return f"{format_date(value, 'medium')}, {format_time(value, 'short')}" if value else ""


def clock(value: datetime) -> str:
    """`2:05 PM` in the reader's zone."""
    return str(format_time(value, "short"))


def month(value: date) -> str:
    """`Nov 2026`."""
    return str(format_date(value, "LLL y"))


def period(value: Period, with_year: bool = True) -> str:
    """`Nov 3 – Dec 1, 2026`; without the year where it stands beside it anyway."""
    skeleton = "yMMMd" if with_year else "MMMd"
    return str(format_interval(value.first, value.last, skeleton, locale=get_locale()))


def instant_in_zone(value: datetime | None) -> str:
    """`Nov 23, 2026, 2:05:09 PM GMT+7`: a signature says to the second when it was given, and
    where on earth that was so (21 CFR 11.50)."""
    if value is None:
        return ""
    return f"{format_date(value, 'medium')}, {format_time(value, 'long')}"


def iso_day(value: str) -> str:
    """A day as a document writes it, `2026-11-26`, as a reader wants it."""
    return day(date.fromisoformat(value))


def set_up(app: Flask) -> None:
    app.add_template_filter(day, "day")
    app.add_template_filter(instant, "instant")
    app.add_template_filter(iso_day, "iso_day")
    app.add_template_filter(month, "month")
    app.add_template_filter(period, "period")
    app.add_template_filter(instant_in_zone, "instant_in_zone")
