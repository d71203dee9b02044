"""Who may read the curriculum and confirm its figures."""

from logbook.domain.decisions import YES, Decision, no
from logbook.policy.actors import INSTALLATION, Actor, Role
from logbook.policy.cases import has_not_left


def may_read(actor: Actor) -> Decision:
    """Every member of a program reads its curriculum."""
    if actor.program_id == INSTALLATION:
        return no("The installation itself follows no curriculum.")
    return YES


def may_confirm(actor: Actor) -> Decision:
    if actor.is_(Role.DIRECTOR):
        return has_not_left(actor)
    return no("Only a program director confirms a figure, with the document it stands in.")


def may_write(actor: Actor) -> Decision:
    """Draft a new version, publish it, and move enrollments to it."""
    if actor.is_(Role.DIRECTOR):
        return has_not_left(actor)
    return no("Only a program director writes the curriculum.")
