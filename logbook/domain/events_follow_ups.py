"""What can happen to follow-ups."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("follow_up.answered")
class FollowUpAnswered(Event):
    """Subject: the follow-up. Its words are sealed, and nothing of them stands here."""

    case_id: UUID


@event("program.follow_up_days_set")
class FollowUpDaysSet(Event):
    """Subject: the program. After so many days fellows are asked how a case went; 0: never."""

    days: int
    before: int
