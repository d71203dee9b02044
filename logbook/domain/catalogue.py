"""What can be logged: procedures, patient encounters and examinations, and their fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from logbook.domain.document import Text

MAX_TEXT = 120
"""Longest text of a field that names no other limit, in characters."""


class CaseKind(StrEnum):
    PROCEDURE = "procedure"
    PATIENT = "patient"
    EXAM = "exam"


class CaseRole(StrEnum):
    """What the fellow did in the case, from watching to teaching it."""

    OBSERVED = "observed"
    ASSISTED = "assisted"
    PERFORMED_DIRECT = "performed_direct"
    PERFORMED_INDIRECT = "performed_indirect"
    TAUGHT = "taught"


class Outcome(StrEnum):
    """How the case ended. All are normal entries: without failures no learning curve is honest."""

    SUCCESS = "success"
    FAILED = "failed"
    ABANDONED = "abandoned"
    HANDED_OVER = "handed_over"


class FieldKind(StrEnum):
    CHOICE = "choice"
    CHOICES = "choices"
    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a vocabulary."""

    code: str
    label: Text
    hint: Text | None = None
    also: tuple[str, ...] = ()
    """What people write for it in short."""


Vocabulary = Mapping[str, Choice]
"""Choices by code, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Complication:
    id: str
    label: Text
    definition: Text
    """One line: when this box is ticked."""
    source: str
    needs_note: bool


@dataclass(frozen=True, slots=True)
class Category:
    """A group of things that count together; without a competency, logged for exposure alone."""

    id: str
    kind: CaseKind
    name: Text
    competency: str | None


@dataclass(frozen=True, slots=True)
class Companion:
    """A field that must be given along with another: always, or when that one has this value."""

    field: str
    when: str | None = None


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One thing that may be said about a case. Of a procedure's own field, its own choices."""

    name: str
    label: Text
    kind: FieldKind
    unit: str | None = None
    low: int = 0
    high: int = 0
    """Of numbers the greatest value; of a text the greatest length in characters."""
    choices: Vocabulary | None = None
    companion: Companion | None = None
    own: str | None = None
    """Which list of the procedure gives the choices: levels, regions, sides and so on."""
    group: str = ""
    required: bool = False


OWN_LISTS = ("levels", "regions", "sides", "approaches", "guidance")
"""Lists of a procedure from which a field may take its choices."""


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that stand together on a form."""

    id: str
    label: Text
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BleedingRisk:
    """The class in an anticoagulation guideline, as a code of the vocabulary."""

    value: str | None
    suggested: str | None
    source: str
    check: str | None


@dataclass(frozen=True, slots=True)
class Procedure:
    """One thing of the catalogue: a procedure, a patient encounter or an examination."""

    id: str
    name: Text
    short: Text
    """For phones and dense tables."""
    category: str
    kind: CaseKind
    abbreviations: tuple[str, ...]
    also: tuple[str, ...]
    """Other words under which it is looked for."""
    regions: tuple[str, ...]
    levels: tuple[str, ...]
    sided: bool
    guidance: tuple[str, ...]
    approaches: tuple[str, ...]
    fields: tuple[FieldSpec, ...]
    """What may be said of it, in the order of the form; nothing else belongs to it."""
    bleeding_risk: BleedingRisk | None
    optional: bool
    """Offered for exposure; no program is expected to have it."""
    counts: bool
    """Whether it counts toward the requirements of its category."""
    context: tuple[str, ...]

    def field(self, name: str) -> FieldSpec | None:
        return next((spec for spec in self.fields if spec.name == name), None)

    def grouped(self) -> dict[str, tuple[FieldSpec, ...]]:
        """The fields by id of their group."""
        groups: dict[str, tuple[FieldSpec, ...]] = {}
        for spec in self.fields:
            groups[spec.group] = (*groups.get(spec.group, ()), spec)
        return groups
