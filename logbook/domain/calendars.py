"""Dates for calendar programs, after RFC 5545 (iCalendar): whole days only, and read only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

LINE_OCTETS = 75
"""Longest line of a file, without its end; a longer one goes on after a line end and a space
(section 3.1)."""
AGAIN = "PT6H"
"""How often a program should ask again."""
BACK, AHEAD = timedelta(days=30), timedelta(days=400)
"""What is in a feed, beside today."""


class DateKind(StrEnum):
    """What happens on a day."""

    MEETING = "meeting"
    """The committee meets: the review of fellows."""
    CREDENTIAL = "credential"
    """A credential ends."""
    ROTATION = "rotation"
    """A rotation ends."""
    TRAINING = "training"
    """The training ends: what is asked for is to be there."""
    PLAN = "plan"
    """What was agreed on with the committee is due."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One whole day in a calendar."""

    uid: str
    """The same for the same thing for ever, so that a program moves it and does not double it."""
    on: date
    title: str
    address: str
    """Where it is read on the service."""


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def escaped(text: str) -> str:
    """As the value of a TEXT (section 3.3.11): no line end, comma or semicolon means anything."""
    for character in ("\\", ";", ","):
        text = text.replace(character, "\\" + character)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).replace("\n", "\\n")


def folded(line: str) -> str:
    """In pieces of so many octets, never within a character."""
    pieces, piece, octets = [], "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > LINE_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece, octets = piece + character, octets + size
    return "\r\n".join([*pieces, piece])


def calendar(name: str, entries: Iterable[Entry], now: datetime) -> str:
    """The whole file. `now`: with its zone."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Logbook//Dates//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{AGAIN}",
        f"X-PUBLISHED-TTL:{AGAIN}",
    ]
    for one in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.uid}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(one.title)}",
            f"URL:{one.address}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(folded(line) + "\r\n" for line in lines)
