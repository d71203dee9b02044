"""Who may have a feed of dates."""

from logbook.domain.decisions import Decision, no
from logbook.policy.actors import INSTALLATION, Actor
from logbook.policy.cases import has_not_left


def may_have_feed(actor: Actor) -> Decision:
    """One's own; whoever has left has no dates here any more."""
    if actor.program_id == INSTALLATION:
        return no("Only members of a program have dates.")
    return has_not_left(actor)
