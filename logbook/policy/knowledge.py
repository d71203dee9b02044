"""Who may enter and read results of knowledge tests."""

from uuid import UUID

from logbook.domain.decisions import Decision, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import has_not_left
from logbook.policy.cohort import may_see_progress


def may_see_results(actor: Actor, fellow_id: UUID) -> Decision:
    """One's own, or any fellow's for those who oversee the program."""
    return may_see_progress(actor, fellow_id)


def may_enter(actor: Actor) -> Decision:
    if actor.is_(Role.DIRECTOR, Role.COORDINATOR):
        return has_not_left(actor)
    return no("Only a coordinator or a director enters results of tests.")


def may_enter_for(actor: Actor, fellow_id: UUID) -> Decision:
    if actor.id == fellow_id:
        return no("Nobody enters their own results.")
    return may_enter(actor)
