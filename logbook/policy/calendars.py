"""Who may have a feed of dates."""

from logbook.domain.decisions import Decision, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import has_not_left


def may_have_feed(actor: Actor) -> Decision:
    """One's own; whoever has left has no dates here any more."""
    if actor.is_(Role.ADMINISTRATOR):
        return no("An administrator has no dates in a program.")
    return has_not_left(actor)
