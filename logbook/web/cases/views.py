"""All views of the room."""

from logbook.web.cases import amending, entry, lists, record, steps
from logbook.web.cases.blueprint import bp

__all__ = ["amending", "bp", "entry", "lists", "record", "steps"]
