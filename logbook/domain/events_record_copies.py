"""What can happen to a copy of a fellow's whole record."""

from logbook.domain.events import Event, event


@event("record.asked")
class RecordCopyAsked(Event):
    """Subject: the copy, as of all below. The fellow asked for everything, to keep it."""


@event("record.made")
class RecordCopyMade(Event):
    size: int
    """In bytes."""
    sha256: str


@event("record.taken")
class RecordCopyTaken(Event):
    """The file was handed to its owner."""


@event("record.swept")
class RecordCopySwept(Event):
    """The file was deleted after its days; another can be asked for at any time."""
