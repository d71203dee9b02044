"""What members thought of a fellow before a meeting, for those who may read it by then."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.committee import Outcome, Spread, spread
from logbook.domain.competencies import Scale
from logbook.domain.curriculum import Curriculum
from logbook.domain.milestones import scale_of, subcompetencies
from logbook.models.committee import PreRating
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.policy.committee import may_read_pre_ratings
from logbook.queries.committee_board import Board


@dataclass(frozen=True, slots=True)
class RatingView:
    member_id: UUID
    member: str
    levels: Mapping[str, str]
    proposes: Outcome
    words: str
    given_at: datetime


def pre_ratings(actor: Actor, board: Board, fellow_id: UUID) -> list[RatingView]:
    """All of one fellow, once the actor may read those of the others; before that one's own."""
    related = board.are_related(actor.id, fellow_id)
    may = may_read_pre_ratings(actor, board, fellow_id, related, board.all_in(fellow_id))
    asked = (
        select(
            PreRating.member_id,
            Account.name,
            PreRating.levels,
            PreRating.proposes,
            PreRating.words,
            PreRating.given_at,
        )
        .join(
            Membership,
            (Membership.program_id == PreRating.program_id)
            & (Membership.id == PreRating.member_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(
            PreRating.program_id == actor.program_id,
            PreRating.meeting_id == board.id,
            PreRating.fellow_id == fellow_id,
        )
    )
    if not may:
        asked = asked.where(PreRating.member_id == actor.id)
    return [RatingView(*row) for row in db.session.execute(asked.order_by(Account.name))]


@dataclass(frozen=True, slots=True)
class Compared:
    """The ratings of all, side by side."""

    proposed: Sequence[tuple[Outcome, int]]
    spreads: Mapping[str, Spread]
    """By subcompetency."""


def compared(ratings: Sequence[RatingView], curriculum: Curriculum) -> Compared:
    scale: Scale | None = scale_of(curriculum)
    said = Counter(one.proposes for one in ratings)
    levels = [one.levels for one in ratings]
    return Compared(
        [(one, said[one]) for one in Outcome if said[one]],
        {one.id: spread(levels, one.id, scale) for one in subcompetencies(curriculum)}
        if scale
        else {},
    )
