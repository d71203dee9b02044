"""What a piece of evidence adds to the requirements of a curriculum."""

from dataclasses import dataclass

from logbook.domain.curriculum import Curriculum
from logbook.domain.requirements import Evidence

__all__ = ["Credit", "Evidence", "credits"]


@dataclass(frozen=True, slots=True)
class Credit:
    """So much toward one requirement, in the requirement's own unit."""

    requirement_id: str
    amount: int


def credits(evidence: Evidence, curriculum: Curriculum) -> list[Credit]:
    """What one approved piece of evidence adds, in curriculum order."""
    if not curriculum.counts(evidence.procedure):
        return []
    return [
        Credit(wanted.id, wanted.weigh(evidence))
        for wanted in curriculum.requirements.values()
        if wanted.accepts(evidence)
    ]
