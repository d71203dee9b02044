"""Who may rate milestones, and who reads the ratings."""

from typing import Protocol
from uuid import UUID

from logbook.domain.decisions import YES, Decision, first_no, no
from logbook.domain.milestones import ReviewState
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import has_not_left
from logbook.policy.cohort import may_see_progress


class ReviewLike(Protocol):
    @property
    def fellow_id(self) -> UUID: ...
    @property
    def state(self) -> ReviewState: ...


def may_rate(actor: Actor) -> Decision:
    if actor.is_(Role.COMMITTEE, Role.DIRECTOR):
        return has_not_left(actor)
    return no("Only members of the committee and directors rate milestones.")


def may_rate_fellow(actor: Actor, fellow_id: UUID) -> Decision:
    if actor.id == fellow_id:
        return no("Nobody rates their own milestones.")
    return may_rate(actor)


def may_see(actor: Actor, review: ReviewLike) -> Decision:
    """A draft: those who rate. Once recorded: the fellow, and those who oversee the program."""
    if review.state is ReviewState.DRAFT:
        return may_rate_fellow(actor, review.fellow_id)
    return may_see_progress(actor, review.fellow_id)


def may_write(actor: Actor, review: ReviewLike) -> Decision:
    return first_no(may_rate_fellow(actor, review.fellow_id), _is_open(review))


def _is_open(review: ReviewLike) -> Decision:
    if review.state is ReviewState.RECORDED:
        return no("This review is recorded and stays as it is; correct it with a new one.")
    return YES
