"""What a personal token may do, for how long it lives, and how much it may ask for."""

from datetime import datetime, timedelta
from enum import StrEnum


class Scope(StrEnum):
    """What a program may do that carries a person's token. Never more than the person may."""

    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"
    """Log, change, hand in and withdraw cases."""
    QUEUE_READ = "queue:read"
    QUEUE_ANSWER = "queue:answer"
    """Return cases; approve them only while its owner lets it sign."""
    PROGRESS_READ = "progress:read"
    CATALOGUE_READ = "catalogue:read"


LIVES = (7, 30, 90, 365)
"""For how many days a token can be made. None lives for ever: what is forgotten ends by itself."""

MOST_TOKENS = 20
"""Of one account, in use at the same time."""

NAME_LENGTH = 60

PREFIX = "logbook_pat_"
"""How each token begins, so that programs which look for lost secrets can find it."""

WINDOW = timedelta(minutes=1)
MOST_IN_WINDOW = 600
"""Requests with one token: ten in a second, for as long as one likes."""


def window_of(instant: datetime) -> datetime:
    """The beginning of the minute in which requests are counted together."""
    return instant.replace(second=0, microsecond=0)
