"""Who may take a record away, and who may see by whom it was read."""

from uuid import UUID

from logbook.domain.decisions import YES, Decision, no
from logbook.policy.actors import NO_MEMBERS, Actor
from logbook.policy.audit import may_read_ledger


def may_open(actor: Actor) -> Decision:
    """Every member, for life: also who has left, and who is a fellow no more. What they find there
    is their own record alone."""
    if actor.is_(*NO_MEMBERS):
        return no("Only members of a program have a record of their own.")
    return YES


def may_take(actor: Actor, owner_id: UUID) -> Decision:
    """Nobody else's: those who run the program export what they need for it."""
    if actor.id != owner_id:
        return no("Only whose record it is takes it away.")
    return may_open(actor)


def may_see_readers(actor: Actor, owner_id: UUID) -> Decision:
    """Of one's own record; of all, for those who read the ledger."""
    return may_open(actor) if actor.id == owner_id else may_read_ledger(actor)
