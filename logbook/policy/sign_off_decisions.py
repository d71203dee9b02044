"""Who decides about a sign-off beside its judges."""

from datetime import date

from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.domain.sign_offs import STEPS, Decided, State
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import has_not_left
from logbook.policy.sign_offs import SignOffLike, Ties, leads_somewhere

BY_ANOTHER = (Decided.BY_DIRECTOR, Decided.TOGETHER, Decided.OVERRIDDEN, Decided.CONFIRMED)
"""What no judge decides about what they judge."""


def may_decide(
    actor: Actor, sign_off: SignOffLike, decided: Decided, ties: Ties, today: date
) -> Decision:
    """Asked in the same order for every decision: who, about whom, and whether it is time."""
    return first_no(
        _has_the_office(actor, sign_off, decided),
        has_not_left(actor),
        _is_free(actor, sign_off, ties),
        _is_another(decided, sign_off, ties),
        leads_somewhere(sign_off, STEPS[decided], today),
        _is_awaited(sign_off, decided),
    )


def may_override(actor: Actor, sign_off: SignOffLike, allowed: bool) -> Decision:
    """Beside `may_decide`: whether the curriculum knows of overriding at all."""
    if allowed:
        return YES
    return no("The curriculum does not allow this competency to be signed without it.")


def _has_the_office(actor: Actor, sign_off: SignOffLike, decided: Decided) -> Decision:
    for_committee = decided is Decided.CONFIRMED or (
        decided is Decided.RETURNED and sign_off.state is State.GRANTED
    )
    if for_committee:
        if actor.is_(Role.COMMITTEE, Role.DIRECTOR):
            return YES
        return no("Only a member of the committee or a director confirms for the committee.")
    if actor.is_(Role.DIRECTOR):
        return YES
    return no("Only a program director decides this.")


def _is_free(actor: Actor, sign_off: SignOffLike, ties: Ties) -> Decision:
    if actor.id == sign_off.fellow_id:
        return no("Nobody decides about their own competency.")
    if ties.related:
        return no("A conflict of interest between you and this fellow is declared.")
    return YES


def _is_another(decided: Decided, sign_off: SignOffLike, ties: Ties) -> Decision:
    """Who judges neither settles a difference with the other judge, nor lets it go on without
    evidence, nor confirms; and who decided does not confirm."""
    confirms = decided is Decided.CONFIRMED
    if ties.asked and decided in BY_ANOTHER:
        return no("You are a judge of this; somebody else decides.")
    if confirms and ties.decided:
        return no("You have decided this; somebody else confirms it for the committee.")
    return YES


def _is_awaited(sign_off: SignOffLike, decided: Decided) -> Decision:
    """Only what the committee is asked about is confirmed, or comes back once granted."""
    if sign_off.state is State.GRANTED and not sign_off.committee:
        if decided is Decided.CONFIRMED:
            return no("The curriculum does not ask the committee about this competency.")
        if decided is Decided.RETURNED:
            return no("This is decided. It can be suspended, revoked or amended.")
    return YES
