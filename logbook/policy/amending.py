"""Who may correct what is signed: never by changing it, only by something that replaces it."""

from logbook.domain.cases import State
from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.policy.actors import Actor
from logbook.policy.cases import CaseLike, has_not_left


def may_amend(actor: Actor, case: CaseLike, other_waits: bool) -> Decision:
    """Propose another case in the place of this one. `other_waits`: there is a proposal already."""
    return first_no(
        has_not_left(actor), _is_own(actor, case), _counts(case), is_the_only_one(other_waits)
    )


def may_take_the_place_of(old: CaseLike) -> Decision:
    """Asked when an amendment is approved, and when a withdrawn one is opened again: meanwhile the
    old case may have been withdrawn, voided, or amended by another."""
    if old.state is State.APPROVED:
        return YES
    return no(
        "The case that this one amends is %(state)s; nothing takes its place any more.",
        state=old.state,
    )


def is_the_only_one(other_waits: bool) -> Decision:
    if other_waits:
        return no("An amendment of this case is there already.")
    return YES


def _is_own(actor: Actor, case: CaseLike) -> Decision:
    if actor.id != case.fellow_id:
        return no("Only the fellow who logged this case may do that.")
    return YES


def _counts(case: CaseLike) -> Decision:
    if case.state is not State.APPROVED:
        return no("This case is %(state)s; only an approved one is amended.", state=case.state)
    return YES
