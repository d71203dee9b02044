"""All that was said to a fellow, in the order of time: assessments, and the line that a supervisor
writes with the approval of a case. What raters of a round said is not among it: whose words stand
beside whose day would tell who they are (ADR 0010)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, tuple_

from logbook.database import db
from logbook.domain.assessments import SAID
from logbook.domain.cases import Answer
from logbook.domain.cases import State as CaseState
from logbook.domain.curriculum import Curriculum
from logbook.models.cases import Case, CaseAnswer
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.queries import assessments
from logbook.queries.assessments import PAGE, AssessmentView, Place, Sought
from logbook.queries.sign_off_evidence import categories_of
from logbook.queries.visibility import cases_visible_to

AT_APPROVAL = "case"
"""The tool of what is said with an approval; no curriculum's form is called so."""


@dataclass(frozen=True, slots=True)
class CaseWords:
    """What a supervisor said with the approval of a case."""

    id: UUID
    """Of the case."""
    on: date
    procedure: str
    supervisor: str
    level: str | None
    words: str


Piece = AssessmentView | CaseWords


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    rows: list[Piece]
    next: Place | None
    """None on the last page."""


def page(
    actor: Actor,
    sought: Sought,
    curriculum: Curriculum | None,
    now: datetime,
    most: int = PAGE,
) -> FeedbackPage:
    """A page, the newest first: two statements, each of one page at most."""
    found: list[Piece] = []
    if sought.forms != {AT_APPROVAL}:
        given, more = assessments.page(actor, sought, now, most)
        found += given
    else:
        more = None
    if _asks_for_words(sought):
        found += _words(actor, sought, curriculum, most + 1)
    found.sort(key=_place, reverse=True)
    shown = found[:most]
    last = _place(shown[-1]) if shown and (len(found) > most or more) else None
    return FeedbackPage(shown, Place(*last) if last else None)


def _place(one: Piece) -> tuple[date, UUID]:
    return (one.on if isinstance(one, CaseWords) else one.happened_on), one.id


def _asks_for_words(sought: Sought) -> bool:
    """Of one fellow only: those of all are read on their cases. What is asked of a request, such
    as another state than that it was answered, leaves them out."""
    of_requests = (sought.states and sought.states != SAID) or sought.purpose or sought.asked_before
    return (
        sought.fellow_id is not None
        and not of_requests
        and (not sought.forms or AT_APPROVAL in sought.forms)
    )


_ORDER = (Case.performed_on, Case.id)
_WORDS = (
    select(
        Case.id, Case.performed_on, Case.procedure, Account.name, CaseAnswer.level, CaseAnswer.words
    )
    .join(
        CaseAnswer,
        (CaseAnswer.program_id == Case.program_id)
        & (CaseAnswer.case_id == Case.id)
        & (CaseAnswer.case_revision == Case.revision - 1)
        & (CaseAnswer.answer == Answer.APPROVED),
    )
    .join(
        Membership,
        (Membership.program_id == Case.program_id) & (Membership.id == Case.supervisor_id),
    )
    .join(Account, Account.id == Membership.account_id)
    .where(Case.state == CaseState.APPROVED, CaseAnswer.words != "")
)


def _words(
    actor: Actor, sought: Sought, curriculum: Curriculum | None, most: int
) -> list[CaseWords]:
    asked = (
        _WORDS.where(cases_visible_to(actor), *_narrowed(sought, curriculum))
        .order_by(*(part.desc() for part in _ORDER))
        .limit(most)
    )
    if sought.after is not None:
        asked = asked.where(tuple_(*_ORDER) < tuple_(sought.after.on, sought.after.id))
    return [CaseWords(*row) for row in db.session.execute(asked)]


def _narrowed(sought: Sought, curriculum: Curriculum | None) -> list[ColumnElement[bool]]:
    asked: tuple[tuple[Any, Callable[[Any], ColumnElement[bool]]], ...] = (
        (sought.fellow_id, Case.fellow_id.__eq__),
        (sought.enrollment_id, Case.enrollment_id.__eq__),
        (sought.assessor_id, Case.supervisor_id.__eq__),
        (sought.since, Case.performed_on.__ge__),
        (sought.until, Case.performed_on.__le__),
        (sought.text or None, lambda text: CaseAnswer.words.icontains(text, autoescape=True)),
        (_categories(sought, curriculum), Case.category.in_),
    )
    return [compare(value) for value, compare in asked if value is not None]


def _categories(sought: Sought, curriculum: Curriculum | None) -> list[str] | None:
    """Of the cases that show the competency that is asked for."""
    if sought.competency is None:
        return None
    if curriculum is None or sought.competency not in curriculum.competencies:
        return []
    wanted = sought.competency
    own = [one for one in curriculum.requirements.values() if one.competency == wanted]
    return sorted(categories_of(curriculum, wanted, own))
