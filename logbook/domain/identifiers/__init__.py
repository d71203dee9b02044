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
    for kind, start, end in _candidates(plain):
        if any(taken[start:end]):
            continue
        taken[start:end] = b"\1" * (end - start)
        findings.append(Finding(kind, places[start], places[end - 1] + 1))
    return sorted(findings, key=lambda finding: finding.start)


def _candidates(plain: str) -> Iterator[tuple[IdentifierKind, int, int]]:
    for rule in RULES:
        for match in rule.pattern.finditer(plain):
            if rule.stands is None or rule.stands(match):
                yield rule.kind, match.start(), match.end()
