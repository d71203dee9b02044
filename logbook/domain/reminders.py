"""When a supervisor is written to, and how often a fellow may ask for an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

LONG_WAIT_DAYS = 7
"""What waits longer than this is late: it is answered within a week, or it is counted."""

NUDGE_DAYS = 7
"""A fellow asks about the same case once in so many days."""

DIGEST_HOUR = 7
"""Where the program is; never at night."""

LINK_LIFE = timedelta(hours=24)
"""Of the link in a digest."""

FEWEST_FOR_A_SHARE = 5
"""Of fewer cases no share is shown: one late answer would make half of it."""

SATURDAY = 5


class Digest(StrEnum):
    """How often a supervisor wants to hear what waits."""

    AS_NEEDED = "as_needed"
    """Weekly; on every working day while something waits too long. What nobody chose."""
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def digest_day(
    wish: Digest, oldest_days: int | None, last: date | None, here: datetime
) -> date | None:
    """The day under which a digest is due now, None for no digest. One day has one digest.

    `oldest_days`: how long the oldest case has waited, None when none waits. `last`: the day of
    the last digest. `here`: now, in the program's own time.
    """
    today = here.date()
    if wish is Digest.OFF or oldest_days is None or here.hour < DIGEST_HOUR:
        return None
    pressing = wish is Digest.AS_NEEDED and oldest_days > LONG_WAIT_DAYS
    if wish is Digest.DAILY or pressing:
        due = today.weekday() < SATURDAY and last != today
        return today if due else None
    # Not on Mondays alone: a worker that stood still then makes up for it.
    this_week = last is not None and last >= monday_of(today)
    return None if this_week else today


def local(time_zone: str, instant: datetime) -> datetime:
    return instant.astimezone(ZoneInfo(time_zone))


def week_of(day: date) -> str:
    """The name of a calendar week after ISO 8601, such as 2026-W48."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def may_ask_again(last: datetime | None, now: datetime) -> bool:
    """Seven days between two nudges, and never two in one calendar week, which is the key by
    which the database refuses the second of two at the same moment."""
    if last is None:
        return True
    return now - last >= timedelta(days=NUDGE_DAYS) and week_of(now.date()) != week_of(last.date())


@dataclass(frozen=True, slots=True)
class Absence:
    """Enough of a delegation to tell whether it holds on a day."""

    starts_on: date
    ends_on: date | None
    """None for a standing deputy."""

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def overlaps(self, other: "Absence") -> bool:
        return (other.ends_on is None or self.starts_on <= other.ends_on) and (
            self.ends_on is None or other.starts_on <= self.ends_on
        )


@dataclass(frozen=True, slots=True)
class Deputised:
    """A delegation, as far as choosing among several needs."""

    id: UUID
    deputy_id: UUID
    span: Absence


def deputy_for(
    delegations: Sequence[Deputised], waited_days: int, after_days: int, today: date
) -> Deputised | None:
    """Who answers in a supervisor's place, if anybody: at once during an absence, else a standing
    deputy once a case has waited for longer than the program's days."""
    holding = [one for one in delegations if one.span.holds_on(today)]
    absent = [one for one in holding if one.span.ends_on is not None]
    if absent:
        return absent[0]
    return holding[0] if holding and waited_days >= after_days else None


def within_days(waits: Sequence[timedelta], still: int, days: int = LONG_WAIT_DAYS) -> int | None:
    """The percent of cases answered within so many days, rounded down. `waits`: of those that were
    answered; `still`: how many wait longer by now, which count as late. None of too few."""
    asked = len(waits) + still
    if asked < FEWEST_FOR_A_SHARE:
        return None
    return 100 * sum(wait <= timedelta(days=days) for wait in waits) // asked
