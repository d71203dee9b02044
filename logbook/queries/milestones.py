"""Reviews of milestones: of one fellow with what each is compared to, and where all stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.milestones import ReviewState
from logbook.models.committee_decisions import CommitteeDecision
from logbook.models.identity import Account
from logbook.models.milestones import MilestoneReview
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.queries.portfolio_visibility import reviews_visible_to
from logbook.queries.teaching import Trained, trained

_later = aliased(MilestoneReview)
_fellow, _fellow_account = aliased(Membership), aliased(Account)
_writer, _writer_account = aliased(Membership), aliased(Account)


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One review with the names of all that it points to."""

    id: UUID
    enrollment_id: UUID
    fellow_id: UUID
    fellow: str
    state: ReviewState
    reviewed_on: date
    scale: str
    levels: Mapping[str, str]
    amends_id: UUID | None
    corrected_by_id: UUID | None
    """The recorded review that took its place."""
    written_by: str
    written_at: datetime
    recorded_at: datetime | None
    revision: int
    agreed: bool
    """The committee decided with it: nobody writes on it any more, and it is recorded with the
    minutes."""

    @property
    def stands(self) -> bool:
        """Recorded, and corrected by no other."""
        return self.state is ReviewState.RECORDED and self.corrected_by_id is None


@dataclass(frozen=True, slots=True)
class Rated:
    """A fellow in training, with the review that stands and the draft that is being written."""

    trained: Trained
    latest: ReviewView | None
    draft: ReviewView | None


AGREED = (
    exists()
    .where(
        CommitteeDecision.program_id == MilestoneReview.program_id,
        CommitteeDecision.review_id == MilestoneReview.id,
    )
    .correlate(MilestoneReview)
)
_REVIEWS: Select[*tuple[Any, ...]] = (
    select(
        MilestoneReview.id,
        MilestoneReview.enrollment_id,
        MilestoneReview.fellow_id,
        _fellow_account.name,
        MilestoneReview.state,
        MilestoneReview.reviewed_on,
        MilestoneReview.scale,
        MilestoneReview.levels,
        MilestoneReview.amends_id,
        _later.id.label("corrected_by_id"),
        _writer_account.name.label("written_by"),
        MilestoneReview.written_at,
        MilestoneReview.recorded_at,
        MilestoneReview.revision,
        AGREED.label("agreed"),
    )
    .select_from(MilestoneReview)
    .join(
        _fellow,
        (_fellow.program_id == MilestoneReview.program_id)
        & (_fellow.id == MilestoneReview.fellow_id),
    )
    .join(_fellow_account, _fellow_account.id == _fellow.account_id)
    .join(
        _writer,
        (_writer.program_id == MilestoneReview.program_id)
        & (_writer.id == MilestoneReview.written_by_id),
    )
    .join(_writer_account, _writer_account.id == _writer.account_id)
    .outerjoin(
        _later,
        (_later.program_id == MilestoneReview.program_id)
        & (_later.amends_id == MilestoneReview.id)
        & (_later.state == ReviewState.RECORDED),
    )
    .order_by(MilestoneReview.reviewed_on.desc(), MilestoneReview.written_at.desc())
)


def reviews_of(actor: Actor, enrollment_id: UUID) -> list[ReviewView]:
    """A fellow's that the actor may see, corrected ones too, the latest first: one statement."""
    return _found(actor, MilestoneReview.enrollment_id == enrollment_id)


def review(actor: Actor, review_id: UUID) -> ReviewView:
    """NoResultFound for one that is not there or not the actor's to see."""
    row = db.session.execute(
        _REVIEWS.where(reviews_visible_to(actor), MilestoneReview.id == review_id)
    ).one()
    return ReviewView(*row)


def begun(actor: Actor, review_id: UUID) -> ReviewView | None:
    """The same; None for one that nobody has kept yet."""
    return next(iter(_found(actor, MilestoneReview.id == review_id)), None)


def latest(found: list[ReviewView]) -> ReviewView | None:
    return next((one for one in found if one.stands), None)


def draft_in(found: list[ReviewView]) -> ReviewView | None:
    """The one that is being written."""
    drafts = (one for one in found if one.state is ReviewState.DRAFT and not one.agreed)
    return next(drafts, None)


def is_agreed(program_id: UUID, review_id: UUID) -> bool:
    """Whether a decision of the committee names it."""
    asked = select(CommitteeDecision.id).where(
        CommitteeDecision.program_id == program_id, CommitteeDecision.review_id == review_id
    )
    return db.session.scalars(asked.limit(1)).first() is not None


def rated(actor: Actor, today: date) -> list[Rated]:
    """Everybody in training, by name: two statements."""
    people = trained(actor, today)
    found: dict[UUID, list[ReviewView]] = {one.id: [] for one in people}
    for one in _found(actor, MilestoneReview.enrollment_id.in_(list(found))):
        found[one.enrollment_id].append(one)
    return [
        Rated(
            person,
            latest(found[person.id]),
            draft_in(found[person.id]),
        )
        for person in people
    ]


def _found(actor: Actor, *which: ColumnElement[bool]) -> list[ReviewView]:
    rows = db.session.execute(_REVIEWS.where(reviews_visible_to(actor), *which))
    return [ReviewView(*row) for row in rows]
