"""How far a fellow should be by now, and how the credit compares with it."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

BEHIND_BELOW = 0.8
"""Behind: less than this share of what the elapsed training time lets expect."""

EARLY_UNTIL = 0.1
"""Up to this share of the training, about five weeks of twelve months, nothing can be said."""


class Standing(StrEnum):
    """Where a fellow stands with one requirement."""

    MET = "met"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    EARLY = "early"
    UNSET = "unset"
    OPTIONAL = "optional"


LATE_FROM = 0.75
"""From this share of the training on, what is done once or looks at the last months is due."""


class Pace(StrEnum):
    """When a requirement can be behind."""

    EVEN = "even"
    """All the time, measured against an even pace."""
    AT_THE_END = "at_the_end"
    """Only when training is nearly over: it looks at the last months, or is done once."""
    ALWAYS = "always"
    """From the first day: it must never lapse."""


def trained_fraction(
    starts_on: date, ends_on: date, full_time_percent: int, length_months: int, today: date
) -> float:
    """How much of the training is behind the fellow at the start of today, from 0 to 1.

    Calendar months since the start, none after the last day, times the share of full time, over
    the months that the curriculum takes at full time.
    """
    last = min(today, ends_on + timedelta(days=1))
    if last <= starts_on:
        return 0.0
    full_time_months = months_between(starts_on, last) * full_time_percent / 100
    return min(1.0, full_time_months / length_months)


def months_between(start: date, end: date) -> float:
    """Calendar months from start to a later end; a part of a month by its days."""
    whole = (end.year - start.year) * 12 + end.month - start.month
    if months_after(start, whole) > end:
        whole -= 1
    before, after = months_after(start, whole), months_after(start, whole + 1)
    return whole + (end - before) / (after - before)


def months_after(start: date, months: int) -> date:
    """The same day so many months later, or the last day of a month too short for it."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def expected(required: int, fraction: float) -> float:
    """What an even pace would have brought by now, in the requirement's unit."""
    return required * fraction


def gap(credit: int, required: int | None) -> int:
    """What is missing; nothing where there is no figure."""
    return max(0, (required or 0) - credit)


def standing(
    credit: int,
    required: int | None,
    fraction: float,
    optional: bool,
    pace: Pace = Pace.EVEN,
) -> Standing:
    """Where a fellow stands with one requirement. The first line that fits decides:

    - there is no figure: unset, or optional if the requirement is;
    - the credit reaches the figure: met;
    - the requirement is optional: optional, nobody is behind with it;
    - it must never lapse: behind;
    - it is judged at the end, and less than three quarters of the training are over: too early
      to say; after that: behind;
    - a tenth of the training or less is over, or an even pace would have brought less than one:
      too early to say;
    - less than 80 % of what an even pace would have brought: behind;
    - otherwise on course.
    """
    if required is None:
        return Standing.OPTIONAL if optional else Standing.UNSET
    if credit >= required:
        return Standing.MET
    if optional:
        return Standing.OPTIONAL
    if pace is Pace.ALWAYS:
        return Standing.BEHIND
    if pace is Pace.AT_THE_END:
        return Standing.EARLY if fraction < LATE_FROM else Standing.BEHIND
    by_now = expected(required, fraction)
    if fraction <= EARLY_UNTIL or by_now < 1:
        return Standing.EARLY
    return Standing.BEHIND if credit < BEHIND_BELOW * by_now else Standing.ON_COURSE
