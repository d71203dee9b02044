"""What in a text may tell who a patient is. Rules, sources and limits: docs/identifiers.md.

It looks for what is written in a known form: titles with a name, days of birth, numbers, addresses.
It cannot know a bare name. Every rule reads a text in time that grows with its length only.
"""

from collections.abc import Iterator

from logbook.domain.identifiers.days import DAYS
from logbook.domain.identifiers.kinds import Finding, IdentifierKind, Rule
from logbook.domain.identifiers.letters import plainly
from logbook.domain.identifiers.numbers import BARE_NUMBERS, NUMBERS
from logbook.domain.identifiers.people import PEOPLE
from logbook.domain.identifiers.places import PLACES

RULES: tuple[Rule, ...] = (*PLACES, *NUMBERS, *DAYS, *PEOPLE, *BARE_NUMBERS)
"""In the order in which they are believed where two find the same letters."""

__all__ = ["RULES", "Finding", "IdentifierKind", "find_identifiers"]


def find_identifiers(text: str) -> list[Finding]:
    """What in this text may tell who a patient is, in order of place, without overlaps."""
    if not text:
        return []
    plain, places = plainly(text)
    taken = bytearray(len(plain))
    findings = []
    for kind, *wanted in _candidates(plain):
        start, end = _left_of(taken, *wanted)
        if 2 * _weight(plain[start:end]) <= _weight(plain[wanted[0] : wanted[1]]):
            continue
        taken[start:end] = b"\1" * (end - start)
        findings.append(Finding(kind, places[start], places[end - 1] + 1))
    return sorted(findings, key=lambda finding: finding.start)


def _weight(words: str) -> int:
    """In digits, and letters where there are none."""
    return 1000 * sum(map(str.isdigit, words)) or len(words)


def _left_of(taken: bytearray, start: int, end: int) -> tuple[int, int]:
    """The longest part from start to end that nothing else was found in. An address that reaches
    into the next sentence leaves the number there to its own rule."""
    best = (start, start)
    at = start
    while at < end:
        first = taken.find(0, at, end)
        if first < 0:
            break
        at = taken.find(1, first, end)
        at = end if at < 0 else at
        best = max(best, (first, at), key=lambda part: part[1] - part[0])
    return best


def _candidates(plain: str) -> Iterator[tuple[IdentifierKind, int, int]]:
    for rule in RULES:
        for match in rule.pattern.finditer(plain):
            if rule.stands is None or rule.stands(match):
                yield rule.kind, match.start(), match.end()
