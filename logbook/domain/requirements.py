"""What must be shown, how much of it, and who says so."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from logbook.domain.decisions import Message
from logbook.domain.document import Text
from logbook.domain.evidence import Evidence
from logbook.domain.readiness import Pace
from logbook.domain.rules import CountCases, CountUnit, DistinctSupervisors, Recency, Rule
from logbook.domain.tally import Tally


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
    carried_from: str | None = None
    """The edition for which it was said, where the figure went over from there unchanged."""


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
    """What a requirement looks at; each has its rule."""

    PROCEDURES = "procedures"
    PATIENTS = "patients"
    EXAMS = "exams"
    DISTINCT_SUPERVISORS = "distinct_supervisors"
    RECENCY = "recency"
    ROTATION = "rotation"
    EXPOSURE = "exposure"
    SESSIONS = "sessions"
    HOURS = "hours"
    ASSESSMENTS = "assessments"
    ENTRUSTMENT = "entrustment"
    FEEDBACK_ROUND = "feedback_round"
    CREDENTIAL = "credential"
    TEST = "test"
    PORTFOLIO = "portfolio"
    MILESTONE = "milestone"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must be shown, and how much."""

    id: str
    name: Text
    competency: str
    kind: RequirementKind
    rule: Rule
    figure: Figure | None
    """None where the rule needs none: there is a valid licence, or there is not."""
    optional: bool
    """Worth having; nobody is behind with it, and it holds nobody up."""
    note: Text | None
    part_of: str | None = None
    """The group that decides; a part by itself holds nobody up."""

    @property
    def required(self) -> int | None:
        """How much is asked for."""
        return self.rule.own_figure if self.figure is None else self.figure.count

    @property
    def blocks(self) -> bool:
        """Whether training is not complete without it."""
        return not self.optional and self.part_of is None

    @property
    def unconfirmed(self) -> bool:
        return self.figure is not None and self.figure.standing is FigureStanding.SUGGESTED

    @property
    def pace(self) -> Pace:
        return self.rule.pace

    def accepts(self, evidence: Evidence) -> bool:
        return self.rule.accepts(evidence)

    def weigh(self, evidence: Evidence) -> int:
        """What evidence that is accepted adds, in the unit that is kept."""
        return self.rule.weigh(evidence)

    def credit(self, tally: Tally, today: date) -> int:
        """In the unit of the figure."""
        return self.rule.credit(tally, self.required, today)

    def why(self, tally: Tally, today: date) -> Message:
        """One sentence: why it is met, or what is missing."""
        return self.rule.why(tally, self.required, today)


def counted_cases(requirement: Requirement) -> CountCases | None:
    """The rule of a requirement that counts cases one by one; None for any other."""
    return requirement.rule if isinstance(requirement.rule, CountCases) else None


CaseRule = CountCases | DistinctSupervisors | Recency


def cases_asked(requirement: Requirement) -> CaseRule | None:
    """The rule of a requirement for which cases of one category are the evidence."""
    return requirement.rule if isinstance(requirement.rule, CaseRule) else None


__all__ = [
    "Confirmation",
    "CountUnit",
    "Figure",
    "FigureStanding",
    "Requirement",
    "RequirementKind",
    "cases_asked",
    "counted_cases",
]
