"""List twin of `policy.assessments.may_view`: what it says of one row, said of a whole table."""

from sqlalchemy import ColumnElement, and_, false, or_, true

from logbook.models.assessments import Assessment
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import OVERSEERS


def assessments_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Always within the actor's own program."""
    ways: list[ColumnElement[bool]] = [Assessment.fellow_id == actor.id]
    if actor.is_(Role.SUPERVISOR):
        ways.append(Assessment.assessor_id == actor.id)
    if actor.is_(*OVERSEERS) and not actor.left:
        ways.append(true())
    return and_(Assessment.program_id == actor.program_id, or_(false(), *ways))
