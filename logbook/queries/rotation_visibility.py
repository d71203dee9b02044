"""List twin of `policy.rotations.may_see_time`."""

from sqlalchemy import ColumnElement, true

from logbook.models.curriculum import Enrollment
from logbook.policy.actors import Actor
from logbook.policy.rotations import may_see_plan


def time_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Of an enrollment; within the actor's own program, which the caller asks for."""
    return true() if may_see_plan(actor) else Enrollment.fellow_id == actor.id
