"""Dates for templates, in the reader's language."""

from datetime import date, datetime
from functools import lru_cache

from flask import Flask
from flask_babel import format_date, format_time

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


def instant_in_zone(value: datetime | None) -> str:
    """`Nov 23, 2026, 2:05:09 PM GMT+7`: a signature says to the second when it was given, and
    where on earth that was so (21 CFR 11.50)."""
    if value is None:
        return ""
    return f"{format_date(value, 'medium')}, {format_time(value, 'long')}"


def set_up(app: Flask) -> None:
    app.add_template_filter(day, "day")
    app.add_template_filter(instant, "instant")
    app.add_template_filter(instant_in_zone, "instant_in_zone")
