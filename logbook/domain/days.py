"""Which day it is. A case is done, a fellow has so much time left, and a member has left on a day
of the place where the program is; only instants are kept in UTC."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def day_in(time_zone: str, instant: datetime) -> date:
    """The calendar day of an instant in this zone of the IANA database, such as `Asia/Jakarta`."""
    return instant.astimezone(ZoneInfo(time_zone)).date()


def month_began(time_zone: str, instant: datetime) -> datetime:
    """The first instant, in UTC, of the calendar month in which an instant lies in this zone."""
    here = instant.astimezone(ZoneInfo(time_zone))
    return here.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)


def day_began(time_zone: str, day: date) -> datetime:
    """The first instant, in UTC, of a calendar day in this zone."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


def day_after(day: date) -> date:
    return day + timedelta(days=1)
