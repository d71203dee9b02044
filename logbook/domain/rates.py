"""How often something happened, and how sure one can be of it: shares with an interval."""

import math
from dataclasses import dataclass

Z_95 = 1.959963984540054
"""Of the normal distribution: 95 % lie within so many standard deviations."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many events in so many cases."""

    events: int
    of: int

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(self.events + other.events, self.of + other.of)

    def __sub__(self, other: "Rate") -> "Rate":
        return Rate(self.events - other.events, self.of - other.of)

    @property
    def share(self) -> float:
        """From 0 to 1; 0 of nothing."""
        return self.events / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.events, self.of)


NOTHING = Rate(0, 0)


def wilson(events: int, of: int, z: float = Z_95) -> tuple[float, float]:
    """The score interval of Wilson (1927) without a correction, two-sided, 95 % by default; of
    nothing, everything is possible. It stays within 0 and 1, and says something of no events too
    (Newcombe, Statistics in Medicine 1998;17:857-872, method 3)."""
    if not of:
        return 0.0, 1.0
    share, squared = events / of, z * z
    middle = events + squared / 2
    spread = z * math.sqrt(of * share * (1 - share) + squared / 4)
    low, high = (middle - spread) / (of + squared), (middle + spread) / (of + squared)
    # Of no events, or nothing but events, one end is known; rounding would miss it by a hair.
    return (0.0 if events == 0 else low), (1.0 if events == of else high)
