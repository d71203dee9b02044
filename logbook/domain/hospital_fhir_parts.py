"""Parts of FHIR resources: identifiers, codes, dates, and what points to other resources."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from logbook.domain.decisions import Message, say
from logbook.domain.hospital import Named, by_words
from logbook.domain.hospital_codes import preferred, system_named

Resource = Mapping[str, Any]
WHEN = ("performedDateTime", "occurrenceDateTime", "performedPeriod", "occurrencePeriod")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pointer:
    """What a resource points to: by reference to another one, and what it says itself."""

    reference: str = field(default="", repr=False)
    named: Named | None = None


class Wrong(Exception):
    """A procedure that cannot be used, and why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


def day_performed(resource: Resource) -> date | None:
    for name in WHEN:
        when = resource.get(name)
        if isinstance(when, Mapping):
            when = when.get("start") or when.get("end")
        if not when:
            continue
        found = DAY.match(text_of(when))
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


def source_key(resource: Resource, url: str) -> str:
    for one in resource.get("identifier") or []:
        if one.get("value"):
            return f"{text_of(one.get('system'))}|{text_of(one['value'])}"
    own = text_of(resource.get("id"))
    return f"Procedure/{own}" if own else url


def procedure_named(code: Any) -> Named:
    code = code or {}
    text = text_of(code.get("text"))
    codings = [
        Named(
            system_named(text_of(one.get("system"))),
            text_of(one["code"]),
            text_of(one.get("display")) or text,
        )
        for one in code.get("coding") or []
        if one.get("code")
    ]
    found = preferred(codings) or by_words(text)
    if found is None:
        raise Wrong(say("It says neither by code nor in words what was done."))
    return found


def person_named(resource: Resource) -> Named | None:
    names = resource.get("name") or [{}]
    name = names[0] if isinstance(names, list) and isinstance(names[0], Mapping) else {}
    parts = (*(name.get("prefix") or []), *(name.get("given") or []), name.get("family"))
    text = text_of(name.get("text")) or " ".join(text_of(part) for part in parts if part)
    found = identified(resource.get("identifier"))
    return Named(found.system, found.code, text) if found else by_words(text)


def identified(identifiers: Any) -> Named | None:
    """The identifier by which something is known: a national one before the hospital's own."""
    found = [
        Named(system_named(text_of(one.get("system"))), text_of(one["value"]))
        for one in identifiers or []
        if isinstance(one, Mapping) and one.get("value")
    ]
    return next((one for one in found if one.system == "npi"), found[0] if found else None)


def pointer_in(pointer: Any) -> Pointer:
    if not pointer:
        return Pointer()
    text = text_of(pointer.get("display"))
    named = identified([pointer["identifier"]]) if pointer.get("identifier") else None
    if named is not None and text:
        named = Named(named.system, named.code, text)
    return Pointer(text_of(pointer.get("reference")), named or by_words(text))


def known_as(pointer: Any) -> str:
    """By which a patient is known: as marks are made of it, never the words."""
    return as_key(pointer_in(pointer))


def as_key(pointer: Pointer) -> str:
    named = pointer.named
    if named is not None and named.system != "text":
        return f"{named.system}|{named.code}"
    return pointer.reference


def said_of(concepts: Iterable[Resource]) -> Iterator[str]:
    for one in concepts:
        yield text_of(one.get("text"))
        for coding in one.get("coding") or []:
            yield text_of(coding.get("display"))
            if system_named(text_of(coding.get("system"))) == "snomed":
                yield text_of(coding.get("code"))


def words_of_site(concept: Resource) -> str:
    return next((text for text in said_of([concept]) if text and not text.isdecimal()), "")


def text_of(value: Any) -> str:
    """A value as text; of what should be text and is not, nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()
