"""What the first page of each role needs besides progress and queue."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from logbook.database import db
from logbook.domain.cases import State
from logbook.models.cases import Case
from logbook.policy.actors import Actor


@dataclass(frozen=True, slots=True)
class OpenCases:
    """A fellow's cases that need the fellow."""

    returned: int
    drafts: int
    oldest_returned_id: UUID | None


def open_cases(actor: Actor, enrollment_id: UUID) -> OpenCases:
    """Counts by state over an index of the one enrollment."""
    counts: dict[State, int] = dict(
        db.session.execute(
            select(Case.state, func.count())
            .where(
                Case.program_id == actor.program_id,
                Case.enrollment_id == enrollment_id,
                Case.state.in_([State.RETURNED, State.DRAFT]),
            )
            .group_by(Case.state)
        ).all()
    )
    first = None
    if counts.get(State.RETURNED):
        first = db.session.scalars(
            select(Case.id)
            .where(
                Case.program_id == actor.program_id,
                Case.enrollment_id == enrollment_id,
                Case.state == State.RETURNED,
            )
            .order_by(Case.performed_on)
            .limit(1)
        ).first()
    return OpenCases(counts.get(State.RETURNED, 0), counts.get(State.DRAFT, 0), first)
