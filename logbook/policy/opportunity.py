"""Who sees how opportunity is shared and how supervisors rate, and who sets from when on."""

from logbook.domain.decisions import Decision, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import has_not_left
from logbook.policy.cohort import may_see_cohort


def may_see_opportunity(actor: Actor) -> Decision:
    """Fellows and supervisors beside each other: for those who see the whole cohort."""
    return may_see_cohort(actor)


def may_set_minimum(actor: Actor) -> Decision:
    """How much is enough to say something of a person."""
    if actor.is_(Role.DIRECTOR):
        return has_not_left(actor)
    return no("Only a program director decides how much evidence is enough.")
