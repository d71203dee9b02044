"""What a writer states of words that look like a patient's: that they are none, and why.

The statements of a request are heard here while it is carried out, as a locale is, so that every
guarded text anywhere in the domain can be written past the guard in the same way, and none of the
forty functions in between has to carry them along. Where nobody listens, as in an import, nothing
is stated and everything is refused. Which of them were needed is remembered for the ledger.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum

from logbook.domain.identifiers import Finding, IdentifierKind, find_identifiers
from logbook.domain.identifiers.letters import plainly


class Harmless(StrEnum):
    """Why words are no identifier of a patient. Codes only: a reason in free words would be one
    more place where a name could stand."""

    THING = "thing"
    """A device, a drug or a scale."""
    TECHNIQUE = "technique"
    """A technique, a sign or a disease that bears a name."""
    COLLEAGUE = "colleague"
    NUMBER = "number"
    """A lot, a model, a code or a measurement."""
    DAY = "day"
    """The day of a procedure, of a picture or of a paper."""
    PUBLIC = "public"
    """A publication, an institution or a place that anybody may know."""
    WORDS = "words"
    """Ordinary words."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement that let words of a field pass."""

    field: str
    kind: IdentifierKind
    reason: Harmless
    key: str


@dataclass(slots=True)
class Hearing:
    stated: Mapping[str, Harmless]
    needed: set[Stated] = field(default_factory=set)


_HEARING: ContextVar[Hearing | None] = ContextVar("hearing", default=None)


def key_of(text: str, finding: Finding) -> str:
    """By what a form names a finding: the same words of the same kind wherever they stand. It
    lives as long as the request and is kept nowhere."""
    words = plainly(text[finding.start : finding.end])[0].casefold()
    return hashlib.sha256(f"{finding.kind}:{words}".encode("utf-8", "replace")).hexdigest()[:16]


@contextmanager
def hearing(stated: Mapping[str, Harmless]) -> Iterator[Hearing]:
    """Let these statements count until the end: reasons by the key of the finding."""
    heard = Hearing(stated)
    token = _HEARING.set(heard)
    try:
        yield heard
    finally:
        _HEARING.reset(token)


def somebody_listens() -> bool:
    """Whether a reason could be given at all."""
    return _HEARING.get() is not None


def unexplained(name: str, text: str) -> list[Finding]:
    """What in the text of this field may tell who the patient is, and nobody said why not."""
    heard, left = _HEARING.get(), []
    for finding in find_identifiers(text):
        key = key_of(text, finding)
        if heard is None or key not in heard.stated:
            left.append(finding)
        else:
            heard.needed.add(Stated(name, finding.kind, heard.stated[key], key))
    return left


def needed() -> frozenset[Stated]:
    """The statements that let something pass so far; none where nobody listens."""
    heard = _HEARING.get()
    return frozenset(heard.needed) if heard is not None else frozenset()


def turn_to_the_next() -> None:
    """What comes now is about another record: one request may answer several."""
    if (heard := _HEARING.get()) is not None:
        heard.needed.clear()
