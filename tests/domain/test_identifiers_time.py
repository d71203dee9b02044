"""The guard reads a text in time that grows with its length only: shown by counting."""

import re
import re._constants as constants
import re._parser as parser
from collections.abc import Iterator
from typing import Any

import pytest

from logbook.domain.identifiers import RULES, find_identifiers
from tests.domain.steps import Steps

NEAR_MISSES = (
    "1-", "0 ", "12/", "+1 ", "(", "9", "Mr ", "A", "dob a ", "mrn a", "Jl A ", "12 Aa Bb Cc ",
    "a@a.", "www.", "Mr De ",
)  # fmt: skip
LETTERS = 80
MOST_STEPS = 250
"""For each letter of a text, of one rule. A rule that tries a text anew from each of its places
would take thousands."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.pattern.pattern[:30])
def test_no_near_miss_costs_many_steps(rule):
    for near in NEAR_MISSES:
        text = (near * LETTERS)[:LETTERS]
        assert Steps(rule.pattern, text).over_all() <= MOST_STEPS * LETTERS, near


def repeats(nodes: Any) -> Iterator[Any]:
    """The upper bound of every repetition in a parsed pattern, those within others too."""
    for op, arg in nodes:
        if op in (constants.MAX_REPEAT, constants.MIN_REPEAT):
            yield arg[1]
        for part in arg if isinstance(arg, tuple) else ():
            for inner in part if isinstance(part, list) else [part]:
                if isinstance(inner, parser.SubPattern):
                    yield from repeats(inner)


def test_every_repetition_ends():
    endless = [
        rule.pattern.pattern
        for rule in RULES
        if constants.MAXREPEAT in repeats(parser.parse(rule.pattern.pattern, rule.pattern.flags))
    ]
    assert endless == []


def test_a_bad_pattern_would_be_noticed():
    nested, text = re.compile(r"(a{1,5}){1,20}b"), "a" * 12
    assert Steps(nested, text).over_all() > MOST_STEPS * len(text)


def test_a_book_of_near_misses_is_read_to_its_end():
    for near in NEAR_MISSES:
        find_identifiers(near * 2000)
