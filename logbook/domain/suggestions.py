"""A case that a supervisor thinks a fellow forgot, and what is wrong with how it is told.

The fellow is the author of every case: a suggestion is none. It says what was done, when and
where; no role, for the supervisor states that when they approve, before they see the fellow's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from logbook.domain.case_content import (
    CaseContent,
    Complaint,
    about_details,
    about_text,
    about_the_date,
)
from logbook.domain.catalogue import CaseRole, Procedure
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say
from logbook.domain.periods import Period

LONGEST_WORDS = 200
"""In characters."""
OF_LATE_DAYS = 60
"""Older cases are not suggested: nobody remembers them well enough to log them."""
_BEGUN = UUID("6f1c0c52-51a4-4d62-9a0f-6b4f0a5d7e21")
_LEAST = CaseRole.OBSERVED
"""Stands where a case has a role: the least that can be claimed."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a supervisor remembers."""

    procedure: str
    performed_on: date
    side: str | None = None
    words: str = ""


def case_begun_from(suggestion_id: UUID) -> UUID:
    """The id of the case that the fellow begins from it: begun twice, it is one case."""
    return uuid5(_BEGUN, str(suggestion_id))


def side_said(procedure: Procedure, side: str | None) -> dict[str, object]:
    """As a value of the procedure's own field; nothing where it has no sides."""
    spec = procedure.field("laterality")
    return {"laterality": side} if spec is not None and side else {}


def complaints(
    told: Suggested, curriculum: Curriculum, today: date, training: Period
) -> dict[str, Message]:
    """What is wrong, by field; the first complaint of each."""
    found: dict[str, Message] = {}
    for name, message in _all(told, curriculum, today, training):
        found.setdefault(name.removeprefix("details."), message)
    if "laterality" in found:
        found["side"] = found.pop("laterality")
    return found


def _all(
    told: Suggested, curriculum: Curriculum, today: date, training: Period
) -> Iterator[Complaint]:
    yield from about_the_date(told.performed_on, today, training.first, training.last)
    if (today - told.performed_on).days > OF_LATE_DAYS:
        yield (
            "performed_on",
            say("This is longer ago than %(days)s days. Ask the fellow to log it.", days=60),
        )
    procedure = curriculum.procedures.get(told.procedure)
    if procedure is None:
        yield "procedure", say("Choose a procedure of the fellow’s curriculum.")
    else:
        details = side_said(procedure, told.side)
        content = CaseContent(told.procedure, told.performed_on, _LEAST, details=details)
        yield from about_details(content, curriculum, complete=False)
    yield from about_text("words", told.words, LONGEST_WORDS)
