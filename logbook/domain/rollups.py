"""What a program's figures are summed up to before anybody outside the program sees them.

A row of a roll-up says of one program, one month and one measure: so many (`amount`) of so many
(`base`), and on how many people it rests. It names nobody. Rows of one measure add up: what is
shown is always a sum of rows, and opens them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from logbook.domain.readiness import months_after


class Measure(StrEnum):
    """What is counted."""

    FELLOWS = "fellows"
    """Fellows in training."""
    FELLOWS_BEHIND = "fellows_behind"
    """Fellows who are behind with a quarter or more of what is asked, of those in training."""
    MET = "met"
    """Requirements that are met, of all that the fellows are asked for."""
    ON_COURSE = "on_course"
    BEHIND = "behind"
    WAITING_LONG = "waiting_long"
    """Cases that nobody has answered for two weeks, of all that wait."""
    CREDENTIALS = "credentials"
    """Credentials that have lapsed or lapse within two months, of all that are kept."""
    RESPONSE_DAYS = "response_days"
    """Days until half of the cases are answered, in tenths; the base is how many were answered."""
    ANSWERED = "answered"
    """Cases answered within a week, of those that were, or wait longer already."""
    LATE = "late"
    """Cases logged late, of all."""
    COMPLICATIONS = "complications"
    """Cases with a complication, of all. Not adjusted for what the cases were."""
    SIGN_OFFS = "sign_offs"
    """Competencies signed off."""


STATES = frozenset(
    {
        Measure.FELLOWS,
        Measure.FELLOWS_BEHIND,
        Measure.MET,
        Measure.ON_COURSE,
        Measure.BEHIND,
        Measure.WAITING_LONG,
        Measure.CREDENTIALS,
        Measure.RESPONSE_DAYS,
    }
)
"""How things stand on the day of reckoning; the newest month holds. The others are counted month
by month, and their months add up."""

COUNTS = frozenset({Measure.FELLOWS, Measure.SIGN_OFFS})
"""Numbers of something, not shares."""

NO_SUMS = frozenset({Measure.RESPONSE_DAYS})
"""Middle values, of which no sum says anything."""

SHARES = tuple(one for one in Measure if one not in COUNTS | NO_SUMS)
"""What can be pooled as so many of so many, and so be compared."""

WINDOW_MONTHS = 12
"""So many months are shown and added up."""
REOPENED_MONTHS = 3
"""A month is reckoned again for so long: cases are logged and answered after their month."""

FAR_BEHIND = 0.25
"""Behind with so large a share of what is asked of them: with one of fifty requirements nearly
everybody is, once."""
ANSWER_DAYS = 7
LONG_WAIT_DAYS = 14
LATE_AFTER_DAYS = 5
"""A case that is logged more than a working week after its day is logged late."""
LAPSE_DAYS = 60

AGE_BANDS = ((7, "0-7"), (14, "8-14"), (30, "15-30"))
OLDEST_BAND = "31-"


def age_band(days: int) -> str:
    """Of a case that has waited so many days."""
    return next((name for upto, name in AGE_BANDS if days <= upto), OLDEST_BAND)


@dataclass(frozen=True, slots=True)
class Key:
    """Which row of a program's roll-up."""

    month: date
    """Its first day."""
    measure: Measure
    curriculum: str = ""
    """The track it speaks of; none where it speaks of the whole program."""
    part: str = ""
    """What it is one part of the measure for: a requirement, a competency, a band of ages."""


@dataclass(frozen=True, slots=True)
class Cell:
    """So many of so many, resting on so many people."""

    amount: int
    base: int
    """0 for a number that is no share of anything."""
    people: int

    @property
    def share(self) -> float | None:
        return self.amount / self.base if self.base else None


NOTHING = Cell(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a program's roll-up."""

    key: Key
    cell: Cell


def together(cells: Iterable[Cell]) -> Cell:
    """Rows about the same people, such as months or requirements: no more people than the most of
    any row."""
    found = list(cells)
    return Cell(
        sum(one.amount for one in found),
        sum(one.base for one in found),
        max((one.people for one in found), default=0),
    )


def beside(cells: Iterable[Cell]) -> Cell:
    """Rows about different people, such as tracks or programs. Who works in two programs is taken
    for two people."""
    found = list(cells)
    return Cell(
        sum(one.amount for one in found),
        sum(one.base for one in found),
        sum(one.people for one in found),
    )


def month_of(day: date) -> date:
    return day.replace(day=1)


def months_until(day: date, many: int) -> list[date]:
    """The first days of so many months, oldest first, the one of this day last."""
    last = month_of(day)
    return [months_after(last, -back) for back in range(many - 1, -1, -1)]


def end_of(month: date) -> date:
    """The last day of a month."""
    return months_after(month, 1) - timedelta(days=1)
