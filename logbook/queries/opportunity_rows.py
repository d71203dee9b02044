"""The rows behind each number of the pages on opportunity: as many as the number says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain import assessments
from logbook.domain.assessments import EXPIRES_DAYS, SAID
from logbook.domain.cases import Answer, State
from logbook.domain.reminders import LONG_WAIT_DAYS
from logbook.domain.unlogged import LATE_DAYS
from logbook.models.assessments import Assessment
from logbook.models.cases import Case, CaseAnswer
from logbook.models.identity import Account
from logbook.models.programs import Membership, Program
from logbook.policy.actors import Actor
from logbook.queries.amendments import COUNTS_BESIDE
from logbook.queries.assessments_visibility import assessments_visible_to
from logbook.queries.opportunity import COUNTED, Window
from logbook.queries.visibility import cases_visible_to

MOST = 5_000
"""Rows on one page; a program has less of anything in twelve months."""

Rows = Select[*tuple[Any, ...]]

_fellow, _fellow_account = aliased(Membership), aliased(Account)
_other, _other_account = aliased(Membership), aliased(Account)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases; None leaves a thing open. `site` and `supervisor` may be asked for as none."""

    enrollment_id: UUID | None = None
    category: str | None = None
    site_id: UUID | None = None
    no_site: bool = False
    supervisor_id: UUID | None = None
    no_supervisor: bool = False


