"""Performed procedures out of FHIR resources, of release 4 and 5.

Read are Procedure (hl7.org/fhir/R4/procedure.html: `performed[x]`; R5: `occurrence[x]`), and of
what it points to Practitioner, PractitionerRole, Encounter and Location. Resources come in any
order, so what a procedure points to is looked up when all are read. Of the patient nothing is read
but the reference, and the day of birth, of which the band of the age is kept.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from logbook.domain.decisions import Message, say
from logbook.domain.hospital import Fault, Happened, Named, Told, by_words
from logbook.domain.hospital_codes import preferred, side_in, system_named

Resource = Mapping[str, Any]

HAPPENED = {
    "completed": Happened.DONE,
    "unknown": Happened.DONE,
    "stopped": Happened.STOPPED,
    "not-done": Happened.NOT_DONE,
    "preparation": Happened.NOT_DONE,
    "in-progress": Happened.NOT_DONE,
    "on-hold": Happened.NOT_DONE,
    "entered-in-error": Happened.MISTAKEN,
}
WHEN = ("performedDateTime", "occurrenceDateTime", "performedPeriod", "occurrencePeriod")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pointer:
    """What a resource points to: by reference to another one, and what it says itself."""

    reference: str = field(default="", repr=False)
    named: Named | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """An encounter: how it is known, and where it was."""

    known_as: str = field(repr=False)
    location: Pointer


@dataclass(frozen=True, slots=True)
class Half:
    """A procedure before what it points to is looked up; a few hundred bytes, so that a large file
    needs little memory."""

    told: Told
    patient: str = field(repr=False)
    visit: Pointer
    location: Pointer | None
    performers: tuple[Pointer, ...]


class Wrong(Exception):
    """A procedure that cannot be used, and why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


class FhirReader:
    """Takes resources as they come; gives the procedures when all are there."""

    def __init__(self) -> None:
        self._procedures: list[Half | Fault] = []
        self._people: dict[str, Named] = {}
        self._roles: dict[str, str] = {}
        self._places: dict[str, Named] = {}
        self._visits: dict[str, Visit] = {}
        self._born: dict[str, date] = {}
        self._seen: dict[Named, Named] = {}

    def take(self, place: str, entry: Resource) -> None:
        """An entry of a Bundle, or a bare resource."""
        inner = entry.get("resource")
        resource = inner if isinstance(inner, Mapping) else entry
        url, kind = _text(entry.get("fullUrl")), _text(resource.get("resourceType"))
        names = [name for name in (url, f"{kind}/{_text(resource.get('id'))}") if name]
        try:
            self._take(kind, names, place, url, resource)
        except Wrong as wrong:
            self._procedures.append(Fault(place, wrong.message))
        except (TypeError, AttributeError, KeyError, IndexError):
            if kind == "Procedure":
                wrongly = say("This is not built as a Procedure of FHIR.")
                self._procedures.append(Fault(place, wrongly))

    def _take(self, kind: str, names: list[str], place: str, url: str, resource: Resource) -> None:
        if kind == "Procedure":
            half = self._half(place, url, resource)
            self._procedures.extend([half] if half else [])
        elif kind == "Practitioner" and (person := _person(resource)):
            self._people.update(dict.fromkeys(names, person))
        elif kind == "PractitionerRole":
            self._roles.update(dict.fromkeys(names, _pointer(resource["practitioner"]).reference))
        elif kind == "Location":
            where = _coded(resource.get("identifier")) or by_words(_text(resource.get("name")))
            self._places.update(dict.fromkeys(names, where) if where else {})
        elif kind == "Encounter":
            self._visits.update(dict.fromkeys(names, self._visit(resource)))
        elif kind == "Patient" and (born := day_of(_text(resource.get("birthDate")))):
            self._born.update(dict.fromkeys(names, born))

    def rows(self) -> Iterator[Told | Fault]:
        """The procedures in the order of the file."""
        for one in self._procedures:
            yield one if isinstance(one, Fault) else self._whole(one)

    def _half(self, place: str, url: str, resource: Resource) -> Half | None:
        """None for what was not done on any day."""
        happened = HAPPENED.get(_text(resource.get("status")) or "completed")
        if happened is None:
            raise Wrong(say("The status is none that FHIR knows."))
        day = _day(resource)
        if day is None:
            if happened in (Happened.NOT_DONE, Happened.MISTAKEN):
                return None
            raise Wrong(say("The day on which it was performed is missing."))
        sites = resource.get("bodySite") or []
        patient = resource.get("subject") or resource.get("patient") or {}
        told = Told(
            place=place,
            source_key=_source_key(resource, url),
            performed_on=day,
            procedure=self._shared(_procedure(resource.get("code"))),
            side=side_in(*_said_of(sites), *_said_of([resource.get("code") or {}])),
            body_site=next((text for text in map(_words, sites) if text), ""),
            happened=happened,
            patient=_known_as(patient),
        )
        return Half(
            told,
            patient=_text(patient.get("reference")),
            visit=self._pointer(resource.get("encounter") or resource.get("context")),
            location=self._pointer(resource["location"]) if resource.get("location") else None,
            performers=tuple(self._performers(resource)),
        )

    def _performers(self, resource: Resource) -> Iterator[Pointer]:
        contained = {f"#{one.get('id')}": one for one in resource.get("contained") or []}
        for one in resource.get("performer") or []:
            pointer = self._pointer(one.get("actor"))
            if pointer.reference in contained:
                pointer = Pointer("", _person(contained[pointer.reference]))
            yield pointer

    def _whole(self, half: Half) -> Told:
        visit = self._visits.get(half.visit.reference)
        if visit is None:
            visit = Visit(_as_key(half.visit), Pointer())
        people = (self._found(one, self._people) for one in half.performers)
        return replace(
            half.told,
            site=self._found(half.location or visit.location, self._places),
            practitioners=tuple(one for one in people if one is not None),
            encounter=visit.known_as,
            born=self._born.get(half.patient),
        )

    def _found(self, pointer: Pointer, known: Mapping[str, Named]) -> Named | None:
        """By an identifier of its own, else by what it refers to, else by its words."""
        own = pointer.named
        if own is not None and own.system != "text":
            return own
        role = self._roles.get(pointer.reference, "")
        found = known.get(pointer.reference) or known.get(role)
        if found is None or found.text or own is None:
            return found or own
        return self._shared(Named(found.system, found.code, own.text))

    def _visit(self, resource: Resource) -> Visit:
        known_as = _coded(resource.get("identifier"))
        stays = resource.get("location") or []
        where = stays[0].get("location") if stays and isinstance(stays[0], Mapping) else None
        own = f"Encounter/{_text(resource.get('id'))}"
        return Visit(
            f"{known_as.system}|{known_as.code}" if known_as else own,
            self._pointer(where or resource.get("serviceProvider")),
        )

    def _pointer(self, pointer: Any) -> Pointer:
        found = _pointer(pointer)
        return Pointer(found.reference, self._shared(found.named)) if found.named else found

    def _shared(self, named: Named) -> Named:
        """The same name is kept once, however many rows say it."""
        return self._seen.setdefault(named, named)


