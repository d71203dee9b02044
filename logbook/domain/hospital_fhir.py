"""Performed procedures out of FHIR resources, of release 4 and 5.

Read are Procedure (hl7.org/fhir/R4/procedure.html: `performed[x]`; R5: `occurrence[x]`), and of
what it points to Practitioner, PractitionerRole, Encounter and Location. Resources come in any
order, so what a procedure points to is looked up when all are read. Of the patient nothing is read
but the reference, and the day of birth, of which the band of the age is kept.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
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
class Visit:
    """An encounter: how it is known, and where it was."""

    known_as: str = field(repr=False)
    location: Any = None


class Wrong(Exception):
    """A procedure that cannot be used, and why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


class FhirReader:
    """Takes resources as they come; gives the procedures when all are there."""

    def __init__(self) -> None:
        self._procedures: list[tuple[str, str, Resource]] = []
        self._people: dict[str, Named] = {}
        self._roles: dict[str, Any] = {}
        self._places: dict[str, Named] = {}
        self._visits: dict[str, Visit] = {}
        self._born: dict[str, str] = {}

    def take(self, place: str, entry: Resource) -> None:
        """An entry of a Bundle, or a bare resource."""
        inner = entry.get("resource")
        resource = inner if isinstance(inner, Mapping) else entry
        url, kind = _text(entry.get("fullUrl")), resource.get("resourceType")
        names = [name for name in (url, f"{kind}/{_text(resource.get('id'))}") if name]
        if kind == "Procedure":
            self._procedures.append((place, url, _needed(resource)))
        elif kind == "Practitioner":
            person = _person(resource)
            self._people.update(dict.fromkeys(names, person) if person else {})
        elif kind == "PractitionerRole":
            self._roles.update(dict.fromkeys(names, resource.get("practitioner")))
        elif kind == "Location":
            where = _coded(resource.get("identifier")) or by_words(_text(resource.get("name")))
            self._places.update(dict.fromkeys(names, where) if where else {})
        elif kind == "Encounter":
            self._visits.update(dict.fromkeys(names, _visit(resource)))
        elif kind == "Patient":
            self._born.update(dict.fromkeys(names, _text(resource.get("birthDate"))))

    @property
    def found(self) -> int:
        return len(self._procedures)

    def rows(self) -> Iterator[Told | Fault]:
        """The procedures in the order of the file. What was not done on any day is passed over."""
        for place, url, resource in self._procedures:
            try:
                told = self._told(place, url, resource)
            except Wrong as wrong:
                yield Fault(place, wrong.message)
            except (TypeError, AttributeError, KeyError, IndexError):
                yield Fault(place, say("This is not built as a Procedure of FHIR."))
            else:
                if told is not None:
                    yield told

    def _told(self, place: str, url: str, resource: Resource) -> Told | None:
        happened = HAPPENED.get(_text(resource.get("status")) or "completed")
        if happened is None:
            raise Wrong(say("The status is none that FHIR knows."))
        day = _day(resource)
        if day is None:
            if happened in (Happened.NOT_DONE, Happened.MISTAKEN):
                return None
            raise Wrong(say("The day on which it was performed is missing."))
        visit = self._visit_of(resource.get("encounter") or resource.get("context"))
        sites = resource.get("bodySite") or []
        contained = {f"#{one.get('id')}": one for one in resource.get("contained") or []}
        patient = resource.get("subject") or resource.get("patient") or {}
        return Told(
            place=place,
            source_key=_source_key(resource, url),
            performed_on=day,
            procedure=_procedure(resource.get("code")),
            site=self._place_of(resource.get("location") or visit.location),
            practitioners=tuple(self._performers(resource.get("performer") or [], contained)),
            side=side_in(*_said_of(sites), *_said_of([resource.get("code") or {}])),
            body_site=next((text for text in map(_words, sites) if text), ""),
            happened=happened,
            patient=_known_as(patient),
            encounter=visit.known_as,
            born=day_of(self._born.get(_text(patient.get("reference")), "")),
        )

    def _performers(
        self, performers: Iterable[Resource], contained: Mapping[str, Resource]
    ) -> Iterator[Named]:
        for one in performers:
            actor = one.get("actor") or {}
            reference = _text(actor.get("reference"))
            found = _coded([actor["identifier"]]) if actor.get("identifier") else None
            if found is None and reference in contained:
                found = _person(contained[reference])
            if found is None:
                role = _text((self._roles.get(reference) or {}).get("reference"))
                found = self._people.get(reference) or self._people.get(role)
            text = _text(actor.get("display"))
            found = found or by_words(text)
            if found is not None:
                yield found if found.text else Named(found.system, found.code, text)

    def _visit_of(self, pointer: Any) -> Visit:
        if not pointer:
            return Visit("")
        reference = _text(pointer.get("reference"))
        return self._visits.get(reference) or Visit(_known_as(pointer))

    def _place_of(self, pointer: Any) -> Named | None:
        if not pointer:
            return None
        found = self._places.get(_text(pointer.get("reference")))
        if found is None and pointer.get("identifier"):
            found = _coded([pointer["identifier"]])
        text = _text(pointer.get("display"))
        if found is None:
            return by_words(text)
        return found if found.text else Named(found.system, found.code, text)


NEEDED = (
    "id", "identifier", "status", "code", "subject", "patient", "encounter", "context", "performer",
    "location", "bodySite", "contained", *WHEN,
)  # fmt: skip


def _needed(resource: Resource) -> Resource:
    """Of a procedure what is read later; the rest need not be held until then."""
    return {name: resource[name] for name in NEEDED if name in resource}


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


def _visit(resource: Resource) -> Visit:
    known_as = _coded(resource.get("identifier"))
    stays = resource.get("location") or []
    where = stays[0].get("location") if stays and isinstance(stays[0], Mapping) else None
    own = f"Encounter/{_text(resource.get('id'))}"
    return Visit(
        f"{known_as.system}|{known_as.code}" if known_as else own,
        where or resource.get("serviceProvider"),
    )


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


def _known_as(pointer: Any) -> str:
    if not pointer:
        return ""
    known_as = _coded([pointer["identifier"]]) if pointer.get("identifier") else None
    return f"{known_as.system}|{known_as.code}" if known_as else _text(pointer.get("reference"))


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
