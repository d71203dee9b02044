"""The doors of the room, gathered."""

from logbook.web.committee import (
    deciding,
    fellow,
    letters,
    meetings,
    minutes,
    own,
    packet,
    rating,
)
from logbook.web.committee.blueprint import bp

__all__ = [
    "bp",
    "deciding",
    "fellow",
    "letters",
    "meetings",
    "minutes",
    "own",
    "packet",
    "rating",
]
