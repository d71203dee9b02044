"""What can happen to a feed of dates. Its address is in no event: who has it reads the feed."""

from logbook.domain.events import Event, event


@event("calendar.feed_made")
class CalendarFeedMade(Event):
    """Subject: the member. An address of before opens nothing any more."""


@event("calendar.feed_stopped")
class CalendarFeedStopped(Event):
    """Subject: the member."""
