"""Clinic lists out of calendars: iCalendar (RFC 5545), and Appointments of FHIR R4.

Of an event the start, the title and the place are read; of an appointment its start, state, kind
of service, and the place among its participants. Who else takes part is not looked at.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from logbook.domain.expected import Planned
from logbook.domain.hospital import by_words
from logbook.domain.hospital_fhir_parts import Wrong, procedure_named, text_of

FOLDED = re.compile(r"\r?\n[ \t]")
START = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z)?)?", re.ASCII)
ESCAPED = re.compile(r"\\(.)")
NOT_TO_BE = frozenset({"cancelled", "noshow", "entered-in-error", "waitlist"})
"""States of an appointment (hl7.org/fhir/R4/valueset-appointmentstatus.html) that nobody keeps."""


def read_calendar(text: str, zone: ZoneInfo) -> Iterator[Planned]:
    """Events once each; one that repeats is taken on its first day only."""
    event: dict[str, str] | None = None
    for line in FOLDED.sub("", text).splitlines():
        name, _, value = line.partition(":")
        name = name.partition(";")[0].upper()
        if (name, value.upper()) == ("BEGIN", "VEVENT"):
            event = {}
        elif (name, value.upper()) == ("END", "VEVENT") and event is not None:
            if (one := _event(event, zone)) is not None:
                yield one
            event = None
        elif event is not None:
            event.setdefault(name, value)


def _event(event: Mapping[str, str], zone: ZoneInfo) -> Planned | None:
    started = START.fullmatch(event.get("DTSTART", "").strip())
    named = by_words(ESCAPED.sub(_unescaped, event.get("SUMMARY", "")))
    if started is None or named is None or event.get("STATUS", "").upper() == "CANCELLED":
        return None
    try:
        day, hour = _when(started, zone)
    except ValueError:
        return None
    return Planned(day, hour, (named,), ESCAPED.sub(_unescaped, event.get("LOCATION", "")))


def _unescaped(found: re.Match[str]) -> str:
    return " " if found[1] in "nN" else found[1]


def _when(started: re.Match[str], zone: ZoneInfo) -> tuple[date, int | None]:
    """A time without a zone, or of a named one, is taken as it stands: as the clinic's clock."""
    year, month, day = (int(started[n]) for n in (1, 2, 3))
    if started[4] is None:
        return date(year, month, day), None
    if started[6] is None:
        return date(year, month, day), int(started[4])
    at = datetime(year, month, day, int(started[4]), int(started[5]), tzinfo=ZoneInfo("UTC"))
    local = at.astimezone(zone)
    return local.date(), local.hour


def appointment(entry: Mapping[str, Any], zone: ZoneInfo) -> Planned | None:
    """One entry of a Bundle, or a resource; None for what is no appointment that is to be kept."""
    told = entry.get("resource", entry)
    if not isinstance(told, Mapping) or told.get("resourceType") != "Appointment":
        return None
    kinds = told.get("serviceType") or []
    try:
        at = datetime.fromisoformat(text_of(told.get("start")))
        named = procedure_named(kinds[0] if isinstance(kinds, list) and kinds else kinds)
    except (ValueError, Wrong, AttributeError, TypeError):
        return None
    if at.tzinfo is None or text_of(told.get("status")) in NOT_TO_BE:
        return None
    local, words = at.astimezone(zone), by_words(named.text)
    names = (named, words) if words is not None else (named,)
    return Planned(local.date(), local.hour, names, _place(told), for_procedures=True)


def _place(told: Mapping[str, Any]) -> str:
    """Of the participants only the one that is a place."""
    for one in told.get("participant") or []:
        actor = one.get("actor") if isinstance(one, Mapping) else None
        if isinstance(actor, Mapping) and text_of(actor.get("reference")).startswith("Location/"):
            return text_of(actor.get("display"))
    return ""
