"""Who opens the pages of teaching, tests and milestones, and who sees whose."""

from logbook.domain.decisions import YES, Decision, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cohort import may_see_cohort


def may_open(actor: Actor) -> Decision:
    """Fellows their own, those who oversee the program everybody's."""
    if actor.is_(Role.FELLOW) or may_see_cohort(actor):
        return YES
    return no("Only fellows and those who oversee the program see teaching and its results.")


def may_see_sessions(actor: Actor) -> Decision:
    """Each session with all who were there."""
    return may_see_cohort(actor)
