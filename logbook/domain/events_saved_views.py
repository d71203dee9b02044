"""What can happen to the views that members keep for themselves; their names are nobody else's."""

from logbook.domain.events import Event, event


@event("view.kept")
class ViewKept(Event):
    page: str


@event("view.removed")
class ViewRemoved(Event):
    page: str
