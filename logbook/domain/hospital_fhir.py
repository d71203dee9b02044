"""Performed procedures out of FHIR resources, of release 4 and 5.

Read are Procedure (hl7.org/fhir/R4/procedure.html: `performed[x]`; R5: `occurrence[x]`), and of
what it points to Practitioner, PractitionerRole, Encounter and Location. Resources come in any
order, so what a procedure points to is looked up when all are read. Of the patient nothing is read
but the reference, and the day of birth, of which the band of the age is kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from logbook.domain.decisions import say
from logbook.domain.hospital import Fault, Happened, Named, Told, by_words
from logbook.domain.hospital_codes import side_in
from logbook.domain.hospital_fhir_parts import (
    Pointer,
    Resource,
    Wrong,
    as_key,
    day_of,
    day_performed,
    identified,
    known_as,
    person_named,
    pointer_in,
    procedure_named,
    said_of,
    source_key,
    text_of,
    words_of_site,
)

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
        url, kind = text_of(entry.get("fullUrl")), text_of(resource.get("resourceType"))
        names = [name for name in (url, f"{kind}/{text_of(resource.get('id'))}") if name]
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
        elif kind == "Practitioner" and (person := person_named(resource)):
            self._people.update(dict.fromkeys(names, person))
        elif kind == "PractitionerRole":
            self._roles.update(dict.fromkeys(names, pointer_in(resource["practitioner"]).reference))
        elif kind == "Location":
            where = identified(resource.get("identifier")) or by_words(
                text_of(resource.get("name"))
            )
            self._places.update(dict.fromkeys(names, where) if where else {})
        elif kind == "Encounter":
            self._visits.update(dict.fromkeys(names, self._visit(resource)))
        elif kind == "Patient" and (born := day_of(text_of(resource.get("birthDate")))):
            self._born.update(dict.fromkeys(names, born))

    def rows(self) -> Iterator[Told | Fault]:
        """The procedures in the order of the file."""
        for one in self._procedures:
            yield one if isinstance(one, Fault) else self._whole(one)

    def _half(self, place: str, url: str, resource: Resource) -> Half | None:
        """None for what was not done on any day."""
        happened = HAPPENED.get(text_of(resource.get("status")) or "completed")
        if happened is None:
            raise Wrong(say("The status is none that FHIR knows."))
        day = day_performed(resource)
        if day is None:
            if happened in (Happened.NOT_DONE, Happened.MISTAKEN):
                return None
            raise Wrong(say("The day on which it was performed is missing."))
        sites = resource.get("bodySite") or []
        patient = resource.get("subject") or resource.get("patient") or {}
        told = Told(
            place=place,
            source_key=source_key(resource, url),
            performed_on=day,
            procedure=self._shared(procedure_named(resource.get("code"))),
            side=side_in(*said_of(sites), *said_of([resource.get("code") or {}])),
            body_site=next((text for text in map(words_of_site, sites) if text), ""),
            happened=happened,
            patient=known_as(patient),
        )
        return Half(
            told,
            patient=text_of(patient.get("reference")),
            visit=self._pointer(resource.get("encounter") or resource.get("context")),
            location=self._pointer(resource["location"]) if resource.get("location") else None,
            performers=tuple(self._performers(resource)),
        )

    def _performers(self, resource: Resource) -> Iterator[Pointer]:
        contained = {f"#{one.get('id')}": one for one in resource.get("contained") or []}
        for one in resource.get("performer") or []:
            pointer = self._pointer(one.get("actor"))
            if pointer.reference in contained:
                pointer = Pointer("", person_named(contained[pointer.reference]))
            yield pointer

    def _whole(self, half: Half) -> Told:
        visit = self._visits.get(half.visit.reference)
        if visit is None:
            visit = Visit(as_key(half.visit), Pointer())
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
        own_id = identified(resource.get("identifier"))
        stays = resource.get("location") or []
        where = stays[0].get("location") if stays and isinstance(stays[0], Mapping) else None
        own = f"Encounter/{text_of(resource.get('id'))}"
        return Visit(
            f"{own_id.system}|{own_id.code}" if own_id else own,
            self._pointer(where or resource.get("serviceProvider")),
        )

    def _pointer(self, pointer: Any) -> Pointer:
        found = pointer_in(pointer)
        return Pointer(found.reference, self._shared(found.named)) if found.named else found

    def _shared(self, named: Named) -> Named:
        """The same name is kept once, however many rows say it."""
        return self._seen.setdefault(named, named)
