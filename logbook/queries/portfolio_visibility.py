"""List twins of the policies of portfolio, tests and milestones."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from logbook.domain.milestones import ReviewState
from logbook.domain.portfolio import ItemState
from logbook.models.knowledge import Sitting
from logbook.models.milestones import MilestoneReview
from logbook.models.portfolio import PortfolioItem, TeachingSession
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import OVERSEERS
from logbook.policy.milestones import may_rate
from logbook.policy.portfolio import ACCEPTERS, ANYBODY
from logbook.policy.teaching import may_see_sessions


def items_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Twin of `policy.portfolio.may_view`; always within the actor's own program."""
    shared = PortfolioItem.shared_at.is_not(None)
    ways: list[ColumnElement[bool]] = [PortfolioItem.fellow_id == actor.id]
    if actor.is_(*ACCEPTERS):
        ways.append(and_(PortfolioItem.accepter_id == actor.id, shared))
    if actor.is_(*OVERSEERS) and not actor.left:
        ways.append(shared)
    return and_(PortfolioItem.program_id == actor.program_id, or_(false(), *ways))


def items_waiting_for(actor: Actor) -> ColumnElement[bool]:
    """Twin of `policy.portfolio.may_answer`."""
    ways: list[ColumnElement[bool]] = []
    if actor.is_(*ACCEPTERS) and not actor.left:
        ways.append(PortfolioItem.accepter_id == actor.id)
    if actor.is_(*ANYBODY) and not actor.left:
        ways.append(PortfolioItem.accepter_id.is_(None))
    return and_(
        PortfolioItem.program_id == actor.program_id,
        PortfolioItem.state == ItemState.SENT,
        PortfolioItem.fellow_id != actor.id,
        or_(false(), *ways),
    )


def sessions_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Twin of `policy.teaching.may_see_sessions`; a fellow sees their own items instead."""
    within = TeachingSession.program_id == actor.program_id
    return within if may_see_sessions(actor) else false()


def sittings_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Twin of `policy.knowledge.may_see_results`."""
    own_or_all = _own_or_overseen(actor, Sitting.fellow_id)
    return and_(Sitting.program_id == actor.program_id, own_or_all)


def reviews_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Twin of `policy.milestones.may_see`."""
    recorded = MilestoneReview.state == ReviewState.RECORDED
    ways = [and_(recorded, _own_or_overseen(actor, MilestoneReview.fellow_id))]
    if may_rate(actor):
        ways.append(and_(~recorded, MilestoneReview.fellow_id != actor.id))
    return and_(MilestoneReview.program_id == actor.program_id, or_(*ways))


def _own_or_overseen(actor: Actor, fellow_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    if actor.is_(Role.DIRECTOR, Role.COORDINATOR, Role.COMMITTEE, Role.AUDITOR) and not actor.left:
        return true()
    return fellow_id == actor.id
