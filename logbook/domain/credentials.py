"""Credentials: what is entered for one, how long it is good, and when its holder is reminded."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from logbook.domain.case_content import Complaint, about_text
from logbook.domain.decisions import Message, say
from logbook.domain.document import Text
from logbook.domain.evidence import CredentialEvidence
from logbook.domain.opportunities import CredentialKind

REMINDER_DAYS = (90, 30, 7)
"""So many days ahead of its last day the holder of a credential is reminded."""
SOON_DAYS = max(REMINDER_DAYS)

ISSUER_LENGTH, NUMBER_LENGTH = 120, 40
NUMBER = re.compile(r"[\w ./()#:-]*")
EARLIEST = date(1940, 1, 1)


@dataclass(frozen=True, slots=True)
class CredentialContent:
    """What its holder, or a coordinator, says of a credential."""

    kind: str
    issuer: str
    number: str
    issued_on: date
    expires_on: date | None
    """Its last good day; None for what has no end."""


class Validity(StrEnum):
    """How a credential stands on a day."""

    VALID = "valid"
    ENDS_SOON = "ends_soon"
    LAPSED = "lapsed"
    NOT_YET = "not_yet"
    """Its first day is still to come."""


def tidied(content: CredentialContent) -> CredentialContent:
    """Blanks as single spaces, so that the same credential always reads the same."""
    return CredentialContent(
        content.kind,
        " ".join(content.issuer.split()),
        " ".join(content.number.split()),
        content.issued_on,
        content.expires_on,
    )


def complaints(
    content: CredentialContent, kinds: Mapping[str, CredentialKind], today: date
) -> dict[str, Message]:
    """What is wrong, by field; the first complaint of each."""
    found: dict[str, Message] = {}
    for name, message in (
        *_about_words(content),
        *_about_kind(content, kinds.get(content.kind)),
        *_about_dates(content, today),
    ):
        found.setdefault(name, message)
    return found


def _about_words(content: CredentialContent) -> Iterator[Complaint]:
    if not content.issuer:
        yield "issuer", say("Say who issued it.")
    yield from about_text("issuer", content.issuer, ISSUER_LENGTH)
    if len(content.number) > NUMBER_LENGTH:
        yield "number", say("Too long: at most %(limit)s characters.", limit=NUMBER_LENGTH)
    elif not NUMBER.fullmatch(content.number):
        yield "number", say("Only letters, digits and signs such as - and / as they are printed.")


def _about_kind(content: CredentialContent, kind: CredentialKind | None) -> Iterator[Complaint]:
    if kind is None:
        yield "kind", say("Choose one of the list.")
    elif kind.expires and content.expires_on is None:
        yield "expires_on", say("Say on which day it ends: this kind does.")
    elif not kind.expires and content.expires_on is not None:
        yield "expires_on", say("This kind has no end. Leave the date empty.")


def _about_dates(content: CredentialContent, today: date) -> Iterator[Complaint]:
    if not EARLIEST <= content.issued_on <= today + timedelta(days=366):
        yield "issued_on", say("This date cannot be right.")
    if content.expires_on is None:
        return
    if content.expires_on < content.issued_on:
        yield "expires_on", say("It cannot end before it begins.")
    elif content.expires_on > today + timedelta(days=366 * 50):
        yield "expires_on", say("This date cannot be right.")


def validity(issued_on: date, expires_on: date | None, today: date) -> Validity:
    """How a credential with these days stands today; both days are good ones."""
    if expires_on is not None and expires_on < today:
        return Validity.LAPSED
    if issued_on > today:
        return Validity.NOT_YET
    if expires_on is not None and days_left(expires_on, today) <= SOON_DAYS:
        return Validity.ENDS_SOON
    return Validity.VALID


def days_left(expires_on: date, today: date) -> int:
    """Days until the last good one; 0 on that day."""
    return (expires_on - today).days


def reminder_due(expires_on: date | None, told: Iterable[int], today: date) -> int | None:
    """Which reminder is to be sent today: the nearest one reached, unless it was sent. None when
    there is none. A night on which nobody was reminded is made up for by one letter, not by two."""
    if expires_on is None:
        return None
    left = days_left(expires_on, today)
    reached = min((days for days in REMINDER_DAYS if 0 <= left <= days), default=None)
    return None if reached is None or min(told, default=reached + 1) <= reached else reached


def lapsed_since(held: Iterable[CredentialEvidence], on: date) -> date | None:
    """The last good day of what had lapsed on a day; None when one was good then, or when none
    had ended before it."""
    held = list(held)
    if any(one.since <= on and (one.until is None or on <= one.until) for one in held):
        return None
    return max((one.until for one in held if one.until and one.until < on), default=None)


@dataclass(frozen=True, slots=True)
class Lapse:
    """Why somebody's credentials do not let them sign on a day."""

    kind: str
    """Which one has lapsed; empty where they have none that is good."""
    name: Text
    since: date | None
    """Its last good day."""


def lapse(
    needed: Mapping[str, Text], held: Mapping[str, Collection[CredentialEvidence]], on: date
) -> Lapse | None:
    """What stands against signing on a day. `needed`: the names of the kinds that signing needs.
    None of these may have lapsed, and one at least must be good: whoever signs may hold another
    licence than their colleagues, but not none."""
    for kind in sorted(needed):
        since = lapsed_since(held.get(kind, ()), on)
        if since is not None:
            return Lapse(kind, needed[kind], since)
    good = any(
        one.since <= on and (one.until is None or on <= one.until)
        for kind in needed
        for one in held.get(kind, ())
    )
    if good or not needed:
        return None
    return Lapse("", Text.joined(" / ", [needed[kind] for kind in sorted(needed)]), None)


def blocked(kind: CredentialKind, held: Iterable[CredentialEvidence], on: date) -> Message | None:
    """Why a case of this day that asks for a credential of this kind is not handed in; None where
    nothing is in its way."""
    since = lapsed_since(held, on)
    if since is None:
        return None
    return say(
        "%(credential)s had lapsed on %(day)s; without it, no case of this kind is handed"
        " in. Renew it and have it verified, or keep this case as a draft.",
        credential=kind.name,
        day=since,
    )
