"""Who may see how fellows are getting on."""

from uuid import UUID

from logbook.domain.decisions import YES, Decision, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import has_not_left


def may_see_cohort(actor: Actor) -> Decision:
    """All fellows of the program side by side."""
    if actor.is_(Role.DIRECTOR, Role.COORDINATOR, Role.COMMITTEE, Role.AUDITOR):
        return has_not_left(actor)
    return no("Only those who oversee the program see the whole cohort.")


def may_see_progress(actor: Actor, fellow_id: UUID) -> Decision:
    """One's own, or any fellow's for those who oversee the program."""
    if actor.id == fellow_id:
        return YES
    return may_see_cohort(actor)
