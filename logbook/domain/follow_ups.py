"""How it went with a case days or weeks later: asked once, and `not known` is an answer.

Bands of pain relief end at 50 and 80 percent, as studies of interventional procedures report them
(substantial relief: Dworkin et al., IMMPACT, J Pain 2008;9:105-121, for 50 percent).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from logbook.domain.case_content import Complaint, about_text, about_the_note
from logbook.domain.cases import State
from logbook.domain.catalogue import CaseKind, Procedure
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say

SUGGESTED_DAYS = 14
MOST_DAYS = 180
ASKED_FOR_DAYS = 21
"""So long after it was due a case is asked about; then nobody asks any more."""
LONGEST_NOTE = 300
STANDS = (State.SUBMITTED, State.APPROVED)
"""The states in which a case is asked about."""


class Relief(StrEnum):
    """Of the pain, against before."""

    NONE = "none"
    SOME = "some"
    """Under 50 percent."""
    HALF = "half"
    """50 to 79 percent."""
    MOST = "most"
    """80 percent or more."""
    NOT_KNOWN = "not_known"


class Function(StrEnum):
    """What the patient can do, against before."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Told:
    """What a fellow tells of a case later."""

    relief: str = Relief.NOT_KNOWN
    function: str = Function.NOT_KNOWN
    complications: tuple[str, ...] = ()
    """Late ones, by the codes of the curriculum; none is none known."""
    note: str = ""


def asked_between(today: date, days: int) -> tuple[date, date] | None:
    """The days of cases that are asked about today; None where the program never asks."""
    if days == 0:
        return None
    last = today - timedelta(days=days)
    return last - timedelta(days=ASKED_FOR_DAYS), last


def is_asked_about(procedure: Procedure) -> bool:
    """Only what is done against pain: it has a side or levels, or asks for consent. Of sedation,
    airways and veins nobody asks weeks later."""
    if procedure.kind is not CaseKind.PROCEDURE:
        return False
    return procedure.sided or bool(procedure.levels) or procedure.field("consent") is not None


def complaints(told: Told, curriculum: Curriculum) -> dict[str, Message]:
    """What is wrong, by field; the first complaint of each."""
    found: dict[str, Message] = {}
    for name, message in _all(told, curriculum):
        found.setdefault(name, message)
    return found


def _all(told: Told, curriculum: Curriculum) -> Iterator[Complaint]:
    if told.relief not in set(Relief):
        yield "relief", say("Choose one of the list.")
    if told.function not in set(Function):
        yield "function", say("Choose one of the list.")
    known = curriculum.complications
    if any(code not in known for code in told.complications):
        yield "complications", say("Choose complications of the list.")
    elif len(set(told.complications)) < len(told.complications):
        yield "complications", say("A complication is there twice.")
    elif any(known[code].needs_note for code in told.complications):
        yield from (("note", message) for _, message in about_the_note(told.note))
    yield from about_text("note", told.note, LONGEST_NOTE)
