"""What a supervisor is entitled to vouch for, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Scope(StrEnum):
    ALL = "all"
    CATEGORY = "category"
    PROCEDURE = "procedure"


class Checked(StrEnum):
    """What a program does where a privilege is missing."""

    OFF = "off"
    """It keeps none, or does not ask."""
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Privilege:
    scope: Scope
    code: str
    """Of the category or the procedure; empty for all."""
    starts_on: date
    ends_on: date | None
    """The last day; None: until it is ended."""

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Field:
    """A procedure and its category."""

    procedure: str
    category: str


def covers(held: Iterable[Privilege], asked: Iterable[Field], day: date) -> bool:
    """Whether somebody with these privileges may vouch for all of it on that day. What names no
    procedure at all wants any privilege."""
    valid = [one for one in held if one.holds_on(day)]
    return bool(valid) and all(any(_is_for(one, field) for one in valid) for field in asked)


def _is_for(one: Privilege, asked: Field) -> bool:
    match one.scope:
        case Scope.PROCEDURE:
            return one.code == asked.procedure
        case Scope.CATEGORY:
            return one.code == asked.category
        case Scope.ALL:
            return True
