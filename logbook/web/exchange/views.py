"""All views of the room: cases in from a spreadsheet, a log out to one."""

from logbook.web.exchange import exports, imports, preview
from logbook.web.exchange.blueprint import bp

__all__ = ["bp", "exports", "imports", "preview"]
