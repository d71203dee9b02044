"""Who may bring cases in from a file, and take a log out."""

from uuid import UUID

from logbook.domain.decisions import YES, Decision, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import OVERSEERS, has_not_left


def may_import(actor: Actor) -> Decision:
    """Fellows into their own log; coordinators and directors into any fellow's."""
    if actor.is_(Role.FELLOW, Role.COORDINATOR, Role.DIRECTOR):
        return has_not_left(actor)
    return no("Only fellows, coordinators and directors import cases.")


def may_import_for(actor: Actor, fellow_id: UUID) -> Decision:
    if actor.id == fellow_id or actor.is_(Role.COORDINATOR, Role.DIRECTOR, Role.JOB):
        return has_not_left(actor)
    return no("Only the fellow, a coordinator or a director imports into this log.")


def may_open_export(actor: Actor) -> Decision:
    """Whoever may take out some log: fellows, also those who have left, and those who oversee."""
    if actor.is_(Role.FELLOW):
        return YES
    if actor.is_(*OVERSEERS):
        return has_not_left(actor)
    return no("Only fellows and those who oversee the program export logs.")


def may_export(actor: Actor, fellow_id: UUID) -> Decision:
    """Also a fellow who has left: the log is theirs."""
    if actor.id == fellow_id:
        return YES
    if actor.is_(*OVERSEERS):
        return has_not_left(actor)
    return no("Only the fellow and those who oversee the program export this log.")
