"""Who may have other systems told of what happens in a program."""

from logbook.domain.decisions import Decision, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import has_not_left


def may_manage(actor: Actor) -> Decision:
    """Whatever a webhook is told leaves the house: the director answers for that."""
    if actor.is_(Role.DIRECTOR):
        return has_not_left(actor)
    return no("Only a program director decides what other systems are told.")
