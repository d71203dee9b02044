"""Who read what of somebody else's record: what is kept of a reading."""

from datetime import datetime
from enum import StrEnum


class Page(StrEnum):
    """What kind of page, or file, was read."""

    PROGRESS = "progress"
    """How far a fellow is, what is missing."""
    CASE = "case"
    QUEUE = "queue"
    """A case in its supervisor's queue, where it is to be answered."""
    ASSESSMENT = "assessment"
    ITEM = "item"
    COMPETENCIES = "competencies"
    SIGN_OFF = "sign_off"
    CREDENTIAL = "credential"
    TIME = "time"
    ROUND = "round"
    RESULTS = "results"
    MILESTONES = "milestones"
    EXPORT = "export"
    """The log of cases, taken out as a file."""
    PACKET = "packet"
    """The papers of a meeting, in which the record of each fellow on its agenda is."""


class Why(StrEnum):
    """In what capacity somebody read it."""

    ASKED = "asked"
    """It was sent to them: to read it is their daily work."""
    OVERSEES = "oversees"
    """They answer for the program, or were its auditors."""


def hour_of(instant: datetime) -> datetime:
    """Readings within one hour of the clock are one."""
    return instant.replace(minute=0, second=0, microsecond=0)
