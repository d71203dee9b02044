"""For whom rotations and leave can be planned."""

from datetime import date, timedelta

from logbook.domain.periods import Period
from logbook.queries.cohort import GRADUATES_STAY_DAYS
from logbook.queries.rotations import Trained, everybody_within
from logbook.web import current


def who_can_be_planned() -> list[Trained]:
    """Everybody whose training is not long over, also who begins later: days are entered late
    often enough."""
    since = current.today() - timedelta(days=GRADUATES_STAY_DAYS)
    return everybody_within(current.actor(), Period(since, date.max))
