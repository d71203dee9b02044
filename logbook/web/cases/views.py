"""All views of the room."""

from logbook.web.cases import entry, lists, record, steps
from logbook.web.cases.blueprint import bp

__all__ = ["bp", "entry", "lists", "record", "steps"]
