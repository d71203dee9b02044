"""What a forecast says of one requirement of one fellow."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from logbook.domain.decisions import Message


class OutlookKind(StrEnum):
    """From what a forecast is made."""

    COUNT = "count"
    """Pieces of evidence that add up: how fast they come."""
    WINDOW = "window"
    """The same, of the last months only."""
    PATTERN = "pattern"
    """How often judgements reach a level, and how fast they come."""
    PLANNED = "planned"
    """What is planned or on file says it; no chance is given."""
    NONE = "none"
    """It is not forecast."""


class Likelihood(StrEnum):
    """A probability in words."""

    MET = "met"
    VERY_LIKELY = "very_likely"
    LIKELY = "likely"
    OPEN = "open"
    UNLIKELY = "unlikely"
    VERY_UNLIKELY = "very_unlikely"
    UNKNOWN = "unknown"


BOUNDS = (
    (0.95, Likelihood.VERY_LIKELY),
    (0.8, Likelihood.LIKELY),
    (0.4, Likelihood.OPEN),
    (0.1, Likelihood.UNLIKELY),
    (0.0, Likelihood.VERY_UNLIKELY),
)
WHY_BELOW = 0.8
"""From there on nothing is told of what drives it."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Of one requirement, until the last day of the training."""

    kind: OutlookKind
    have: int
    """Credit now, in the unit of the figure."""
    wanted: int
    probability: float | None = None
    """That the figure is reached on the last day of the training; None: not forecast."""
    still_expected: float | None = None
    """How much more will come until then, on the average, in the unit of the figure."""
    least: int | None = None
    """With what there is, at the end: a tenth of outcomes lies below."""
    most: int | None = None
    """A tenth lies above."""
    expected_on: date | None = None
    """The day on which it is as likely reached as not; None: not within two years of the end."""
    earliest_on: date | None = None
    latest_on: date | None = None
    why: Message | None = None
    """What drives the risk, or why there is no forecast; None: neither is to be told."""
    enough: bool = True
    """Whether the program has enough evidence for a forecast."""

    @property
    def met(self) -> bool:
        return self.have >= self.wanted

    @property
    def likelihood(self) -> Likelihood:
        if self.met and self.kind is OutlookKind.COUNT:
            return Likelihood.MET
        if self.probability is None:
            return Likelihood.MET if self.met else Likelihood.UNKNOWN
        return next(word for bound, word in BOUNDS if self.probability >= bound)
