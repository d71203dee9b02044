"""What a fellow can show: one frozen value for each kind of evidence.

Evidence is what stands: an approved case, a finished assessment, an accepted item. What is still
under way is none. Each value knows only what some requirement may ask of it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from logbook.domain.catalogue import CaseRole


@dataclass(frozen=True, slots=True)
class CaseEvidence:
    """An approved case. The role is the one that the supervisor stated."""

    procedure: str
    category: str
    role: CaseRole
    level_sides: int = 1
    on: date = date.min
    supervisor_id: UUID | None = None
    scale: str | None = None
    level: str | None = None
    """On the scale on which its supervisor rated it."""
    said_at: datetime | None = None
    """When its supervisor rated it."""
    said_in: UUID | None = None
    """The answer in which they did."""


@dataclass(frozen=True, slots=True)
class AssessmentEvidence:
    """A finished assessment of one competency on one form."""

    form: str
    competency: str
    on: date
    assessor_id: UUID | None = None
    discipline: str = ""
    """Of the assessor: which profession saw it."""
    scale: str | None = None
    level: str | None = None
    said_at: datetime | None = None
    """When it was signed."""
    said_in: UUID | None = None
    """The assessment itself."""


@dataclass(frozen=True, slots=True)
class RotationEvidence:
    """A rotation, planned or over; it counts from the day after its last."""

    rotation: str
    on: date
    """Its last day."""
    days: int
    """Days on service, leave taken off."""


@dataclass(frozen=True, slots=True)
class ActivityEvidence:
    """An accepted item of the portfolio: teaching, a course, a session, practice hours."""

    activity: str
    on: date
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class CredentialEvidence:
    """A verified credential, and the days on which it is good: `until` is the last of them."""

    credential: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class TestEvidence:
    """A sitting of a knowledge test. Only the latest of each test tells."""

    __test__ = False  # pytest takes the name for one of its own

    test: str
    on: date
    passed: bool


@dataclass(frozen=True, slots=True)
class RoundEvidence:
    """A round of multi-source feedback that was closed with enough raters."""

    form: str
    on: date
    raters: int


@dataclass(frozen=True, slots=True)
class MilestoneEvidence:
    """What the committee rated a subcompetency at. Only the latest of each tells."""

    subcompetency: str
    scale: str
    level: str
    on: date


Evidence = (
    CaseEvidence
    | AssessmentEvidence
    | RotationEvidence
    | ActivityEvidence
    | CredentialEvidence
    | TestEvidence
    | RoundEvidence
    | MilestoneEvidence
)
