"""Performed procedures out of files of HL7 version 2 (chapters 2, 3, 4 and 6 of version 2.5.1).

Read are MSH, PID (which patient, and the band of the age), PV1 (which visit, and where), ORC and
OBR, and PR1. A message with PR1 tells its procedures there; one without tells one for each OBR. A
file may be one message, several, or a batch between BHS and BTS, FHS and FTS. A message that cannot
be read costs no other one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from logbook.domain.decisions import Message, say
from logbook.domain.hospital import Fault, Happened, Named, Told, by_words
from logbook.domain.hospital_codes import side_in, system_named

PIECE = 256 * 1024
ENDS = re.compile(rb"[\r\n\x0b\x1c]+")
"""Segments end with a carriage return; files that were saved by an editor have line feeds, and
what came over a wire is framed by two other marks."""
ENVELOPE = ("FHS", "BHS", "BTS", "FTS", "DSC")
KINDS = ("ORU", "ORM", "OML", "OMI", "PPR", "ADT", "DFT", "BAR")
"""Kinds of messages that may tell of a procedure."""
STATES = {"X": Happened.NOT_DONE, "D": Happened.MISTAKEN, "W": Happened.MISTAKEN}
"""Of OBR-25 and PR1-20: cancelled, deleted, posted as wrong. All else was done."""
CANCELLED = ("CA", "OC", "CR")
"""Of ORC-1: an order taken back."""
STAFF_OF_PR1, STAFF_OF_OBR = (11, 12, 8), (32, 33, 34, 16)
"""Fields that name who did it: surgeon, other practitioner, who sedated; result interpreter,
assistant, technician, and who ordered it."""


@dataclass(slots=True)
class Marks:
    """By which letters a message divides its text; told by its first segment."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    part: str = "&"

    def plain(self, text: str) -> str:
        if self.escape not in text:
            return text
        for code, letter in zip(
            "FSTRE",
            (self.field, self.component, self.part, self.repetition, self.escape),
            strict=True,
        ):
            text = text.replace(f"{self.escape}{code}{self.escape}", letter)
        return text


@dataclass(slots=True)
class Segment:
    fields: Sequence[str]
    marks: Marks

    @property
    def name(self) -> str:
        return self.fields[0]

    def repeated(self, place: int) -> list[list[str]]:
        """All repetitions of a field, each as its components."""
        text = self.fields[place] if place < len(self.fields) else ""
        if text in ("", '""'):
            return []
        return [
            [self.marks.plain(part).strip() for part in one.split(self.marks.component)]
            for one in text.split(self.marks.repetition)
        ]

    def at(self, place: int, component: int = 1) -> str:
        """A component of the first repetition, counted from 1 as the standard does."""
        found = self.repeated(place)
        return found[0][component - 1] if found and component <= len(found[0]) else ""


@dataclass(slots=True)
class Collected:
    """A message: its place in the file, and its segments."""

    place: str
    segments: list[Segment] = field(default_factory=list)

    def first(self, name: str) -> Segment:
        blank = Segment([name], Marks())
        return next((one for one in self.segments if one.name == name), blank)


class Wrong(Exception):
    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


def read_hl7(source: BinaryIO) -> Iterator[Told | Fault]:
    """The procedures of a file, in its order."""
    for one in messages(source):
        if isinstance(one, Fault):
            yield one
            continue
        try:
            yield from told_by(one)
        except Wrong as wrong:
            yield Fault(one.place, wrong.message)


def lines(source: BinaryIO) -> Iterator[str]:
    """Segments as text, however the file ends its lines."""
    rest = b""
    while piece := source.read(PIECE):
        *whole, rest = ENDS.split(rest + piece)
        yield from (_text(line) for line in whole if line.strip())
    if rest.strip():
        yield _text(rest)


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return line.decode("latin-1").strip()


def messages(source: BinaryIO) -> Iterator[Collected | Fault]:
    """The messages of a file, their envelopes taken off."""
    current, number, marks = None, 0, Marks()
    for line in lines(source):
        name = line[:3]
        if name in ENVELOPE:
            continue
        if name == "MSH":
            if current is not None:
                yield current
            number += 1
            current, told = Collected(f"message {number}"), marks_of(line)
            if told is None:
                yield Fault(current.place, say("The first segment of the message is cut off."))
                current = None
                continue
            marks = told
        elif current is None:
            if number == 0:
                yield Fault("message 0", say("This stands before the first message."))
                number = -1
            continue
        current.segments.append(Segment(fields_of(line, marks), marks))
    if current is not None:
        yield current


def marks_of(line: str) -> Marks | None:
    """MSH-1 and MSH-2; None when they are cut off."""
    if len(line) < 8 or line[3].isalnum() or not line[4:].split(line[3])[0]:
        return None
    given = line[4:].split(line[3])[0]
    return Marks(
        line[3], *given[:1], *(given[1:2] or "~"), *(given[2:3] or "\\"), *(given[3:4] or "&")
    )


