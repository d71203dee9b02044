"""What evidence came to, month by month: kept beside progress, so that a forecast reads sums.

A month has what was credited to a requirement by evidence dated in it, and of how many pieces.
Where a requirement asks for a pattern of judgements, the pieces are the judgements, and the credit
is how many of them reached the level that is asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from logbook.domain.credit import counts
from logbook.domain.curriculum import Curriculum
from logbook.domain.evidence import Evidence
from logbook.domain.requirements import Requirement


@dataclass(frozen=True, slots=True, order=True)
class MonthKey:
    """Of one enrollment."""

    requirement: str
    month: date
    """Its first day."""


@dataclass(frozen=True, slots=True)
class MonthSum:
    """What came in one month."""

    credit: int = 0
    """In the unit that is kept for the requirement: cases, level-sides, minutes."""
    pieces: int = 0

    def __add__(self, other: "MonthSum") -> "MonthSum":
        return MonthSum(self.credit + other.credit, self.pieces + other.pieces)

    def __neg__(self) -> "MonthSum":
        return MonthSum(-self.credit, -self.pieces)

    def __bool__(self) -> bool:
        return bool(self.credit or self.pieces)


def month_of(day: date) -> date:
    return day.replace(day=1)


def month_sums(
    evidence: Iterable[Evidence],
    curriculum: Curriculum,
    of: Iterable[Requirement] | None = None,
) -> dict[MonthKey, MonthSum]:
    """By requirement and month, months without anything left out: of all requirements that are
    kept by month, or only those `of`."""
    asked = curriculum.requirements.values() if of is None else of
    monthly = [wanted for wanted in asked if wanted.rule.monthly]
    sums: dict[MonthKey, MonthSum] = {}
    for one in evidence:
        if not counts(one, curriculum):
            continue
        for wanted in monthly:
            if wanted.accepts(one):
                key = MonthKey(wanted.id, month_of(wanted.rule.dated(one)))
                sums[key] = sums.get(key, MonthSum()) + MonthSum(wanted.rule.in_month(one), 1)
    return sums


def changes(
    gone: Iterable[Evidence], come: Iterable[Evidence], curriculum: Curriculum
) -> dict[MonthKey, MonthSum]:
    """What the months of requirements that simply add up change by."""
    adding = [one for one in curriculum.requirements.values() if one.rule.additive]
    sums = month_sums(come, curriculum, adding)
    for key, taken in month_sums(gone, curriculum, adding).items():
        sums[key] = sums.get(key, MonthSum()) + -taken
    return {key: change for key, change in sums.items() if change}
