"""What can happen to codes that are shown in the room."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("codes.begun")
class CodesBegun(Event):
    """Subject: the supervisor. Codes of a new secret; those until now are good for nothing."""


@event("codes.refused")
class CodeRefused(Event):
    """Subject: the fellow, who gave a code that is none. `throttled`: it was not even looked at."""

    throttled: bool


@event("seen_together.confirmed")
class SeenTogetherConfirmed(Event):
    """Subject: the confirmation. The fellow of this case had the code of this supervisor."""

    case_id: UUID
    supervisor_id: UUID
    seconds: int
    """From when the code was shown to when it came; below zero where a clock was ahead."""
    days: int
    """From the day of the case to that of the code."""
