"""A sitting of a knowledge test: what its score means, and what may be wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from logbook.domain.case_content import Complaint
from logbook.domain.competencies import Source
from logbook.domain.decisions import Message, say
from logbook.domain.opportunities import KnowledgeTest
from logbook.domain.requirements import FigureStanding


class Outcome(StrEnum):
    """How a sitting ended."""

    PASSED = "passed"
    NOT_PASSED = "not_passed"
    MISTAKEN = "mistaken"
    """There was no such sitting: it amends one that was entered by mistake."""


@dataclass(frozen=True, slots=True)
class Result:
    """What is entered about a sitting."""

    test: str
    sat_on: date
    score: int | None = None
    """In percent; only where the test has a pass mark."""
    outcome: Outcome | None = None
    """What the examiners say; where there is a pass mark, the score says it."""


def outcome_of(result: Result, test: KnowledgeTest) -> Outcome | None:
    """A pass mark decides where there is one; the mark itself is enough."""
    if result.outcome is Outcome.MISTAKEN or test.pass_mark is None:
        return result.outcome
    if result.score is None:
        return None
    return Outcome.PASSED if result.score >= test.pass_mark else Outcome.NOT_PASSED


def mark_standing(test: KnowledgeTest, sources: Mapping[str, Source]) -> FigureStanding:
    """Who stands behind the pass mark: a source that was read, or nobody yet."""
    if test.pass_mark is None:
        return FigureStanding.OPEN
    if test.source is not None and sources[test.source].confirmed:
        return FigureStanding.SOURCED
    return FigureStanding.SUGGESTED


def complaints(
    result: Result, tests: Mapping[str, KnowledgeTest], *, today: date, amends: bool
) -> dict[str, Message]:
    """What is wrong, by field. Only what amends another can say that it was a mistake."""
    test = tests.get(result.test)
    if test is None:
        return {"test": say("Choose one of the list.")}
    return dict(_complaints(result, test, today, amends))


def _complaints(
    result: Result, test: KnowledgeTest, today: date, amends: bool
) -> Iterator[Complaint]:
    if result.sat_on > today:
        yield "sat_on", say("This date is in the future.")
    if result.outcome is Outcome.MISTAKEN:
        if not amends:
            yield "outcome", say("Choose one of the list.")
        return
    if test.pass_mark is None:
        if result.outcome is None:
            yield "outcome", say("Say whether it was passed.")
        if result.score is not None:
            yield "score", say("This test has no pass mark; leave the score out.")
    elif result.score is None:
        yield "score", say("Enter the score; %(mark)s percent are needed.", mark=test.pass_mark)
    elif not 0 <= result.score <= 100:
        yield "score", say("A score is from 0 to 100 percent.")
