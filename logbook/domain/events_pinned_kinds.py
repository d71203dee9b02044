"""What can happen to the procedures that fellows keep on top of their first page."""

from logbook.domain.events import Event, event


@event("kind.pinned")
class KindPinned(Event):
    procedure: str


@event("kind.unpinned")
class KindUnpinned(Event):
    procedure: str
