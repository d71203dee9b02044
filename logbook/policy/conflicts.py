"""Who declares that two members do not judge each other, and who ends it."""

from collections.abc import Collection
from uuid import UUID

from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.policy.actors import NO_MEMBERS, Actor, Role
from logbook.policy.cases import has_not_left

KEEPERS = (Role.COORDINATOR, Role.DIRECTOR)


def may_judge(related: bool) -> Decision:
    """Nobody signs for a relative: no case, no assessment, no competency."""
    if related:
        return no("A conflict of interest between you and this fellow is declared.")
    return YES


def may_be_judged_by(related: bool) -> Decision:
    """The same, told to whoever asks for the signature."""
    if related:
        return no("A conflict of interest between this person and the fellow is declared.")
    return YES


def may_open(actor: Actor) -> Decision:
    """Every member declares their own."""
    if actor.is_(*NO_MEMBERS):
        return no("Only members of a program have conflicts of interest in it.")
    return has_not_left(actor)


def may_see_all(actor: Actor) -> Decision:
    if actor.is_(*KEEPERS, Role.AUDITOR):
        return has_not_left(actor)
    return no("Others see only what concerns them.")


def may_keep(actor: Actor) -> Decision:
    """Those of others, and ending them."""
    if actor.is_(*KEEPERS):
        return has_not_left(actor)
    return no("Only a coordinator or a director ends this.")


def may_declare(actor: Actor, between: Collection[UUID]) -> Decision:
    """Either of the two, or who runs the program."""
    if actor.id in between or actor.is_(*KEEPERS):
        return first_no(may_open(actor), has_not_left(actor))
    return no("Only one of the two, a coordinator or a director declares this.")


def may_end(actor: Actor, between: Collection[UUID]) -> Decision:
    """None of the two: who may not judge somebody does not decide when that is over."""
    if actor.id in between:
        return no("One of the two does not end this; a coordinator or a director does.")
    return may_keep(actor)


def may_see(actor: Actor, between: Collection[UUID]) -> Decision:
    return YES if actor.id in between else may_see_all(actor)
