"""What the first page of a fellow needs besides progress and what waits."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select

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
    oldest_draft_id: UUID | None


_OPEN = (
    select(Case.id, Case.state)
    .where(
        Case.program_id == bindparam("in_program"),
        Case.enrollment_id == bindparam("enrollment_id"),
        Case.state.in_([State.RETURNED, State.DRAFT]),
    )
    .order_by(Case.performed_on, Case.id)
)


def open_cases(actor: Actor, enrollment_id: UUID) -> OpenCases:
    """Returned cases and drafts of one enrollment, by an index of states: one statement."""
    asked = {"in_program": actor.program_id, "enrollment_id": enrollment_id}
    rows = db.session.connection().execute(_OPEN, asked).all()
    returned = [row.id for row in rows if row.state is State.RETURNED]
    drafts = [row.id for row in rows if row.state is State.DRAFT]
    return OpenCases(
        returned=len(returned),
        drafts=len(drafts),
        oldest_returned_id=returned[0] if returned else None,
        oldest_draft_id=drafts[0] if drafts else None,
    )
