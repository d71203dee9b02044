"""All pages of the room: importing this module hangs each on the blueprint."""

from logbook.web.teaching import attendance, hours, milestones, rating, sessions, tests
from logbook.web.teaching.blueprint import bp

__all__ = ["attendance", "bp", "hours", "milestones", "rating", "sessions", "tests"]
