"""List twins of the policies of the committee."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from logbook.domain.committee import OVER
from logbook.models.committee import CommitteeMeeting
from logbook.models.committee_decisions import CommitteeLetter, CommitteePlan
from logbook.models.milestones import SelfRating
from logbook.policy.actors import Actor, Role
from logbook.policy.committee import READERS


def meetings_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Twin of `policy.committee.may_see_meeting`; always within the actor's own program."""
    seen: ColumnElement[bool] = false()
    if actor.is_(*READERS, Role.COORDINATOR) and not actor.left:
        seen = true()
    elif actor.is_(Role.AUDITOR) and not actor.left:
        seen = CommitteeMeeting.state.in_(OVER)
    return and_(CommitteeMeeting.program_id == actor.program_id, seen)


def _of_fellow(actor: Actor, fellow_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Twin of `policy.committee.may_read_of`."""
    if actor.is_(*READERS, Role.AUDITOR) and not actor.left:
        return true()
    return fellow_id == actor.id


def letters_visible_to(actor: Actor) -> ColumnElement[bool]:
    own_or_all = _of_fellow(actor, CommitteeLetter.fellow_id)
    return and_(CommitteeLetter.program_id == actor.program_id, own_or_all)


def self_ratings_visible_to(actor: Actor) -> ColumnElement[bool]:
    own_or_all = _of_fellow(actor, SelfRating.fellow_id)
    return and_(SelfRating.program_id == actor.program_id, own_or_all)


def plans_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Twin of `policy.committee.may_read_plan`. A fellow: once the letter has told of it."""
    told = exists().where(
        CommitteeLetter.program_id == CommitteePlan.program_id,
        CommitteeLetter.decision_id == CommitteePlan.decision_id,
    )
    ways: list[ColumnElement[bool]] = [CommitteePlan.owner_id == actor.id]
    if actor.is_(*READERS, Role.AUDITOR) and not actor.left:
        ways.append(true())
    else:
        ways.append(and_(CommitteePlan.fellow_id == actor.id, told))
    return and_(CommitteePlan.program_id == actor.program_id, or_(*ways))
