"""What can happen to cases that a supervisor thinks a fellow forgot."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("suggestion.made")
class SuggestionMade(Event):
    """Subject: the suggestion. It is no case and counts for nothing."""

    fellow_id: UUID
    performed_on: str


@event("suggestion.declined")
class SuggestionDeclined(Event):
    """Subject: the suggestion. Its fellow says that it is not theirs."""
