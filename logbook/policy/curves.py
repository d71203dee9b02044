"""Who may see learning curves. Nobody may ask one before something is allowed: see the tests."""

from uuid import UUID

from logbook.domain.decisions import YES, Decision, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cohort import may_see_progress


def may_see_curves(actor: Actor, fellow_id: UUID, knows: bool) -> Decision:
    """One's own; a fellow's, for those who oversee the program and for supervisors who worked
    with them. `knows`: has approved a case of theirs or assessed them."""
    if may_see_progress(actor, fellow_id):
        return YES
    if actor.is_(Role.SUPERVISOR) and not actor.left and knows:
        return YES
    return no("Only the fellow, who worked with them and who oversees the program see this.")
