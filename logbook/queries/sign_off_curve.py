"""The levels at which somebody saw a fellow's work, over time.

Nothing is fitted or averaged: every level as it was said, month by month.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from logbook.queries.sign_off_evidence import EvidenceFor


@dataclass(frozen=True, slots=True)
class Point:
    """A level that somebody saw on one day."""

    on: date
    scale: str
    level: str
    by: str
    what: str
    """`case` or `assessment`."""


def curve(found: EvidenceFor) -> list[Point]:
    """Levels over time, the earliest first."""
    points = [
        Point(one.on, one.scale, one.level, one.supervisor, "case")
        for one in found.cases
        if one.scale and one.level
    ] + [
        Point(one.on, one.scale, one.level, one.assessor, "assessment")
        for one in found.assessments
        if one.scale and one.level
    ]
    return sorted(points, key=lambda point: point.on)


@dataclass(frozen=True, slots=True)
class Month:
    """How often each level of one scale was said in one month."""

    first_day: date
    counts: Counter[str]


def by_month(points: Sequence[Point], scale: str) -> list[Month]:
    """The months in which anything was said on this scale."""
    months: dict[date, Counter[str]] = {}
    for point in points:
        if point.scale == scale:
            months.setdefault(point.on.replace(day=1), Counter())[point.level] += 1
    return [Month(day, counts) for day, counts in months.items()]


def counted(counts: Mapping[str, int]) -> str:
    """`3 × 2, 4`: each level with how often it was said."""
    return ", ".join(
        f"{level} × {n}" if n > 1 else level for level, n in sorted(counts.items()) if n
    )
