"""What must be shown, how much of it, and who says so."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from logbook.domain.catalogue import CaseRole
from logbook.domain.document import Text


class FigureStanding(StrEnum):
    """Who stands behind a figure."""

    CONFIRMED = "confirmed"
    """A director of the program, who named the document."""
    SOURCED = "sourced"
    """A source that was read states it."""
    SUGGESTED = "suggested"
    """Nobody yet; a starting point."""
    OPEN = "open"
    """There is no figure."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A director's word for a figure: where it stands, in which edition, of which date; and who
    gave it, when."""

    value: int
    document: str
    edition: str
    dated: date
    """Of the document."""
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Figure:
    """How much a requirement asks for, and who says so."""

    value: int | None
    suggested: int | None
    source: str
    check: str | None
    """The source in which a director looks the figure up."""
    confirmation: Confirmation | None = None

    @property
    def standing(self) -> FigureStanding:
        if self.confirmation is not None:
            return FigureStanding.CONFIRMED
        if self.value is not None:
            return FigureStanding.SOURCED
        return FigureStanding.OPEN if self.suggested is None else FigureStanding.SUGGESTED

    @property
    def count(self) -> int | None:
        """The figure to reckon with: confirmed, else sourced, else suggested.

        Whoever shows it shows its standing too: a suggestion is no accreditor's minimum.
        """
        if self.confirmation is not None:
            return self.confirmation.value
        return self.suggested if self.value is None else self.value


class RequirementKind(StrEnum):
    PROCEDURES = "procedures"
    PATIENTS = "patients"
    EXAMS = "exams"


class CountUnit(StrEnum):
    """What counts as one: the procedure, or each level on each side."""

    PROCEDURE = "procedure"
    LEVEL_SIDE = "level_side"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an approved case shows. The role is the one that the supervisor stated."""

    procedure: str
    category: str
    role: CaseRole
    level_sides: int = 1


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must be shown, and how much."""

    id: str
    name: Text
    competency: str
    kind: RequirementKind
    category: str
    roles: frozenset[CaseRole]
    unit: CountUnit
    figure: Figure
    optional: bool
    note: Text | None

    def accepts(self, evidence: Evidence) -> bool:
        return evidence.category == self.category and evidence.role in self.roles

    def weigh(self, evidence: Evidence) -> int:
        """What evidence that is accepted adds, in the unit of this requirement."""
        return evidence.level_sides if self.unit is CountUnit.LEVEL_SIDE else 1
