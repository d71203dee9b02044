"""Whether the clock by which a ledger was written went on as time does.

Entries are numbered in the order in which they were written; the clock only says when. A clock that
was set back, or that ran ahead, breaks no chain: it makes a time doubtful. So it is told apart from
what was tampered with.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

LEEWAY = timedelta(minutes=5)
"""So far two machines' clocks may lie apart, and so long a writer may have waited for the head of
the log after its instant was taken, before anybody speaks of a jump."""


@dataclass(frozen=True, slots=True)
class ClockJump:
    """An entry whose time cannot be right beside another one."""

    log: str
    seq: int
    at: datetime
    """What the entry says."""
    against: datetime
    """What the entry before it says; or, for one that lies ahead, the clock of the reader."""
    ahead: bool
    """It lies in the future, and so may those that follow: only the first of them is named."""


def went_back(at: datetime, before: datetime) -> bool:
    return before - at > LEEWAY


def lies_ahead(at: datetime, now: datetime) -> bool:
    return at - now > LEEWAY


@dataclass(slots=True)
class Watch:
    """Looks at the times of a ledger, entry by entry."""

    now: datetime
    """By the clock of whoever verifies."""
    before: datetime | None = None
    ahead: bool = False

    def see(self, log: str, seq: int, at: datetime) -> ClockJump | None:
        """What is doubtful about this time, after those that were seen before it."""
        before, was_ahead = self.before, self.ahead
        self.before, self.ahead = at, lies_ahead(at, self.now)
        if before is not None and went_back(at, before):
            return ClockJump(log, seq, at, before, ahead=False)
        if self.ahead and not was_ahead:
            return ClockJump(log, seq, at, self.now, ahead=True)
        return None