def fields_of(line: str, marks: Marks) -> list[str]:
    """The fields by their number; MSH counts its own divider as the first."""
    fields = line.split(marks.field)
    return [fields[0], marks.field, *fields[1:]] if fields[0] == "MSH" else fields


def told_by(message: Collected) -> Iterator[Told | Fault]:
    head = message.first("MSH")
    kind = head.at(9)
    if not kind:
        raise Wrong(say("The message does not say of what kind it is."))
    if kind not in KINDS:
        raise Wrong(say("A message of this kind tells of no procedure."))
    own = [one for one in message.segments if one.name == "PR1"]
    acts = own or [one for one in message.segments if one.name == "OBR"]
    for number, act in enumerate(acts, start=1):
        place = message.place if len(acts) == 1 else f"{message.place}, {act.name} {number}"
        try:
            yield _told(place, message, act, number)
        except Wrong as wrong:
            yield Fault(place, wrong.message)


def _told(place: str, message: Collected, act: Segment, number: int) -> Told:
    visit, patient, head = message.first("PV1"), message.first("PID"), message.first("MSH")
    in_pr1 = act.name == "PR1"
    coded, modifiers = (3, 16) if in_pr1 else (44 if act.at(44) else 4, 45)
    sides = [part for one in act.repeated(modifiers) for part in one[:2]]
    staff = STAFF_OF_PR1 if in_pr1 else STAFF_OF_OBR
    return Told(
        place=place,
        source_key=_source_key(message, act, number),
        performed_on=_day(act.at(5) if in_pr1 else act.at(7)),
        procedure=_procedure(act, coded),
        site=by_words(visit.at(3, 4) or visit.at(3) or head.at(4)),
        practitioners=tuple(_staff(act, staff)),
        side=side_in(*sides, act.at(15, 5), *(act.at(coded, part) for part in (2, 5))),
        body_site=act.at(15, 4) if not in_pr1 else "",
        happened=_happened(message, act),
        patient=_patient(patient),
        encounter=f"{head.at(4)}|{visit.at(19)}" if visit.at(19) else "",
        born=_born(patient.at(7)),
    )


def _source_key(message: Collected, act: Segment, number: int) -> str:
    """By the procedure's or the order's own number; else by the visit, the day and the code."""
    head, order = message.first("MSH"), message.first("ORC")
    own = act.at(19) if act.name == "PR1" else act.at(3) or act.at(2)
    own = own or order.at(3) or order.at(2)
    if own:
        several = sum(one.name == act.name for one in message.segments) > 1
        ours = act.name != "PR1" or act.at(19)
        return f"{head.at(4)}|{own}" + (f"|{number}" if several and not ours else "")
    visit = message.first("PV1").at(19) or message.first("PID").at(3)
    if not visit:
        return ""
    when, what = (act.at(5), act.at(3)) if act.name == "PR1" else (act.at(7), act.at(4))
    return "|".join((head.at(4), visit, when, what, str(number)))


def _day(stamp: str) -> date:
    if not stamp:
        raise Wrong(say("The day on which it was performed is missing."))
    if not re.match(r"\d{8}", stamp, re.ASCII):
        raise Wrong(say("The day on which it was performed is not a whole date."))
    try:
        return date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8]))
    except ValueError:
        raise Wrong(say("The day on which it was performed does not exist.")) from None


def _born(stamp: str) -> date | None:
    try:
        return _day(stamp)
    except Wrong:
        return None


def _procedure(act: Segment, place: int) -> Named:
    code, text = act.at(place), act.at(place, 2)
    if not text and act.name == "PR1":
        text = act.at(4)
    if not code:
        found = by_words(text)
        if found is None:
            raise Wrong(say("It says neither by code nor in words what was done."))
        return found
    return Named(system_named(act.at(place, 3)), code, text)


def _staff(act: Segment, places: Iterable[int]) -> Iterator[Named]:
    """Extended names: id, family and given name, then by whom and of what kind the id is. The
    interpreter's (OBR-32 to 34) have these as parts of their first component."""
    for place in places:
        for one in act.repeated(place):
            parts = one
            if act.name == "OBR" and place != 16 and act.marks.part in one[0]:
                parts = one[0].split(act.marks.part)
            person = _person(parts)
            if person is not None:
                yield person


def _person(parts: Sequence[str]) -> Named | None:
    code, family, given = (*parts, "", "", "")[:3]
    text = " ".join(part for part in (given, family.split("&")[0]) if part)
    if not code:
        return by_words(text)
    kinds = {part.split("&")[0].casefold() for part in parts[8:13] if part}
    system = "npi" if "npi" in kinds else "staff"
    return Named(system, code, text)


def _patient(patient: Segment) -> str:
    known = patient.repeated(3) or patient.repeated(2)
    if not known:
        return ""
    by = known[0][3] if len(known[0]) > 3 else ""
    return f"{by}|{known[0][0]}"


def _happened(message: Collected, act: Segment) -> Happened:
    if message.first("ORC").at(1) in CANCELLED:
        return Happened.MISTAKEN
    return STATES.get(act.at(20 if act.name == "PR1" else 25), Happened.DONE)
