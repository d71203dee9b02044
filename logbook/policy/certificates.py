"""Who makes a certificate, and who shows it to whom."""

from uuid import UUID

from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import has_not_left


def may_open_own(actor: Actor) -> Decision:
    """A fellow's certificates stay theirs when they have left."""
    return YES if actor.is_(Role.FELLOW) else no("Only fellows have certificates.")


def may_open(actor: Actor) -> Decision:
    """Whoever may see any at all."""
    if actor.is_(Role.FELLOW):
        return YES
    if actor.is_(Role.DIRECTOR, Role.COORDINATOR, Role.AUDITOR):
        return has_not_left(actor)
    return no("Certificates are their holders’, and of those who run or audit the program.")


def may_issue(actor: Actor, fellow_id: UUID, holds: bool) -> Decision:
    """For oneself, or as a director; of what holds today."""
    if actor.id != fellow_id and not actor.is_(Role.DIRECTOR):
        return no("Only the fellow or a program director may make a certificate.")
    if not holds:
        return no("There is a certificate only of a competency that holds today.")
    return YES if actor.id == fellow_id else has_not_left(actor)


def may_certify(actor: Actor) -> Decision:
    """Whole fellowships: the director's word."""
    if not actor.is_(Role.DIRECTOR):
        return no("Only a program director may certify a fellowship.")
    return has_not_left(actor)


def may_issue_whole(actor: Actor, fellow_id: UUID) -> Decision:
    if actor.id == fellow_id:
        return no("Nobody certifies their own fellowship.")
    return may_certify(actor)


def may_view(actor: Actor, fellow_id: UUID) -> Decision:
    """The holder, and whoever runs or audits the program."""
    if actor.id == fellow_id:
        return YES
    if actor.is_(Role.DIRECTOR, Role.COORDINATOR, Role.AUDITOR):
        return has_not_left(actor)
    return no("This certificate is its holder’s.")


def may_share(actor: Actor, fellow_id: UUID) -> Decision:
    if actor.id == fellow_id:
        return YES
    return no("Only its holder says who may see a certificate.")


def may_withdraw(actor: Actor, fellow_id: UUID, shared: bool) -> Decision:
    return first_no(
        may_share(actor, fellow_id), YES if shared else no("This certificate is not shared.")
    )
