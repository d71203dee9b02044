"""What drives most of one fellow's risk, in one sentence."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from logbook.domain.decisions import Message
from logbook.domain.forecast_reasons import NO_DRIVER
from logbook.domain.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Risk:
    """One requirement that is behind or at risk, and what is said of it."""

    requirement: str
    chance: float
    """Of being met; 0 where there is no forecast."""
    why: Message

    @property
    def weight(self) -> float:
        return 1 - self.chance


def risk(requirement: str, outlook: Outlook | None, otherwise: Message) -> Risk:
    """`otherwise`: what is missing, where the forecast says nothing."""
    chance = outlook.probability if outlook else None
    why = outlook.why if outlook and outlook.why and chance is not None else otherwise
    return Risk(requirement, chance or 0.0, why)


def strongest_of(risks: Sequence[Risk]) -> Risk | None:
    """The driver behind most of the risk, and of the requirements that it drives the one with the
    smallest chance. A sentence that names no driver is told where there is no other."""
    weights: dict[str, float] = defaultdict(float)
    for one in risks:
        weights[one.why.id] += one.weight
    if not risks:
        return None
    told = max(weights, key=lambda name: (name not in NO_DRIVER, weights[name]))
    return min((one for one in risks if one.why.id == told), key=lambda one: one.chance)
