"""The day on which a training is complete, and how that is reckoned, in words.

A suggestion: leave moves no date by itself. A person changes the end of an enrollment.
"""

from dataclasses import dataclass
from datetime import date

from logbook.domain.decisions import Message, say
from logbook.domain.leave import NEVER_AWAY, Away
from logbook.domain.readiness import full_length_ends_on


@dataclass(frozen=True, slots=True)
class TrainingEnd:
    """What an enrollment says, beside what follows from it and from the leave."""

    starts_on: date
    ends_on: date
    """As the enrollment says."""
    full_time_percent: int
    length_months: int
    """Of the curriculum, at full time."""
    away: Away = NEVER_AWAY

    @property
    def without_leave(self) -> date:
        return full_length_ends_on(self.starts_on, self.full_time_percent, self.length_months)

    @property
    def suggested(self) -> date:
        return full_length_ends_on(
            self.starts_on, self.full_time_percent, self.length_months, self.away
        )

    @property
    def beyond(self) -> int:
        """Days that leave puts behind the last."""
        return (self.suggested - self.without_leave).days

    @property
    def is_later(self) -> bool:
        """Whether the training takes longer than the enrollment."""
        return self.suggested > self.ends_on

    def reckoning(self) -> list[Message]:
        """Step by step, from the first day to the suggested end and to what is enrolled."""
        return [self._at_this_share(), *self._leave(), self._compared()]

    def _at_this_share(self) -> Message:
        return say(
            "%(months)s months at %(percent)s percent of full time, from %(first)s: until "
            "%(last)s.",
            months=self.length_months,
            percent=self.full_time_percent,
            first=self.starts_on,
            last=self.without_leave,
        )

    def _leave(self) -> list[Message]:
        taken = sum(one.days for one in self.away.leave)
        if not taken:
            return [say("No leave is entered.")]
        told = {
            "taken": taken,
            "allowed": self.away.allowed(self.length_months),
            "weeks": self.away.weeks,
        }
        if self.away.weeks_set is None:
            counted = say(
                "%(taken)s days of leave are entered; %(allowed)s belong to the training, at "
                "%(weeks)s weeks a year: suggested, not confirmed, until the program sets its own.",
                **told,
            )
        else:
            counted = say(
                "%(taken)s days of leave are entered; %(allowed)s belong to the training, at "
                "%(weeks)s weeks a year as the program has set it.",
                **told,
            )
        return [counted, self._put_behind()]

    def _put_behind(self) -> Message:
        if not self.beyond:
            return say("That is no more than belongs to it; the end does not move.")
        return say(
            "The %(n)s days beyond that are put behind the last day: until %(last)s.",
            n=self.beyond,
            last=self.suggested,
        )

    def _compared(self) -> Message:
        if self.is_later:
            return say(
                "The enrollment ends earlier, on %(day)s; a director or coordinator can change it.",
                day=self.ends_on,
            )
        if self.suggested == self.ends_on:
            return say("The enrollment ends on the same day.")
        return say("The enrollment ends later, on %(day)s.", day=self.ends_on)
