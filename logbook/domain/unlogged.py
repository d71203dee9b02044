"""Where a logbook may be thinner than the work: weeks without a case, and cases logged late."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from logbook.domain.catalogue import CaseKind
from logbook.domain.curriculum import Curriculum
from logbook.domain.opportunities import RotationKind
from logbook.domain.periods import Period

LATE_DAYS = 7
"""Handed in more days after it was done than this is late."""
SETTLED = timedelta(days=7)
"""A week is asked about only when it is over for so long: cases are handed in some days later."""
WORKDAYS = 5


@dataclass(frozen=True, slots=True)
class Week:
    """A week on a rotation with procedures, no leave in it, and no case."""

    monday: date
    rotation: str
    """Its kind."""


@dataclass(frozen=True, slots=True)
class On:
    """A rotation: its kind and its days."""

    kind: str
    period: Period


def has_procedures(kind: RotationKind, curriculum: Curriculum) -> bool:
    """Whether a rotation hosts a competency for which procedures are logged."""
    hosted = set(kind.competencies)
    return any(
        one.kind is CaseKind.PROCEDURE and one.competency in hosted
        for one in curriculum.categories.values()
    )


def weeks_without(
    rotations: Iterable[On], leave: Sequence[Period], days: Collection[date], until: date
) -> list[Week]:
    """Whole weeks of these rotations, from Monday to Friday, without leave and without a case on
    any of their seven days. `days`: those on which a case was done; `until`: today."""
    with_case = {_monday(day) for day in days}
    found = []
    for one in rotations:
        monday = _monday(one.period.first + timedelta(days=6))
        last = min(one.period.last, until - SETTLED)
        while monday + timedelta(days=WORKDAYS - 1) <= last:
            work = Period(monday, monday + timedelta(days=WORKDAYS - 1))
            if monday not in with_case and not any(away.meets(work) for away in leave):
                found.append(Week(monday, one.kind))
            monday += timedelta(days=7)
    return sorted(found, key=lambda week: week.monday)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Lateness:
    """How long after it was done a case was handed in, of one fellow."""

    n: int
    late: int
    median_days: float | None
    """None of too few."""

    @property
    def share(self) -> float | None:
        """Of the cases those that were late; None of too few."""
        return None if self.median_days is None else self.late / self.n


def lateness(delays: Sequence[int], minimum: int) -> Lateness:
    """`delays`: days from the work to the hand-in, one a case."""
    late = sum(one > LATE_DAYS for one in delays)
    enough = len(delays) >= max(1, minimum)
    return Lateness(len(delays), late, float(median(delays)) if enough else None)
