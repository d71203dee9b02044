"""What is looked for, and how a rule is written down."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class IdentifierKind(StrEnum):
    NAME = "name"
    """A name after a title, or after words that announce one."""
    BIRTH = "birth"
    """A day of birth, or a full date that can hardly be anything else."""
    AGE = "age"
    """Ninety years or more: so few people that the age points to one."""
    RECORD = "record"
    """A hospital's number, or a long run of digits that says nothing of itself."""
    NATIONAL = "national"
    """A citizen's number: SSN, NIK, NHS, National Insurance."""
    INSURANCE = "insurance"
    """The number of an insured person: Medicare, BPJS, a policy."""
    PHONE = "phone"
    ADDRESS = "address"
    EMAIL = "email"
    WEB = "web"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, from start to before end, as positions in the text that was given."""

    kind: IdentifierKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A form of writing, and a question that a match must answer with yes besides."""

    kind: IdentifierKind
    pattern: re.Pattern[str]
    stands: Callable[[re.Match[str]], bool] | None = None


def rule(
    kind: IdentifierKind, pattern: str, stands: Callable[[re.Match[str]], bool] | None = None
) -> Rule:
    """Every repetition in a pattern has an upper bound: a long text of near misses then costs no
    more than its length asks for (tests/domain/test_identifiers_time.py counts the steps)."""
    return Rule(kind, re.compile(pattern), stands)
