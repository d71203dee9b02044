"""Letters that wait to be mailed: what kinds there are, and when one that failed is tried again."""

from datetime import timedelta
from enum import StrEnum


class LetterKind(StrEnum):
    """What a letter is about. It holds counts, names of members and days; nothing of a patient."""

    DIGEST = "digest"
    """What waits for a supervisor, with the link that opens the queue."""
    NUDGE = "nudge"
    """A fellow asks for an answer."""
    CREDENTIAL = "credential"
    """A credential ends soon."""
    DEPUTY = "deputy"
    """Somebody stands in for another, and what waits for them."""
    WEEKLY = "weekly"
    """What changed in a program in a week, for its directors."""
    COMMITTEE = "committee"
    """The committee has written to a fellow: no more than that, and where it is read."""
    REOPENED = "reopened"
    """Evidence is gone on which they signed a competency."""


class LetterState(StrEnum):
    """How far a letter has come."""

    WAITING = "waiting"
    SENDING = "sending"
    """Taken by a worker, which is about to hand it over, or died doing so."""
    SENT = "sent"
    FAILED = "failed"
    """Given up; nobody knows of it but the ledger and the page of the queues."""
    CANCELLED = "cancelled"
    """There was nothing left to say, or its reader wants none of its kind."""


ESSENTIAL = frozenset(
    {LetterKind.CREDENTIAL, LetterKind.DEPUTY, LetterKind.COMMITTEE, LetterKind.REOPENED}
)
"""What nobody can turn off: a right to work that ends, a duty that was handed over, a decision
against which one may appeal, a signature whose ground is gone."""

WITH_LINK = frozenset({LetterKind.DIGEST, LetterKind.NUDGE, LetterKind.DEPUTY})
"""Letters that open the queue of their reader."""

FIRST_WAIT = timedelta(minutes=5)
MOST_TRIES = 6
"""The last of them about ten hours after the first."""

LOST_AFTER = timedelta(minutes=15)
"""A letter that a worker took so long ago will not come back from it."""

NUDGES_GATHER = timedelta(minutes=10)
"""So long a letter about a nudge waits for more of them: one letter, not one for each case."""


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries that failed; None for giving up. Three times as long
    each time: a mail server that is down at night is back in the morning."""
    if tries >= MOST_TRIES:
        return None
    return FIRST_WAIT * int(3 ** (tries - 1))
