"""What can happen to a curriculum before it is published, and to those who follow one."""

from logbook.domain.events import Event, event


@event("curriculum.draft_begun")
class DraftBegun(Event):
    """Subject: the draft, here and below."""

    curriculum: str
    edition: str


@event("curriculum.draft_changed")
class DraftChanged(Event):
    part: str
    """What was changed, as a path in the document: `requirements.epa08.spine`."""


@event("curriculum.draft_discarded")
class DraftDiscarded(Event):
    pass
