"""All routes of the room, on its blueprint."""

from logbook.web.publishing import labels, moving, reviewing
from logbook.web.publishing.blueprint import bp

__all__ = ["bp", "labels", "moving", "reviewing"]
