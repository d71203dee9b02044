"""Who plans rotations and leave, and who may see them."""

from uuid import UUID

from logbook.domain.decisions import YES, Decision, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cohort import may_see_cohort, may_see_progress
from logbook.policy.programs import may_run


def may_plan(actor: Actor) -> Decision:
    """Rotations, leave, how much leave is allowed, and what a site has."""
    return may_run(actor)


def may_see_plan(actor: Actor) -> Decision:
    """The rotations of all fellows of the program."""
    return may_see_cohort(actor)


def may_see_time(actor: Actor, fellow_id: UUID) -> Decision:
    """The rotations and leave of one fellow: one's own, or any for those who oversee."""
    return may_see_progress(actor, fellow_id)


def may_see_kind_of_leave(actor: Actor, fellow_id: UUID) -> Decision:
    """Which kind of leave it is: for the fellow, and those who enter it. The others who oversee
    the program see that somebody is away, and no more."""
    if actor.id == fellow_id or (actor.is_(Role.DIRECTOR, Role.COORDINATOR) and not actor.left):
        return YES
    return no("Only the fellow and those who plan leave see of which kind it is.")
