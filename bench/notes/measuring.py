"""How much of what tells is found, how many clean notes are touched, and in what time."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.notes.making import Note, Telling
from logbook.domain.identifiers import Finding, find_identifiers

Guard = Callable[[str], Sequence[Finding]]

WHOLE = 0.8
"""A telling word counts as found whole when this part of its letters and digits is marked."""


@dataclass(slots=True)
class Measured:
    """Sums over a set of notes."""

    asked: Counter[str] = field(default_factory=Counter)
    """What tells, by language and kind."""
    found: Counter[str] = field(default_factory=Counter)
    whole: int = 0
    clean: int = 0
    touched: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found.total() / self.asked.total()

    @property
    def recall_whole(self) -> float:
        return self.whole / self.asked.total()

    @property
    def alarms(self) -> float:
        return self.touched / self.clean

    def milliseconds(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure(notes: Sequence[Note], guard: Guard = find_identifiers) -> Measured:
    sums = Measured()
    for note in notes:
        findings, spent = timed(note.text, guard)
        sums.seconds.append(spent)
        if not note.telling:
            sums.clean += 1
            sums.touched += bool(findings)
        for telling in note.telling:
            name = f"{note.language} {telling.kind}"
            share = marked(note.text, telling, findings)
            sums.asked[name] += 1
            sums.found[name] += share >= 0.5
            sums.whole += share >= WHOLE
    return sums


def timed(text: str, guard: Guard) -> tuple[Sequence[Finding], float]:
    """What is found, and the seconds of processor time, the least of three: what else the machine
    does counts for little."""
    spent = []
    for _ in range(3):
        begun = time.thread_time()
        findings = guard(text)
        spent.append(time.thread_time() - begun)
    return findings, min(spent)


def marked(text: str, telling: Telling, findings: Sequence[Finding]) -> float:
    """Which part of the letters and digits that tell is within findings."""
    places = [at for at in range(telling.start, telling.end) if text[at].isalnum()]
    within = sum(any(one.start <= at < one.end for one in findings) for at in places)
    return within / len(places)
