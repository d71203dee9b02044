"""The doors of the room, gathered."""

from logbook.web.assessments import asking, filling, lists, record, steps
from logbook.web.assessments.blueprint import bp

__all__ = ["asking", "bp", "filling", "lists", "record", "steps"]
