"""What stands as evidence of portfolio, tests and milestones, for one enrollment each."""

from uuid import UUID

from sqlalchemy import BindParameter, bindparam, exists, select
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.evidence import ActivityEvidence, Evidence, TestEvidence
from logbook.domain.knowledge import Outcome
from logbook.domain.milestones import ReviewState, as_evidence
from logbook.domain.portfolio import ItemState
from logbook.models.curriculum import Enrollment
from logbook.models.knowledge import Sitting
from logbook.models.milestones import MilestoneReview
from logbook.models.portfolio import PortfolioItem
from logbook.queries.curriculum import curriculum_of

_in_program: BindParameter[UUID] = bindparam("in_program")
_of_enrollment: BindParameter[UUID] = bindparam("of_enrollment")
_later_sitting, _later_review = aliased(Sitting), aliased(MilestoneReview)

_ACTIVITIES = select(PortfolioItem.kind, PortfolioItem.done_on, PortfolioItem.minutes).where(
    PortfolioItem.program_id == _in_program,
    PortfolioItem.enrollment_id == _of_enrollment,
    PortfolioItem.state == ItemState.ACCEPTED,
)
_SITTINGS = select(Sitting.test, Sitting.sat_on, Sitting.outcome).where(
    Sitting.program_id == _in_program,
    Sitting.enrollment_id == _of_enrollment,
    Sitting.outcome != Outcome.MISTAKEN,
    ~exists().where(
        _later_sitting.program_id == Sitting.program_id, _later_sitting.amends_id == Sitting.id
    ),
)
_REVIEWS = (
    select(
        MilestoneReview.levels,
        MilestoneReview.scale,
        MilestoneReview.reviewed_on,
        Enrollment.version_id,
    )
    .join(
        Enrollment,
        (Enrollment.program_id == MilestoneReview.program_id)
        & (Enrollment.id == MilestoneReview.enrollment_id),
    )
    .where(
        MilestoneReview.program_id == _in_program,
        MilestoneReview.enrollment_id == _of_enrollment,
        MilestoneReview.state == ReviewState.RECORDED,
        ~exists().where(
            _later_review.program_id == MilestoneReview.program_id,
            _later_review.amends_id == MilestoneReview.id,
            _later_review.state == ReviewState.RECORDED,
        ),
    )
)


def activities(asked: dict[str, UUID]) -> list[Evidence]:
    """Accepted items; of hours over a period, the last day is the day."""
    rows = db.session.connection().execute(_ACTIVITIES, asked)
    return [ActivityEvidence(row.kind, row.done_on, row.minutes) for row in rows]


def sittings(asked: dict[str, UUID]) -> list[Evidence]:
    """Results that no later entry amends."""
    rows = db.session.connection().execute(_SITTINGS, asked)
    return [
        TestEvidence(row.test, row.sat_on, passed=row.outcome is Outcome.PASSED) for row in rows
    ]


def milestones(asked: dict[str, UUID]) -> list[Evidence]:
    """Ratings of recorded reviews that no recorded one corrects."""
    found: list[Evidence] = []
    for row in db.session.connection().execute(_REVIEWS, asked):
        scale = curriculum_of(asked["in_program"], row.version_id).scales.get(row.scale)
        if scale is not None:
            found.extend(as_evidence(row.levels, scale, row.reviewed_on))
    return found
