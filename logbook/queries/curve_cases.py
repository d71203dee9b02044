"""What learning curves are drawn from: one fellow's approved cases, and the days of sign-offs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, or_, select

from logbook.database import db
from logbook.domain.cases import Answer, State
from logbook.domain.curriculum import Curriculum
from logbook.domain.learning_curves import HANDS_ON
from logbook.domain.sign_offs import DECIDED
from logbook.models.cases import Case, CaseAnswer
from logbook.models.curriculum import Enrollment
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.models.sign_offs import SignOff
from logbook.policy.actors import Actor
from logbook.policy.curves import may_see_curves
from logbook.queries.curriculum import curriculum_of
from logbook.queries.sign_off_visibility import knows

MOST = 3000
"""Cases of one fellow that are read, from the first; nobody performs so many in one training."""


@dataclass(frozen=True, slots=True)
class Learner:
    """Whose curves, on which curriculum."""

    enrollment_id: UUID
    fellow_id: UUID
    fellow: str
    curriculum: Curriculum


AnyRow = Row[*tuple[Any, ...]]

_LEARNER = (
    select(Enrollment.id, Enrollment.fellow_id, Enrollment.version_id, Account.name)
    .join(
        Membership,
        (Membership.program_id == Enrollment.program_id) & (Membership.id == Enrollment.fellow_id),
    )
    .join(Account, Account.id == Membership.account_id)
    .order_by(Enrollment.starts_on.desc(), Enrollment.id.desc())
    .limit(1)
)
SLIM = (
    select(Case.id, Case.performed_on, Case.procedure, Case.outcome, Case.complications)
    .where(
        Case.program_id == bindparam("in_program"),
        Case.fellow_id == bindparam("fellow"),
        Case.enrollment_id == bindparam("enrollment"),
        Case.state == State.APPROVED,
        Case.credited_role.in_(HANDS_ON),
    )
    .order_by(Case.performed_on, Case.id)
    .limit(MOST)
)
FULL = SLIM.add_columns(
    Case.supervisor_id, Case.level_sides, Case.details, CaseAnswer.scale, CaseAnswer.level
).outerjoin(
    CaseAnswer,
    (CaseAnswer.program_id == Case.program_id)
    & (CaseAnswer.case_id == Case.id)
    & (CaseAnswer.case_revision == Case.revision - 1)
    & (CaseAnswer.answer == Answer.APPROVED),
)


def learner_where(actor: Actor, which: Any) -> Learner | None:
    row = db.session.execute(
        _LEARNER.where(Enrollment.program_id == actor.program_id, which)
    ).first()
    if row is None:
        return None
    return Learner(row.id, row.fellow_id, row.name, curriculum_of(actor.program_id, row.version_id))


def may_see(actor: Actor, of: Learner) -> bool:
    """Only of a supervisor it has to be looked up whether they know the fellow."""
    return bool(may_see_curves(actor, of.fellow_id, knows=False)) or bool(
        may_see_curves(actor, of.fellow_id, knows=knows(actor, of.fellow_id))
    )


def rows_of(actor: Actor, of: Learner, what: Any, procedure: str | None = None) -> list[AnyRow]:
    asked = {
        "in_program": actor.program_id,
        "fellow": of.fellow_id,
        "enrollment": of.enrollment_id,
    }
    if procedure is not None:
        what = what.where(Case.procedure == procedure)
    return list(db.session.connection().execute(what, asked))


def granted_of(actor: Actor, of: Learner, today: date) -> dict[str, date]:
    """The day on which each competency that stands was signed, the last one where it was twice."""
    rows = db.session.execute(
        select(SignOff.competency, SignOff.granted_at)
        .where(
            SignOff.program_id == actor.program_id,
            SignOff.enrollment_id == of.enrollment_id,
            SignOff.state.in_(DECIDED),
            or_(SignOff.lapses_on.is_(None), SignOff.lapses_on > today),
        )
        .order_by(SignOff.granted_at)
    )
    return {row.competency: _day(row.granted_at) for row in rows}


def _day(at: datetime | None) -> date:
    assert at is not None  # a constraint: what was decided has its time
    return at.date()
