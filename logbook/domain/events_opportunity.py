"""What can happen to how a program looks at fairness."""

from logbook.domain.events import Event, event


@event("program.evidence_minimum_set")
class EvidenceMinimumSet(Event):
    """Below so many nothing is said of a person."""

    minimum: int
    before: int