def _day(resource: Resource) -> date | None:
    for name in WHEN:
        when = resource.get(name)
        if isinstance(when, Mapping):
            when = when.get("start") or when.get("end")
        if not when:
            continue
        found = DAY.match(_text(when))
        if found is None:
            raise Wrong(say("The day on which it was performed is not a whole date."))
        try:
            return date.fromisoformat(found[0])
        except ValueError:
            raise Wrong(say("The day on which it was performed does not exist.")) from None
    return None


def day_of(text: str) -> date | None:
    """A whole date of FHIR; of a year or a month alone, nothing."""
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def _source_key(resource: Resource, url: str) -> str:
    for one in resource.get("identifier") or []:
        if one.get("value"):
            return f"{_text(one.get('system'))}|{_text(one['value'])}"
    own = _text(resource.get("id"))
    return f"Procedure/{own}" if own else url


def _procedure(code: Any) -> Named:
    code = code or {}
    text = _text(code.get("text"))
    codings = [
        Named(
            system_named(_text(one.get("system"))),
            _text(one["code"]),
            _text(one.get("display")) or text,
        )
        for one in code.get("coding") or []
        if one.get("code")
    ]
    found = preferred(codings) or by_words(text)
    if found is None:
        raise Wrong(say("It says neither by code nor in words what was done."))
    return found


def _person(resource: Resource) -> Named | None:
    names = resource.get("name") or [{}]
    name = names[0] if isinstance(names, list) and isinstance(names[0], Mapping) else {}
    parts = (*(name.get("prefix") or []), *(name.get("given") or []), name.get("family"))
    text = _text(name.get("text")) or " ".join(_text(part) for part in parts if part)
    found = _coded(resource.get("identifier"))
    return Named(found.system, found.code, text) if found else by_words(text)


def _coded(identifiers: Any) -> Named | None:
    """The identifier by which something is known: a national one before the hospital's own."""
    found = [
        Named(system_named(_text(one.get("system"))), _text(one["value"]))
        for one in identifiers or []
        if isinstance(one, Mapping) and one.get("value")
    ]
    return next((one for one in found if one.system == "npi"), found[0] if found else None)


def _pointer(pointer: Any) -> Pointer:
    if not pointer:
        return Pointer()
    text = _text(pointer.get("display"))
    named = _coded([pointer["identifier"]]) if pointer.get("identifier") else None
    if named is not None and text:
        named = Named(named.system, named.code, text)
    return Pointer(_text(pointer.get("reference")), named or by_words(text))


def _known_as(pointer: Any) -> str:
    """By which a patient is known: as marks are made of it, never the words."""
    return _as_key(_pointer(pointer))


def _as_key(pointer: Pointer) -> str:
    named = pointer.named
    if named is not None and named.system != "text":
        return f"{named.system}|{named.code}"
    return pointer.reference


def _said_of(concepts: Iterable[Resource]) -> Iterator[str]:
    for one in concepts:
        yield _text(one.get("text"))
        for coding in one.get("coding") or []:
            yield _text(coding.get("display"))
            if system_named(_text(coding.get("system"))) == "snomed":
                yield _text(coding.get("code"))


def _words(concept: Resource) -> str:
    return next((text for text in _said_of([concept]) if text and not text.isdecimal()), "")


def _text(value: Any) -> str:
    """A value as text; of what should be text and is not, nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()
