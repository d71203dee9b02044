"""List twin of `policy.rounds.may_view`."""

from sqlalchemy import ColumnElement, false, or_, true

from logbook.models.rounds import FeedbackRound
from logbook.policy.actors import Actor, Role


def rounds_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Within the actor's own program, which the caller asks for."""
    if actor.is_(Role.DIRECTOR, Role.COORDINATOR, Role.COMMITTEE) and not actor.left:
        return true()
    return or_(false(), FeedbackRound.fellow_id == actor.id)
