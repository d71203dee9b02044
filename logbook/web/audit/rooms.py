"""The kinds of events, grouped by the room of the service in which they happen."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

from logbook.policy.actors import Actor
from logbook.web.audit.titles import titles_for

ROOMS: dict[str, tuple[LazyString, frozenset[str]]] = {
    "cases": (
        lazy_gettext("Cases"),
        frozenset({"case", "cases", "import", "kind", "expected", "suggestion", "follow_up"}),
    ),
    "assessments": (lazy_gettext("Assessments"), frozenset({"assessment"})),
    "rounds": (lazy_gettext("Rounds of feedback"), frozenset({"round"})),
    "sign_offs": (
        lazy_gettext("Sign-off and signatures"),
        frozenset({"sign_off", "conflict", "signature", "certificate", "seen_together", "codes"}),
    ),
    "portfolio": (lazy_gettext("Portfolio"), frozenset({"item"})),
    "teaching": (
        lazy_gettext("Teaching, tests and milestones"),
        frozenset({"session", "test", "milestones"}),
    ),
    "committee": (
        lazy_gettext("Committee"),
        frozenset({"committee", "meeting", "packet"}),
    ),
    "rotations": (lazy_gettext("Rotations and leave"), frozenset({"rotation", "leave"})),
    "credentials": (lazy_gettext("Credentials"), frozenset({"credential"})),
    "curriculum": (
        lazy_gettext("Curriculum and enrollment"),
        frozenset({"curriculum", "enrollment", "progress"}),
    ),
    "people": (
        lazy_gettext("Program, people and sites"),
        frozenset({"program", "member", "site", "privilege", "webhook", "calendar", "view"}),
    ),
    "institutions": (
        lazy_gettext("Institutions and officers"),
        frozenset({"institution", "officer"}),
    ),
    "accounts": (lazy_gettext("Accounts and sign-in"), frozenset({"account"})),
    "reminders": (
        lazy_gettext("Letters and deputies"),
        frozenset({"letter", "delegation", "stand_in"}),
    ),
    "identifiers": (lazy_gettext("Patient identifiers"), frozenset({"identifier"})),
    "hospital": (lazy_gettext("Hospital’s record"), frozenset({"hospital"})),
    "records": (lazy_gettext("Copies of records"), frozenset({"record"})),
    "ledger": (lazy_gettext("Ledger and keys"), frozenset({"ledger", "key"})),
}
"""By a code for addresses: what the room is called, and how the names of its events begin."""


@dataclass(frozen=True, slots=True)
class Room:
    code: str
    label: LazyString
    titles: Mapping[str, LazyString]
    """Of its kinds of events, by name; never none."""


def rooms_for(actor: Actor) -> list[Room]:
    """Those of which something can stand in the ledger that this person reads."""
    known = titles_for(actor)
    rooms = []
    for code, (label, begin) in ROOMS.items():
        titles = {name: text for name, text in known.items() if name.split(".")[0] in begin}
        if titles:
            rooms.append(Room(code, label, titles))
    return rooms
