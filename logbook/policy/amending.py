"""Who may correct what is signed: never by changing it, only by something that replaces it."""

from logbook.domain import assessments
from logbook.domain.assessments import SAID
from logbook.domain.cases import State
from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.policy.actors import Actor, Role
from logbook.policy.assessments import AssessmentLike
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


def may_amend_assessment(actor: Actor, one: AssessmentLike) -> Decision:
    """Sign another assessment in the place of this one: what was said is its assessor's alone, and
    nobody corrects it for them."""
    return first_no(_has_signed(actor, one), has_not_left(actor), _stands(one))


def _is_own(actor: Actor, case: CaseLike) -> Decision:
    if actor.id != case.fellow_id:
        return no("Only the fellow who logged this case may do that.")
    return YES


def _counts(case: CaseLike) -> Decision:
    if case.state is not State.APPROVED:
        return no("This case is %(state)s; only an approved one is amended.", state=case.state)
    return YES


def _has_signed(actor: Actor, one: AssessmentLike) -> Decision:
    if actor.id != one.assessor_id or not actor.is_(Role.SUPERVISOR):
        return no("Only the assessor who signed this may amend it.")
    return YES


def _stands(one: AssessmentLike) -> Decision:
    if one.state is assessments.State.AMENDED:
        return no("This assessment is amended already; only the newest one can be amended.")
    if one.state not in SAID:
        return no("This assessment is %(state)s; only a signed one is amended.", state=one.state)
    return YES
