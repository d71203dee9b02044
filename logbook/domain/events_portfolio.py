"""What can happen to the portfolio, to results of tests and to ratings of milestones.

What happens to an item before it is shared says nothing of its kind: that there is a reflection is
its fellow's own affair.
"""

from uuid import UUID

from logbook.domain.events import Event, event


@event("item.drafted")
class ItemDrafted(Event):
    pass


@event("item.changed")
class ItemChanged(Event):
    pass


@event("item.sent")
class ItemSent(Event):
    accepter_id: UUID | None
    """None: any coordinator or director."""


@event("item.withdrawn")
class ItemWithdrawn(Event):
    pass


@event("item.accepted")
class ItemAccepted(Event):
    pass


@event("item.returned")
class ItemReturned(Event):
    pass


@event("item.voided")
class ItemVoided(Event):
    pass


@event("item.attended")
class ItemAttended(Event):
    """A fellow was at a session: the item is made and accepted at once."""

    session_id: UUID
    fellow_id: UUID


@event("item.hours_recorded")
class HoursRecorded(Event):
    """Whoever runs the program gave a fellow's hours: the item is made and accepted at once."""

    fellow_id: UUID


@event("session.recorded")
class SessionRecorded(Event):
    """Subject: the session."""

    fellows: int


@event("session.struck_out")
class SessionStruckOut(Event):
    """Subject: the session. With it goes what it gave to those who were there."""

    fellows: int


@event("test.recorded")
class TestRecorded(Event):
    __test__ = False  # pytest takes the name for one of its own

    fellow_id: UUID
    test: str
    outcome: str


@event("test.amended")
class TestAmended(Event):
    """Subject: the new entry; the old one stays as it was."""

    __test__ = False

    fellow_id: UUID
    test: str
    outcome: str
    before_id: UUID


@event("milestones.drafted")
class MilestonesDrafted(Event):
    fellow_id: UUID


@event("milestones.recorded")
class MilestonesRecorded(Event):
    fellow_id: UUID
    on: str
    rated: int
    before_id: UUID | None
    """The review that this one corrects."""
