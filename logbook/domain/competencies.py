"""Scales, the domains of a curriculum, and the competencies to be reached."""

from dataclasses import dataclass

from logbook.domain.document import Text
from logbook.domain.sign_off_rule import DEFAULT, SignOffRule


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read; not confirmed means that only its address is known."""

    id: str
    title: Text
    """Of a document, in its own language; a note beside it is in all."""
    url: str | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a scale. Order tells more from less; the code is what people say."""

    code: str
    order: int
    label: Text


@dataclass(frozen=True, slots=True)
class Scale:
    """Levels are compared within one scale, never across scales, and never averaged."""

    id: str
    kind: str
    name: Text
    source: str
    levels: tuple[Level, ...]
    outside: tuple[Level, ...]
    """Answers that are no level, such as 'not yet assessable'; their order is 0."""
    target: str | None
    """What graduates aim for; never a condition."""

    def level(self, code: str) -> Level | None:
        return next((one for one in (*self.levels, *self.outside) if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Subcompetency:
    id: str
    name: Text
    source: str


@dataclass(frozen=True, slots=True)
class Domain:
    id: str
    name: Text
    subcompetencies: tuple[Subcompetency, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """The level at which a competency counts as reached."""

    scale: str
    level: str
    source: str


@dataclass(frozen=True, slots=True)
class Competency:
    id: str
    code: str
    name: Text
    domains: tuple[str, ...]
    """Ids of subcompetencies."""
    target: Target
    context: tuple[str, ...]
    sign_off: SignOffRule = DEFAULT
    """What is asked before it is signed."""
