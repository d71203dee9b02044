"""Which case takes the place of which."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.cases import State
from logbook.models.cases import Case
from logbook.policy.actors import Actor
from logbook.queries.visibility import cases_visible_to

GIVEN_UP = (State.WITHDRAWN, State.VOIDED)
"""Of an amendment: then another may be proposed."""

COUNTS_BESIDE = or_(Case.amends_id.is_(None), Case.state == State.APPROVED)
"""One event, one case: an amendment that waits is not met or hoped for beside what it amends."""

_other = aliased(Case)


def cases_amendable_by(actor: Actor) -> ColumnElement[bool]:
    """Twin of `policy.amending.may_amend`."""
    waits = exists().where(
        _other.program_id == Case.program_id,
        _other.amends_id == Case.id,
        _other.state.not_in(GIVEN_UP),
    )
    return and_(
        cases_visible_to(actor),
        Case.fellow_id == actor.id,
        Case.state == State.APPROVED,
        ~waits,
        false() if actor.left else true(),
    )


def standing_amendment(program_id: UUID, case_id: UUID) -> UUID | None:
    """The case that is to take, or took, the place of this one."""
    asked = select(Case.id).where(
        Case.program_id == program_id, Case.amends_id == case_id, Case.state.not_in(GIVEN_UP)
    )
    return db.session.scalars(asked).first()


def enrollment_of_case(actor: Actor, case_id: UUID) -> UUID:
    """NoResultFound for a case that is not there or not the actor's to see."""
    asked = select(Case.enrollment_id).where(cases_visible_to(actor), Case.id == case_id)
    return db.session.scalars(asked).one()
