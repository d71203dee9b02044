"""Messages as plain values, for what is kept for years: read again they can still be put into any
language. Whole numbers and texts stay as they are; a float becomes its text, since what is sealed
holds none."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from logbook.domain.chances import Weekday
from logbook.domain.decisions import Message
from logbook.domain.document import Text
from logbook.domain.sites import Capability

WORDS: Mapping[str, type[Enum]] = {"weekday": Weekday, "capability": Capability}
"""Enums whose members fill blanks of such messages. Of any other its value is kept, as a text."""
_NAMES = {enum: name for name, enum in WORDS.items()}


def as_plain(value: object) -> Any:
    if isinstance(value, Message):
        return {"say": value.id, "with": {name: as_plain(it) for name, it in value.params.items()}}
    if isinstance(value, Text):
        return {"text": dict(value.words)}
    if isinstance(value, Enum):
        name = _NAMES.get(type(value))
        return {"word": value.value, "of": name} if name else str(value.value)
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, tuple | list):
        return {"all": [as_plain(one) for one in value]}
    return value if value is None or isinstance(value, int | str) else str(value)


def from_plain(kept: Any) -> Any:
    if not isinstance(kept, Mapping):
        return kept
    if "say" in kept:
        return Message(kept["say"], {name: from_plain(it) for name, it in kept["with"].items()})
    if "text" in kept:
        return Text(kept["text"])
    if "day" in kept:
        return date.fromisoformat(kept["day"])
    if "all" in kept:
        return tuple(from_plain(one) for one in kept["all"])
    return WORDS[kept["of"]](kept["word"])


def kept_message(message: Message | None) -> Any:
    return None if message is None else as_plain(message)


def message_of(kept: Any) -> Message | None:
    found = from_plain(kept)
    return found if isinstance(found, Message) else None
