"""Who may run the installation."""

from logbook.domain.decisions import YES, Decision, no
from logbook.policy.actors import INSTALLATION, Actor, Role


def may_administer(actor: Actor) -> Decision:
    """Create programs and invite their first directors; it shows no clinical record."""
    if actor.program_id == INSTALLATION and actor.is_(Role.ADMINISTRATOR):
        return YES
    return no("Only the administrator of this installation may do that.")
