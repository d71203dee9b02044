"""Who may read the ledger."""

from logbook.domain.decisions import YES, Decision, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import has_not_left


def may_read_ledger(actor: Actor) -> Decision:
    if actor.is_(Role.ADMINISTRATOR):
        return YES
    if actor.is_(Role.DIRECTOR, Role.AUDITOR):
        return has_not_left(actor)
    return no("Only directors and auditors read the program's ledger.")
