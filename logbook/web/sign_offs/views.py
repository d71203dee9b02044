"""The doors of the room, gathered."""

from logbook.web.sign_offs import conflicts, deciding, judging, lists, proposing, record
from logbook.web.sign_offs.blueprint import bp

__all__ = ["bp", "conflicts", "deciding", "judging", "lists", "proposing", "record"]
