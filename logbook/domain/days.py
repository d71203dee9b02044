"""Which day it is. A case is done, a fellow has so much time left, and a member has left on a day
of the place where the program is; only instants are kept in UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def day_in(time_zone: str, instant: datetime) -> date:
    """The calendar day of an instant in this zone of the IANA database, such as `Asia/Jakarta`."""
    return instant.astimezone(ZoneInfo(time_zone)).date()
