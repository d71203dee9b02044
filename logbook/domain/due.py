"""Whom a supervisor could watch at work next: they worked together, and no assessment came of
it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

DUE_WEEKS = 6
"""A suggestion: no accreditor's figure. Answers to cases are no observation."""


@dataclass(frozen=True, slots=True)
class Together:
    """A fellow whose cases one supervised in these weeks, and when they were assessed last."""

    fellow_id: UUID
    fellow: str
    cases: int
    last_by_me: date | None
    last_by_anybody: date | None

    def is_due(self, today: date) -> bool:
        return _long_ago(self.last_by_me, today)

    def by_nobody(self, today: date) -> bool:
        return _long_ago(self.last_by_anybody, today)


def weeks_began(today: date) -> date:
    return today - timedelta(weeks=DUE_WEEKS)


def _long_ago(day: date | None, today: date) -> bool:
    return day is None or day < weeks_began(today)
