"""Leave, and how much of it makes training longer.

The rule: for each twelve months that the curriculum takes, the program allows so many weeks of
leave; these belong to the training. Every day of leave beyond them adds a day, whatever kind of
leave it is: it is taken off the training time that is over, and put behind the last day.

Why somebody is ill is nobody's business here: a kind and two days, and no words.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from logbook.domain.periods import Period, days_of

SUGGESTED_WEEKS = 4
"""A year, until the program sets its own. A suggestion: no accreditor's figure."""

DAYS_A_WEEK, MONTHS_A_YEAR = 7, 12


class LeaveKind(StrEnum):
    ANNUAL = "annual"
    SICK = "sick"
    PARENTAL = "parental"
    STUDY = "study"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Away:
    """One fellow's leave, and what the program allows."""

    leave: tuple[Period, ...] = ()
    weeks_set: int | None = None
    """A year, as the program has set it; None: it has not, and the suggestion holds."""

    @property
    def weeks(self) -> int:
        return SUGGESTED_WEEKS if self.weeks_set is None else self.weeks_set

    def allowed(self, length_months: int) -> int:
        """Days of leave that belong to a training of this length."""
        return self.weeks * DAYS_A_WEEK * length_months // MONTHS_A_YEAR

    def taken(self, since: date, before: date) -> int:
        """Days of leave from a day on, until the day before another."""
        return days_of(self.leave, since, before)

    def lost(self, length_months: int, since: date, before: date) -> int:
        """Of these, the days beyond what is allowed."""
        return max(0, self.taken(since, before) - self.allowed(length_months))


NEVER_AWAY = Away()
