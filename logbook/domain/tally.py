"""What all evidence for one requirement comes to, kept so that it can be read on any later day.

Most credit stays for ever. Some lapses without anybody doing anything: practice hours fall out of
their window, a licence ends. That part is kept as spans with their days, so that what counts today
is found by looking at a calendar, not at the history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Facts = Mapping[str, int]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Credit that is good from a day on, until the day before another."""

    since: date
    before: date
    amount: int

    def holds(self, on: date) -> bool:
        return self.since <= on < self.before


@dataclass(frozen=True, slots=True)
class Tally:
    """The sum that stays, the spans that lapse, and numbers that the explanation needs."""

    amount: int = 0
    spans: tuple[Span, ...] = ()
    facts: Facts = field(default_factory=dict)

    def on(self, day: date) -> int:
        """The credit on this day, in the requirement's own unit."""
        return self.amount + sum(span.amount for span in self.spans if span.holds(day))

    def kept(self) -> dict[str, object] | None:
        """What must be kept beside the sum, as plain JSON values; None for most requirements."""
        if not self.spans and not self.facts:
            return None
        spans = [[s.since.isoformat(), s.before.isoformat(), s.amount] for s in self.spans]
        return {"spans": spans, "facts": dict(self.facts)}


def from_kept(amount: int, kept: Mapping[str, Any] | None) -> Tally:
    """The tally as its row keeps it."""
    if not kept:
        return Tally(amount)
    spans = tuple(
        Span(date.fromisoformat(since), date.fromisoformat(before), size)
        for since, before, size in kept["spans"]
    )
    return Tally(amount, spans, kept["facts"])


def gathered(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order of days; spans of the same days in one."""
    sums: dict[tuple[date, date], int] = {}
    for span in spans:
        days = (span.since, span.before)
        sums[days] = sums.get(days, 0) + span.amount
    return tuple(sorted(Span(*days, amount) for days, amount in sums.items() if amount))