@dataclass(frozen=True, slots=True)
class CaseLine:
    id: UUID
    performed_on: date
    procedure: str
    state: State
    fellow: str
    supervisor: str | None
    days: int | None
    """From the work to the hand-in; None where it came back since."""


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A case or an assessment, and whose it is."""

    id: UUID
    of_case: bool
    on: date
    what: str
    """The procedure, or the form."""
    fellow: str
    level: str | None
    state: str


_CAME_BACK = or_(
    Case.amends_id.is_not(None),
    exists().where(
        CaseAnswer.program_id == Case.program_id,
        CaseAnswer.case_id == Case.id,
        CaseAnswer.answer != Answer.APPROVED,
        CaseAnswer.undone_at.is_(None),
    ),
)


def cases_of(actor: Actor, wanted: Wanted, within: Window) -> list[CaseLine]:
    """Handed in, and neither taken back nor struck out. Two statements."""
    columns = select(
        Case.id,
        Case.performed_on,
        Case.procedure,
        Case.state,
        _fellow_account.name.label("fellow"),
        _other_account.name.label("supervisor"),
        Case.submitted_at,
        _CAME_BACK.label("came_back"),
    ).select_from(Case)
    question = _with_people(columns, Case, Case.supervisor_id).where(
        cases_visible_to(actor),
        Case.performed_on >= within.since,
        Case.performed_on <= within.until,
        Case.state.in_(COUNTED),
        COUNTS_BESIDE,
        *_narrowed(wanted),
    )
    program = db.session.get_one(Program, actor.program_id)
    ordered = question.order_by(Case.performed_on.desc(), Case.id.desc()).limit(MOST)
    return [_line(row, program) for row in db.session.execute(ordered)]


def _line(row: Any, program: Program) -> CaseLine:
    days = None
    if row.submitted_at and not row.came_back:
        days = max(0, (program.day_of(row.submitted_at) - row.performed_on).days)
    return CaseLine(
        row.id, row.performed_on, row.procedure, row.state, row.fellow, row.supervisor, days
    )


def is_late(line: CaseLine) -> bool:
    return line.days is not None and line.days > LATE_DAYS


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for column, value in (
        (Case.enrollment_id, wanted.enrollment_id),
        (Case.category, wanted.category),
        (Case.site_id, wanted.site_id),
        (Case.supervisor_id, wanted.supervisor_id),
    ):
        if value is not None:
            found.append(column == value)
    if wanted.no_site:
        found.append(Case.site_id.is_(None))
    if wanted.no_supervisor:
        found.append(Case.supervisor_id.is_(None))
    return found


def _with_people(question: Rows, of: Any, other: Any) -> Rows:
    return (
        question.join(_fellow, (_fellow.program_id == of.program_id) & (_fellow.id == of.fellow_id))
        .join(_fellow_account, _fellow_account.id == _fellow.account_id)
        .outerjoin(_other, (_other.program_id == of.program_id) & (_other.id == other))
        .outerjoin(_other_account, _other_account.id == _other.account_id)
    )


def asked_of(
    actor: Actor, supervisor_id: UUID, since: datetime, now: datetime, late_only: bool
) -> list[JudgedLine]:
    """What was asked of a supervisor: what waits, and unless only what is overdue is asked for,
    what was answered too. Two statements."""
    long_ago = now - timedelta(days=LONG_WAIT_DAYS)
    waiting = [
        *_cases(
            actor,
            Case.supervisor_id == supervisor_id,
            Case.state == State.SUBMITTED,
            *([Case.submitted_at < long_ago] if late_only else []),
        ),
        *_assessments(
            actor,
            Assessment.assessor_id == supervisor_id,
            Assessment.state == assessments.State.REQUESTED,
            Assessment.asked_at >= since,
            *([Assessment.asked_at < long_ago] if late_only else []),
        ),
    ]
    if late_only:
        return waiting
    answered = _answers(
        actor, CaseAnswer.supervisor_id == supervisor_id, CaseAnswer.answered_at >= since
    )
    given = _assessments(
        actor,
        Assessment.assessor_id == supervisor_id,
        Assessment.state.in_(sorted(SAID)),
        Assessment.asked_at >= since,
    )
    return [*waiting, *answered, *given]


def judged_by(
    actor: Actor, supervisor_id: UUID, scale: str, levels: Sequence[str], since: datetime
) -> list[JudgedLine]:
    """Every level of a scale that a supervisor gave. Two statements."""
    return [
        *_answers(
            actor,
            CaseAnswer.supervisor_id == supervisor_id,
            CaseAnswer.answered_at >= since,
            CaseAnswer.answer == Answer.APPROVED,
            CaseAnswer.scale == scale,
            CaseAnswer.level.in_(levels),
        ),
        *_assessments(
            actor,
            Assessment.assessor_id == supervisor_id,
            Assessment.state.in_(sorted(SAID)),
            Assessment.asked_at >= since - timedelta(days=EXPIRES_DAYS),
            Assessment.finished_at >= since,
            Assessment.scale == scale,
            Assessment.level.in_(levels),
        ),
    ]


def _cases(actor: Actor, *which: ColumnElement[bool]) -> list[JudgedLine]:
    question = _with_people(
        select(Case.id, Case.performed_on, Case.procedure, _fellow_account.name, Case.state),
        Case,
        Case.supervisor_id,
    ).where(cases_visible_to(actor), *which)
    rows = db.session.execute(question.order_by(Case.submitted_at, Case.id).limit(MOST))
    return [JudgedLine(row[0], True, row[1], row[2], row[3], None, row[4]) for row in rows]


def _answers(actor: Actor, *which: ColumnElement[bool]) -> list[JudgedLine]:
    question = (
        _with_people(
            select(
                Case.id,
                Case.performed_on,
                Case.procedure,
                _fellow_account.name,
                CaseAnswer.level,
                CaseAnswer.answer,
            ).join(
                CaseAnswer,
                (CaseAnswer.program_id == Case.program_id) & (CaseAnswer.case_id == Case.id),
            ),
            Case,
            CaseAnswer.supervisor_id,
        )
        .where(
            cases_visible_to(actor),
            CaseAnswer.program_id == actor.program_id,
            CaseAnswer.undone_at.is_(None),
            *which,
        )
        .order_by(CaseAnswer.answered_at.desc(), CaseAnswer.id)
        .limit(MOST)
    )
    return [JudgedLine(row[0], True, *row[1:]) for row in db.session.execute(question)]


def _assessments(actor: Actor, *which: ColumnElement[bool]) -> list[JudgedLine]:
    question = _with_people(
        select(
            Assessment.id,
            Assessment.happened_on,
            Assessment.form,
            _fellow_account.name,
            Assessment.level,
            Assessment.state,
        ),
        Assessment,
        Assessment.assessor_id,
    ).where(assessments_visible_to(actor), *which)
    rows = db.session.execute(question.order_by(Assessment.asked_at, Assessment.id).limit(MOST))
    return [JudgedLine(row[0], False, *row[1:]) for row in rows]
