"""What can happen to what is kept of progress."""

from logbook.domain.events import Event, event


@event("progress.months_rebuilt")
class MonthsRebuilt(Event):
    """Subject: the program. The months of so many enrollments were reckoned anew."""

    enrollments: int
