"""Who may run a program's daily affairs: its members, sites and enrollments."""

from uuid import UUID

from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.policy.actors import NO_MEMBERS, Actor, Role
from logbook.policy.cases import has_not_left

LEADERS = frozenset({Role.DIRECTOR, Role.COORDINATOR, Role.COMMITTEE, Role.AUDITOR})


def may_run(actor: Actor) -> Decision:
    """Invite, enroll, mark as left, add sites."""
    if actor.is_(Role.DIRECTOR, Role.COORDINATOR):
        return has_not_left(actor)
    return no("Only a director or a coordinator runs the program's affairs.")


def may_set_since(actor: Actor, member_id: UUID) -> Decision:
    """Since when somebody is here says which days they may sign for."""
    if actor.id == member_id:
        return no("Nobody says of themselves since when they are here.")
    return may_run(actor)


def may_see_members(actor: Actor) -> Decision:
    if actor.is_(Role.AUDITOR):
        return has_not_left(actor)
    return may_run(actor)


def may_give(actor: Actor, roles: frozenset[Role]) -> Decision:
    """A coordinator cannot make directors, and nobody makes administrators here."""
    if roles & NO_MEMBERS:
        return no("This role is not given in a program.")
    if Role.DIRECTOR in roles and not actor.is_(Role.DIRECTOR, Role.ADMINISTRATOR):
        return no("Only a director may make somebody a director.")
    if actor.is_(Role.ADMINISTRATOR):
        return YES
    return first_no(may_run(actor))
