"""How a requirement reckons: which evidence it accepts, what that comes to, and why it is or is
not met. One small class for each kind; the kinds that count are here, those that judge in
`rules_of_judgement`.

A rule is additive when one more piece of evidence adds the same whatever was there before. Then
approving a case is one update; every other rule is reckoned anew from the evidence of that one
fellow and requirement.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from logbook.domain.catalogue import CaseRole
from logbook.domain.days import day_after
from logbook.domain.decisions import Message, say
from logbook.domain.evidence import (
    ActivityEvidence,
    CaseEvidence,
    CredentialEvidence,
    Evidence,
    RotationEvidence,
)
from logbook.domain.readiness import Pace, months_after
from logbook.domain.tally import Span, Tally, gathered

MINUTES = 60


class CountUnit(StrEnum):
    """What counts as one: the procedure, or each level on each side."""

    PROCEDURE = "procedure"
    LEVEL_SIDE = "level_side"


class Rule(ABC):
    """What every kind of requirement can do. A subclass says what it accepts and what that adds."""

    reads: ClassVar[frozenset[type]] = frozenset()
    """The kinds of evidence that it may accept."""
    additive: ClassVar[bool] = False
    by_month: ClassVar[bool] = False
    """Reckoned anew, and yet kept by month: what is additive is so anyway."""
    pace: ClassVar[Pace] = Pace.EVEN
    yes_or_no: ClassVar[bool] = False
    """Needs no figure: one is enough."""
    unit: ClassVar[int] = 1
    """How much credit makes one of the figure: 60 where minutes are kept and hours asked for."""

    @property
    def own_figure(self) -> int | None:
        """How much is asked for where the rule itself says so; None where a figure does."""
        return 1 if self.yes_or_no else None

    @abstractmethod
    def accepts(self, evidence: Evidence) -> bool:
        """Whether this evidence is of the kind that the rule asks for."""

    def concerned_by(self, evidence: Evidence) -> bool:
        """Whether evidence like this may change the tally; asked before all of it is known."""
        return self.accepts(evidence)

    def weigh(self, evidence: Evidence) -> int:
        """What evidence that is accepted adds, for a rule that is additive."""
        return 1

    @property
    def monthly(self) -> bool:
        """Whether what came in each month is kept: see `domain/months.py`."""
        return self.additive or self.by_month

    def dated(self, evidence: Evidence) -> date:
        """The day on which evidence that is accepted counts as having come."""
        assert not isinstance(evidence, CredentialEvidence)
        return evidence.on

    def in_month(self, evidence: Evidence) -> int:
        """What it adds to the month of that day."""
        return self.weigh(evidence)

    def tally(self, accepted: Sequence[Evidence]) -> Tally:
        """What accepted evidence comes to; the order in which it came makes no difference."""
        return Tally(sum(self.weigh(one) for one in accepted))

    def credit(self, tally: Tally, required: int | None, today: date) -> int:
        """In the unit of the figure. `required`: that figure, where there is one."""
        return tally.on(today) // self.unit

    def why(self, tally: Tally, required: int | None, today: date) -> Message:
        """One sentence: why it is met, or what is missing."""
        credit = self.credit(tally, required, today)
        if required is None:
            return say("%(credit)s so far; no figure is set.", credit=credit)
        if credit >= required:
            return say("Met: %(credit)s of %(required)s.", credit=credit, required=required)
        return self.missing(tally, credit, required, today)

    def missing(self, tally: Tally, credit: int, required: int, today: date) -> Message:
        """What is missing; only asked where something is."""
        return say(
            "%(missing)s more: %(credit)s of %(required)s.",
            missing=required - credit,
            credit=credit,
            required=required,
        )


@dataclass(frozen=True, slots=True)
class CountCases(Rule):
    """So many cases of a category in certain roles: procedures, patients, examinations."""

    reads: ClassVar[frozenset[type]] = frozenset({CaseEvidence})
    additive: ClassVar[bool] = True

    category: str
    roles: frozenset[CaseRole]
    counted: CountUnit = CountUnit.PROCEDURE

    def accepts(self, evidence: Evidence) -> bool:
        return counts_in(evidence, self.category, self.roles)

    def weigh(self, evidence: Evidence) -> int:
        assert isinstance(evidence, CaseEvidence)
        return evidence.level_sides if self.counted is CountUnit.LEVEL_SIDE else 1


@dataclass(frozen=True, slots=True)
class DistinctSupervisors(Rule):
    """Cases of a category seen by so many different supervisors."""

    reads: ClassVar[frozenset[type]] = frozenset({CaseEvidence})

    category: str
    roles: frozenset[CaseRole]

    def accepts(self, evidence: Evidence) -> bool:
        return counts_in(evidence, self.category, self.roles) and (
            isinstance(evidence, CaseEvidence) and evidence.supervisor_id is not None
        )

    def tally(self, accepted: Sequence[Evidence]) -> Tally:
        people = {one.supervisor_id for one in accepted if isinstance(one, CaseEvidence)}
        return Tally(len(people), facts={"cases": len(accepted)})

    def missing(self, tally: Tally, credit: int, required: int, today: date) -> Message:
        return say(
            "%(cases)s cases were approved by %(credit)s supervisors; %(required)s different ones "
            "are asked for.",
            cases=tally.facts.get("cases", 0),
            credit=credit,
            required=required,
        )


@dataclass(frozen=True, slots=True)
class Recency(Rule):
    """So many cases of a category within the last months."""

    reads: ClassVar[frozenset[type]] = frozenset({CaseEvidence})
    pace: ClassVar[Pace] = Pace.AT_THE_END

    category: str
    roles: frozenset[CaseRole]
    months: int

    def accepts(self, evidence: Evidence) -> bool:
        return counts_in(evidence, self.category, self.roles)

    def tally(self, accepted: Sequence[Evidence]) -> Tally:
        return Tally(spans=spans_of(((day_of(one), 1) for one in accepted), self.months))

    def missing(self, tally: Tally, credit: int, required: int, today: date) -> Message:
        return say(
            "%(credit)s of %(required)s in the last %(months)s months.",
            credit=credit,
            required=required,
            months=self.months,
        )


@dataclass(frozen=True, slots=True)
class TimeOnRotation(Rule):
    """So many weeks on any of these rotations."""

    reads: ClassVar[frozenset[type]] = frozenset({RotationEvidence})
    unit: ClassVar[int] = 7

    rotations: frozenset[str]

    def accepts(self, evidence: Evidence) -> bool:
        return isinstance(evidence, RotationEvidence) and evidence.rotation in self.rotations

    def tally(self, accepted: Sequence[Evidence]) -> Tally:
        """A rotation counts from the day after its last."""
        over = [one for one in accepted if isinstance(one, RotationEvidence)]
        return Tally(spans=gathered(Span(day_after(one.on), date.max, one.days) for one in over))

    def missing(self, tally: Tally, credit: int, required: int, today: date) -> Message:
        return say(
            "%(credit)s of %(required)s weeks on this rotation.", credit=credit, required=required
        )


@dataclass(frozen=True, slots=True)
class Exposure(Rule):
    """Has been on each of so many different rotations at all, whatever their length."""

    reads: ClassVar[frozenset[type]] = frozenset({RotationEvidence})

    rotations: frozenset[str]

    def accepts(self, evidence: Evidence) -> bool:
        return (
            isinstance(evidence, RotationEvidence)
            and evidence.rotation in self.rotations
            and evidence.days > 0
        )

    def tally(self, accepted: Sequence[Evidence]) -> Tally:
        first: dict[str, date] = {}
        for one in accepted:
            if isinstance(one, RotationEvidence):
                first[one.rotation] = min(one.on, first.get(one.rotation, date.max))
        return Tally(spans=gathered(Span(day_after(on), date.max, 1) for on in first.values()))

    def missing(self, tally: Tally, credit: int, required: int, today: date) -> Message:
        return say(
            "Has been on %(credit)s of %(required)s rotations.", credit=credit, required=required
        )


@dataclass(frozen=True, slots=True)
class Sessions(Rule):
    """So many accepted sessions or items of these kinds, whatever their length."""

    reads: ClassVar[frozenset[type]] = frozenset({ActivityEvidence})
    additive: ClassVar[bool] = True

    activities: frozenset[str]

    def accepts(self, evidence: Evidence) -> bool:
        return isinstance(evidence, ActivityEvidence) and evidence.activity in self.activities


@dataclass(frozen=True, slots=True)
class Hours(Rule):
    """So many hours of these activities: in all, or within a window of the last months."""

    reads: ClassVar[frozenset[type]] = frozenset({ActivityEvidence})
    by_month: ClassVar[bool] = True
    unit: ClassVar[int] = MINUTES

    activities: frozenset[str]
    months: int | None = None

    def accepts(self, evidence: Evidence) -> bool:
        return isinstance(evidence, ActivityEvidence) and evidence.activity in self.activities

    def weigh(self, evidence: Evidence) -> int:
        assert isinstance(evidence, ActivityEvidence)
        return evidence.minutes

    def tally(self, accepted: Sequence[Evidence]) -> Tally:
        if self.months is None:
            return Tally(sum(self.weigh(one) for one in accepted))
        dated = ((day_of(one), self.weigh(one)) for one in accepted)
        return Tally(spans=spans_of(dated, self.months))

    def missing(self, tally: Tally, credit: int, required: int, today: date) -> Message:
        if self.months is None:
            return say("%(credit)s of %(required)s hours.", credit=credit, required=required)
        return say(
            "%(credit)s of %(required)s hours in the last %(months)s months.",
            credit=credit,
            required=required,
            months=self.months,
        )


def counts_in(evidence: Evidence, category: str, roles: frozenset[CaseRole]) -> bool:
    return (
        isinstance(evidence, CaseEvidence)
        and evidence.category == category
        and evidence.role in roles
    )


def day_of(evidence: Evidence) -> date:
    assert isinstance(evidence, ActivityEvidence | CaseEvidence)
    return evidence.on


def spans_of(dated: Iterable[tuple[date, int]], months: int) -> tuple[Span, ...]:
    """Credit that is good from its day on for so many months."""
    return gathered(Span(on, months_after(on, months), amount) for on, amount in dated)
