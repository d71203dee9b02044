"""Whether what was sent has the form that the document promises.

Of JSON Schema (2020-12), the words that our own schemas use, in a few lines: the library would be
a thirtieth of a worker's memory. A test holds both against each other. What the values mean is not
asked here; that is for the domain to judge, once, for every way in.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from logbook.domain.decisions import Message, say

Schema = Mapping[str, Any]
Fault = tuple[str, Message]
"""Where (RFC 6901), and what is wrong there."""

UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but tab and line break, and halves of characters: no text has them."""

KINDS: dict[str, tuple[Callable[[Any], bool], Message]] = {
    "object": (lambda value: isinstance(value, dict), say("Write this as an object.")),
    "array": (lambda value: isinstance(value, list), say("Write this as a list.")),
    "string": (lambda value: isinstance(value, str), say("Write this as text.")),
    "integer": (
        lambda value: isinstance(value, int) and not isinstance(value, bool),
        say("Write a whole number."),
    ),
    "boolean": (lambda value: isinstance(value, bool), say("Write true or false.")),
    "null": (lambda value: value is None, say("Leave this empty.")),
}


def faults(value: Any, schema: Schema, at: str = "") -> Iterator[Fault]:
    """All that is wrong with the form of a value, each with its place."""
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if not any(KINDS[kind][0](value) for kind in kinds):
        yield at, KINDS[kinds[0]][1]
    elif "enum" in schema and value not in schema["enum"]:
        yield at, say("Choose one of the list.")
    elif isinstance(value, str):
        yield from _of_text(value, schema, at)
    elif isinstance(value, list):
        yield from _of_list(value, schema, at)
    elif isinstance(value, dict):
        yield from _of_object(value, schema, at)


def _of_text(value: str, schema: Schema, at: str) -> Iterator[Fault]:
    if UNWANTED.search(value):
        yield at, say("There are characters in this that no text has.")
    elif len(value) > schema.get("maxLength", len(value)):
        yield at, say("Too long: at most %(limit)s characters.", limit=schema["maxLength"])
    elif len(value) < schema.get("minLength", 0):
        yield at, say("This field is required.")
    elif schema.get("format") == "uuid" and not _reads_as(UUID, value):
        yield at, say("Write an id, such as those that are given here.")
    elif schema.get("format") == "date" and not _is_day(value):
        yield at, say("Not a valid date value.")


def _is_day(value: str) -> bool:
    """Only the long form; Python reads others as well."""
    return len(value) == 10 and value.isascii() and _reads_as(date.fromisoformat, value)


def _reads_as(kind: Callable[[str], object], value: str) -> bool:
    try:
        kind(value)
    except ValueError:
        return False
    return True


def _of_list(value: list[Any], schema: Schema, at: str) -> Iterator[Fault]:
    if len(value) > schema["maxItems"]:
        yield at, say("Too many: at most %(limit)s.", limit=schema["maxItems"])
        return
    for place, one in enumerate(value):
        yield from faults(one, schema["items"], f"{at}/{place}")


def _of_object(value: dict[str, Any], schema: Schema, at: str) -> Iterator[Fault]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", False)
    if len(value) > schema.get("maxProperties", len(known)) and others:
        yield at, say("Too many: at most %(limit)s.", limit=schema["maxProperties"])
        return
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at}/{name}", say("This field is required.")
    for name, one in value.items():
        place = f"{at}/{escaped(name)}"
        if name in known:
            yield from faults(one, known[name], place)
        elif not others or UNWANTED.search(name):
            yield place, say("Nothing of this name is asked for.")
        else:
            yield from faults(one, others, place)


def escaped(name: str) -> str:
    """A name in a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")
