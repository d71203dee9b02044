"""What a hospital's own record tells of performed procedures, and how it becomes ours.

A reader makes a `Told` of each procedure: as it came, with the patient's and the encounter's
identifiers. At the door it becomes a `Kept`: those identifiers, and the key under which the
hospital knows the procedure, are turned into marks by a keyed hash (HMAC-SHA-256, RFC 2104). A
mark tells that two rows are of one patient, and to nobody without the key of whom.
"""

import hmac
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from logbook.domain.audit import canonical
from logbook.domain.decisions import Message, say
from logbook.domain.identifiers import find_identifiers

EARLIEST = date(1990, 1, 1)
"""No fellow of today did anything before; such a day is most likely one of birth."""
LONGEST_TEXT = 160
"""Of what a hospital calls a thing, in characters."""
LONGEST_CODE = 64
AGE_BANDS = ((80, "80+"), (65, "65-79"), (40, "40-64"), (18, "18-39"), (1, "1-17"), (0, "<1"))
"""Least age in years, and the code of the band in the curricula."""
OLDEST = 120


class Side(StrEnum):
    """The same codes as the curriculum's field `laterality`."""

    LEFT = "left"
    RIGHT = "right"
    BILATERAL = "bilateral"


class Happened(StrEnum):
    """What became of the procedure, as far as a log of cases asks."""

    DONE = "done"
    STOPPED = "stopped"
    """Begun and not finished: a fellow logs it too."""
    NOT_DONE = "not_done"
    MISTAKEN = "mistaken"
    """The hospital took the entry back."""


THERE = frozenset({Happened.DONE, Happened.STOPPED})
"""What is compared with the log; the others are kept, so that a correction finds them."""


@dataclass(frozen=True, slots=True)
class Named:
    """A procedure, a person or a place under the hospital's own name."""

    system: str
    """Which list the code is of, as `cpt`; `text` where there is no code."""
    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One procedure as it came. What is not shown by `repr` never reaches a log either."""

    place: str
    """Where in the file: `entry 12`, `message 3`, `row 7`."""
    source_key: str = field(repr=False)
    """By which the hospital knows it again."""
    performed_on: date
    procedure: Named
    site: Named | None = None
    practitioners: tuple[Named, ...] = ()
    side: Side | None = None
    body_site: str = ""
    happened: Happened = Happened.DONE
    patient: str = field(default="", repr=False)
    encounter: str = field(default="", repr=False)
    born: date | None = field(default=None, repr=False)
    age: int | None = field(default=None, repr=False)
    """In years, of a table that tells no day of birth."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that could not be used. It says where and what is wrong, never what
    stood there: that may be a patient's name."""

    place: str
    message: Message


@dataclass(frozen=True, slots=True)
class Kept:
    """One procedure as it is kept."""

    id: UUID
    performed_on: date
    procedure: Named
    site: Named | None
    practitioners: tuple[Named, ...]
    side: Side | None
    body_site: str
    happened: Happened
    patient_mark: str
    encounter_mark: str
    age_band: str = ""
    """A code of the curriculum's `age_bands`: all that is kept of a day of birth."""

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "id": str(self.id), "performed_on": self.performed_on.isoformat()}

    def digest(self) -> bytes:
        """The same as long as the hospital tells the same; 32 bytes."""
        told = canonical(self.as_json())
        return hmac.digest(b"what a row says", told, "sha256")


def from_json(kept: Mapping[str, Any]) -> Kept:
    """What `as_json` made, back again."""
    site = kept["site"]
    return Kept(
        id=UUID(kept["id"]),
        performed_on=date.fromisoformat(kept["performed_on"]),
        procedure=Named(**kept["procedure"]),
        site=Named(**site) if site else None,
        practitioners=tuple(Named(**one) for one in kept["practitioners"]),
        side=Side(kept["side"]) if kept["side"] else None,
        body_site=kept["body_site"],
        happened=Happened(kept["happened"]),
        patient_mark=kept["patient_mark"],
        encounter_mark=kept["encounter_mark"],
        age_band=kept["age_band"],
    )


class Door:
    """Where identifiers stay outside. The key is the installation's; the program is part of every
    mark, so that one patient has another mark in each program."""

    def __init__(self, key: bytes, program_id: UUID, today: date) -> None:
        self._key, self._program, self._today = key, program_id.bytes, today
        self._clean: dict[str, bool] = {}

    def let_in(self, told: Told) -> Kept | Fault:
        """The row without who the patient is, or why it cannot come in."""
        wrong = self._complaint(told)
        if wrong is not None:
            return Fault(told.place, wrong)
        return Kept(
            id=self._id(told.source_key),
            performed_on=told.performed_on,
            procedure=self._named(told.procedure),
            site=self._named(told.site) if told.site else None,
            practitioners=tuple(dict.fromkeys(cut(one) for one in told.practitioners)),
            side=told.side,
            body_site=self._said(told.body_site),
            happened=told.happened,
            patient_mark=self._mark("patient", told.patient),
            encounter_mark=self._mark("encounter", told.encounter),
            age_band=age_band(told),
        )

    def _complaint(self, told: Told) -> Message | None:
        if not told.source_key:
            return say("Nothing names this procedure, so it could not be known again.")
        if told.performed_on > self._today:
            return say("The day is in the future.")
        if told.performed_on < EARLIEST:
            return say("The day is before 1990; it may be a day of birth.")
        named = told.procedure
        if named.system == "text" and not self._said(named.code):
            return say("The words for the procedure are missing, or may tell who the patient is.")
        return None

    def _named(self, named: Named) -> Named:
        """Words that may tell who somebody is are dropped; the code stays."""
        return cut(Named(named.system, named.code, self._said(named.text)))

    def _said(self, text: str) -> str:
        text = text[:LONGEST_TEXT]
        if text not in self._clean:
            self._clean[text] = not find_identifiers(text)
        return text if self._clean[text] else ""

    def _digest(self, kind: str, value: str) -> bytes:
        message = b"\0".join((self._program, kind.encode(), value.encode("utf-8", "replace")))
        return hmac.digest(self._key, message, "sha256")

    def _mark(self, kind: str, value: str) -> str:
        """128 bits are enough to tell patients apart; nothing for nothing."""
        return self._digest(kind, value).hex()[:32] if value else ""

    def _id(self, source_key: str) -> UUID:
        """A UUID of version 8 (RFC 9562): its own bits, but for those that say so."""
        number = int.from_bytes(self._digest("procedure", source_key)[:16])
        return UUID(int=number & ~(0xF << 76) & ~(0x3 << 62) | (8 << 76) | (2 << 62))


def age_band(told: Told) -> str:
    """In which band the patient was on the day; nothing when nobody says, or nonsense."""
    age, born, day = told.age, told.born, told.performed_on
    if born is not None:
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    if age is None or not 0 <= age <= OLDEST:
        return ""
    return next(band for least, band in AGE_BANDS if age >= least)


def cut(named: Named) -> Named:
    return Named(named.system[:80], named.code[:LONGEST_CODE], named.text[:LONGEST_TEXT])


def by_words(text: str) -> Named | None:
    """A name without a code: its words are the code, so that spelling it larger changes nothing."""
    plain = " ".join(text.split())
    return Named("text", plain.casefold()[:LONGEST_CODE], plain) if plain else None
