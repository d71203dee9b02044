"""What is asked of one entry of a curriculum while it is drafted: its fields, as data.

The names of fields are places in the entry: `figure.source`, `target`. Words are asked in each of
the languages that are offered: `name.en`, `name.id`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict, Unpack

from logbook.domain.decisions import Message
from logbook.domain.document import Text

LANGUAGES = ("en", "id")
"""In which words are asked; English is needed. Others that a file has stay as they are."""

ID = r"[A-Za-z][A-Za-z0-9_]*"
"""What an id looks like, as in the schema."""


class Kind(StrEnum):
    WORDS = "words"
    """The same words in several languages."""
    LINE = "line"
    LINES = "lines"
    """Several texts, one a line."""
    WHOLE = "whole"
    FLAG = "flag"
    ONE = "one"
    SOME = "some"
    LEVEL = "level"
    """A level of a scale, chosen as both at once."""
    CHOICES = "choices"
    """Codes with their words, one a line: `code | English | Indonesian`."""
    ROWS = "rows"
    """Entries within the entry, in an order of their own."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be chosen."""

    code: str
    label: Text | Message
    part: Text | None = None
    """Under which heading it is offered."""
    note: Text | None = None


Options = Mapping[str, tuple[Option, ...]]
"""What may be chosen, by the name of the list: `categories`, `scales`."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked."""

    name: str
    label: Message
    kind: Kind
    needed: bool = False
    hint: Message | None = None
    among: str = ""
    """The name of the list that ONE and SOME choose from."""
    default: bool | None = False
    """Of a FLAG that is not there; None where it must always be there."""
    low: int = 0
    high: int = 100_000
    """Of a WHOLE; of a LINE the greatest number of characters."""
    pattern: str = ""
    """What a LINE must look like."""
    alone: bool = False
    """No other entry may say the same."""
    long: bool = False
    """Of WORDS: more than a line."""
    null: bool = False
    """Stays as null when it is empty."""
    key: str = "id"
    """Of ROWS: what tells the entries apart, and never changes."""
    rows: tuple["Ask", ...] = ()
    longest_key: int = 64

    @property
    def names(self) -> tuple[str, ...]:
        """Of the fields in which it is asked."""
        if self.kind is Kind.WORDS:
            return tuple(f"{self.name}.{language}" for language in LANGUAGES)
        return (self.name,)


Asks = tuple[Ask, ...]


class But(TypedDict, total=False):
    """What an `Ask` may say beyond its name, label and kind."""

    needed: bool
    hint: Message | None
    default: bool | None
    low: int
    pattern: str
    alone: bool
    long: bool
    null: bool
    key: str
    rows: tuple[Ask, ...]
    longest_key: int


def words(name: str, label: Message, **but: Unpack[But]) -> Ask:
    return Ask(name, label, Kind.WORDS, **but)


def line(name: str, label: Message, high: int = 200, **but: Unpack[But]) -> Ask:
    return Ask(name, label, Kind.LINE, high=high, **but)


def lines(name: str, label: Message, high: int = 100_000, **but: Unpack[But]) -> Ask:
    return Ask(name, label, Kind.LINES, high=high, **but)


def whole(name: str, label: Message, high: int = 100_000, **but: Unpack[But]) -> Ask:
    return Ask(name, label, Kind.WHOLE, high=high, **but)


def flag(name: str, label: Message, **but: Unpack[But]) -> Ask:
    return Ask(name, label, Kind.FLAG, **but)


def one(name: str, label: Message, among: str, **but: Unpack[But]) -> Ask:
    return Ask(name, label, Kind.ONE, among=among, **but)


def some(name: str, label: Message, among: str, **but: Unpack[But]) -> Ask:
    return Ask(name, label, Kind.SOME, among=among, **but)


def level(name: str, label: Message, **but: Unpack[But]) -> Ask:
    """The scale stands beside the level."""
    return Ask(name, label, Kind.LEVEL, among="levels", **but)
