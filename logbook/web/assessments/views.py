"""The doors of the room, gathered."""

from logbook.web.assessments import amending, asking, filling, lists, record, steps
from logbook.web.assessments.blueprint import bp

__all__ = ["amending", "asking", "bp", "filling", "lists", "record", "steps"]
