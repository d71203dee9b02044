"""All views of the room: one's own record, to be taken along, and who read it."""

from logbook.web.own_record import copies, readers
from logbook.web.own_record.blueprint import bp

__all__ = ["bp", "copies", "readers"]
