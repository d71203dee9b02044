"""What all programs come to, reckoned one after the other."""

from logbook.queries.reminders import program_ids
from logbook.services import rollups


def bring_up_to_date() -> int:
    """How many programs have changed since it was last reckoned."""
    return sum(rollups.reckon(one) > 0 for one in program_ids())
