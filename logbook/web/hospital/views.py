"""All views of the room: the hospital's record in, what its names mean, and how logs compare."""

from logbook.web.hospital import imports, logs, names, overview
from logbook.web.hospital.blueprint import bp

__all__ = ["bp", "imports", "logs", "names", "overview"]
