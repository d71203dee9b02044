"""Who looks into a supervisor's mirror: that supervisor, and nobody else."""

from logbook.domain.decisions import Decision, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import has_not_left


def may_look_into_mirror(actor: Actor) -> Decision:
    """One's own; there is no address by which anybody names another's."""
    if actor.is_(Role.SUPERVISOR):
        return has_not_left(actor)
    return no("Only supervisors have a mirror, and each sees only their own.")
