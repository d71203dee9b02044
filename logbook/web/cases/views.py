"""All views of the room."""

from logbook.web.cases import (
    amending,
    entry,
    later,
    lists,
    pinning,
    record,
    several,
    steps,
)
from logbook.web.cases.blueprint import bp

__all__ = ["amending", "bp", "entry", "later", "lists", "pinning", "record", "several", "steps"]
