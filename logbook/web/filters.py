"""Dates for templates, in the reader's language."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date, format_datetime


def day(value: date | datetime | None) -> str:
    """`Nov 23, 2026`, or nothing."""
    return format_date(value, "medium") if value else ""


def instant(value: datetime | None) -> str:
    """`Nov 23, 2026, 2:05 PM` in the reader's zone, or nothing."""
    return format_datetime(value, "medium") if value else ""


def set_up(app: Flask) -> None:
    app.add_template_filter(day, "day")
    app.add_template_filter(instant, "instant")
