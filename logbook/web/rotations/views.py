"""The doors of the room, gathered."""

from logbook.web.rotations import leave, plan, record, time, year
from logbook.web.rotations.blueprint import bp

__all__ = ["bp", "leave", "plan", "record", "time", "year"]
