"""Cases whose fellows are asked how it went, and what they told."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.document import Text
from logbook.domain.follow_ups import STANDS, Function, Relief, asked_between, is_asked_about
from logbook.models.cases import Case
from logbook.models.follow_ups import FollowUp
from logbook.models.programs import Program
from logbook.policy.actors import Actor
from logbook.queries.cases import EnrollmentNow
from logbook.queries.visibility import cases_visible_to


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """What was told of one case."""

    relief: Relief
    function: Function
    complications: tuple[str, ...]
    note: str
    days_after: int
    answered_at: datetime

    @property
    def known(self) -> bool:
        """Whether anything was known."""
        not_known = (self.relief, self.function) == (Relief.NOT_KNOWN, Function.NOT_KNOWN)
        return not not_known or bool(self.complications)


@dataclass(frozen=True, slots=True)
class Due:
    """A case that is asked about."""

    id: UUID
    name: Text
    performed_on: date


def follow_up_of(actor: Actor, case_id: UUID) -> FollowUpView | None:
    """Of a case that the actor may see; None while nothing was told."""
    row = db.session.execute(
        select(
            FollowUp.relief,
            FollowUp.function,
            FollowUp.complications,
            FollowUp.note,
            FollowUp.days_after,
            FollowUp.answered_at,
        )
        .join(Case, (Case.program_id == FollowUp.program_id) & (Case.id == FollowUp.case_id))
        .where(cases_visible_to(actor), FollowUp.case_id == case_id)
    ).one_or_none()
    if row is None:
        return None
    return FollowUpView(row[0], row[1], tuple(row[2]), *row[3:])


def due(actor: Actor, enrollment: EnrollmentNow, today: date) -> list[Due]:
    """A fellow's procedures that are asked about, the oldest first. Two statements."""
    between = asked_between(today, days_set(actor))
    if between is None:
        return []
    told = select(FollowUp.id).where(
        FollowUp.program_id == Case.program_id, FollowUp.case_id == Case.id
    )
    rows = db.session.execute(
        select(Case.id, Case.procedure, Case.performed_on)
        .where(
            Case.program_id == actor.program_id,
            Case.fellow_id == actor.id,
            Case.performed_on.between(*between),
            Case.enrollment_id == enrollment.id,
            Case.state.in_(STANDS),
            ~told.exists(),
        )
        .order_by(Case.performed_on, Case.id)
    )
    known = enrollment.curriculum.procedures
    return [
        Due(row.id, known[row.procedure].name, row.performed_on)
        for row in rows
        if row.procedure in known and is_asked_about(known[row.procedure])
    ]


def late_complications(actor: Actor, enrollment_id: UUID) -> int:
    """Cases of one training after which a late complication was told, as far as they stand."""
    asked = (
        select(FollowUp.complications)
        .join(Case, (Case.program_id == FollowUp.program_id) & (Case.id == FollowUp.case_id))
        .where(
            cases_visible_to(actor),
            Case.enrollment_id == enrollment_id,
            Case.state.in_(STANDS),
        )
    )
    return sum(bool(codes) for codes in db.session.scalars(asked))


def days_set(actor: Actor) -> int:
    """After how many days this program asks; 0: never."""
    asked = select(Program.follow_up_days).where(Program.id == actor.program_id)
    return db.session.scalars(asked).one()
