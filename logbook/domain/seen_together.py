"""Codes that a supervisor's phone shows in the room: whoever has one was there, and when.

A code is ten digits: four say which half minute it is of, six that it is the supervisor's own (RFC
6238). So it carries its time itself: it can be typed hours later, when there is a connection again,
and a guess has one chance in a million however long codes are accepted.
"""

import hmac
from datetime import UTC, date, datetime, timedelta

from logbook.domain.days import day_in
from logbook.domain.decisions import Message, say
from logbook.domain.one_time import DIGITS, STEP_SECONDS, as_typed, code_of, step_of

PLACES = 10_000
"""Steps until the first four digits come again: 83 hours, more than a code is good for."""
PLACE_DIGITS = 4
LENGTH = PLACE_DIGITS + DIGITS

LATE = timedelta(hours=72)
"""How long after it was shown a code is accepted: a weekend without a connection."""
AHEAD = timedelta(minutes=5)
"""How far the clock of the phone that shows it may be ahead of ours."""

WINDOW = timedelta(hours=12)
"""For how long a page shows codes without a connection."""


def code_shown(secret: bytes, step: int) -> str:
    """What is shown in this half minute: ten digits."""
    return f"{step % PLACES:0{PLACE_DIGITS}}{code_of(secret, step)}"


def grouped(code: str) -> str:
    """As it is read aloud: `4821 773 301`."""
    return f"{code[:4]} {code[4:7]} {code[7:]}"


def codes_from(secret: bytes, step: int) -> str:
    """The last six digits of each code of the window that begins with this step, in a row."""
    steps = int(WINDOW.total_seconds()) // STEP_SECONDS
    return "".join(code_of(secret, one) for one in range(step, step + steps))


def begins_at(step: int) -> datetime:
    return datetime.fromtimestamp(step * STEP_SECONDS, UTC)


def step_meant(place: int, now: datetime) -> int:
    """The newest step with these first digits that a phone may have shown by now."""
    newest = step_of(now + AHEAD)
    return newest - (newest - place) % PLACES


def step_given(secret: bytes, typed: str, now: datetime) -> int | Message:
    """The step of which this is the code, or why it is none."""
    code = as_typed(typed)
    if len(code) != LENGTH or not (code.isascii() and code.isdecimal()):
        return say("A code has %(digits)s digits.", digits=LENGTH)
    step = step_meant(int(code[:PLACE_DIGITS]), now)
    right = hmac.compare_digest(code_shown(secret, step).encode(), code.encode())
    if not right:
        return say("This is no code of the supervisor whom you ask.")
    if now - begins_at(step) > LATE:
        hours = int(LATE.total_seconds()) // 3600
        return say("This code is older than %(hours)s hours.", hours=hours)
    return step


def minutes_late(code_at: datetime, sent_at: datetime) -> int:
    """Whole minutes from the code to its arrival; none where a clock was ahead."""
    return max(0, int((sent_at - code_at).total_seconds()) // 60)


def days_apart(code_at: datetime, performed_on: date, time_zone: str) -> int:
    """Days from the day of the case to that of the code, where the program is; negative when the
    code was shown before."""
    return (day_in(time_zone, code_at) - performed_on).days
