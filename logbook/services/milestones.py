"""Rating a fellow's milestones: a draft is kept, then recorded as one; never changed afterwards."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import say
from logbook.domain.events_portfolio import MilestonesDrafted, MilestonesRecorded
from logbook.domain.evidence import Evidence
from logbook.domain.milestones import Levels, ReviewState, as_evidence, complaints, scale_of
from logbook.models.curriculum import Enrollment
from logbook.models.milestones import MilestoneReview
from logbook.policy import milestones as policy
from logbook.policy.actors import Actor
from logbook.queries.curriculum import curriculum_of
from logbook.queries.milestones import is_agreed
from logbook.queries.portfolio_visibility import reviews_visible_to
from logbook.services import progress
from logbook.services.portfolio import today_in
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work


class StaleReview(Conflict):
    """Somebody else wrote on the draft meanwhile. What was chosen is kept by the caller."""

    def __init__(self) -> None:
        super().__init__(say("Somebody else changed this draft while you were rating."))


@dataclass(frozen=True, slots=True)
class Rated:
    """What is entered on the page of a review."""

    reviewed_on: date
    levels: Levels
    amends_id: UUID | None = None
    """The recorded review that this one corrects; only asked when it is begun."""


def write(
    actor: Actor,
    review_id: UUID,
    enrollment_id: UUID,
    revision: int | None,
    rated: Rated,
    *,
    record: bool,
) -> None:
    """Keep the draft, or record it: then it is evidence and its fellow sees it. `revision`: None
    for a review that is begun now. What the actor sent before is not written again."""
    if _is_there(actor, review_id, enrollment_id, rated, record):
        return
    with unit_of_work(actor) as unit:
        enrollment = db.session.get_one(Enrollment, (actor.program_id, enrollment_id))
        insist(policy.may_rate_fellow(actor, enrollment.fellow_id))
        curriculum = curriculum_of(actor.program_id, enrollment.version_id)
        review = _review(unit, review_id, enrollment, revision, rated)
        _enter(unit, review, curriculum, rated, record)
        if record:
            _record(unit, review, enrollment, curriculum)
        else:
            unit.record(
                MilestonesDrafted(subject_id=review.id, fellow_id=review.fellow_id), of=review
            )
        db.session.add(review)


def hold_agreed(unit: Unit, review_id: UUID, enrollment: Enrollment, levels: Levels) -> None:
    """Within a decision of the committee: what the members agreed on, as a draft that nobody writes
    on any more. Its fellow sees it, and it counts, once the minutes are approved."""
    insist(policy.may_rate_fellow(unit.actor, enrollment.fellow_id))
    curriculum = curriculum_of(enrollment.program_id, enrollment.version_id)
    rated = Rated(today_in(enrollment.program_id, unit.now), levels)
    review = _review(unit, review_id, enrollment, None, rated)
    _enter(unit, review, curriculum, rated, False)
    unit.record(MilestonesDrafted(subject_id=review.id, fellow_id=review.fellow_id), of=review)
    db.session.add(review)


def record_held(unit: Unit, review_id: UUID) -> None:
    """With the minutes: from now on it is a review like any other. One that was recorded on the
    same day is corrected by it. A decision on an appeal keeps the review that is recorded."""
    review = db.session.get_one(
        MilestoneReview, (unit.actor.program_id, review_id), with_for_update=True
    )
    if review.state is ReviewState.RECORDED:
        return
    enrollment = db.session.get_one(Enrollment, (review.program_id, review.enrollment_id))
    review.amends_id = _standing_on(review.program_id, enrollment.id, review.reviewed_on)
    _record(unit, review, enrollment, curriculum_of(review.program_id, enrollment.version_id))


def _is_there(
    actor: Actor, review_id: UUID, enrollment_id: UUID, rated: Rated, record: bool
) -> bool:
    """Whether this review says just that already, and the actor said it: a double tap."""
    found = db.session.get(MilestoneReview, (actor.program_id, review_id))
    return (
        found is not None
        and found.state is (ReviewState.RECORDED if record else ReviewState.DRAFT)
        and (found.written_by_id, found.enrollment_id) == (actor.id, enrollment_id)
        and (found.reviewed_on, found.levels) == (rated.reviewed_on, dict(rated.levels))
    )


def _review(
    unit: Unit, review_id: UUID, enrollment: Enrollment, revision: int | None, rated: Rated
) -> MilestoneReview:
    """The draft, locked, or a new one."""
    found = db.session.get(
        MilestoneReview, (enrollment.program_id, review_id), with_for_update=True
    )
    if found is not None:
        insist(policy.may_write(unit.actor, found))
        if is_agreed(found.program_id, found.id):
            raise Conflict(say("The committee agreed on this; it is recorded with its minutes."))
        if found.revision != revision or found.enrollment_id != enrollment.id:
            raise StaleReview
        return found
    if rated.amends_id is not None:
        _recorded(unit.actor, enrollment, rated.amends_id)
    return MilestoneReview(
        program_id=enrollment.program_id,
        id=review_id,
        enrollment_id=enrollment.id,
        fellow_id=enrollment.fellow_id,
        state=ReviewState.DRAFT,
        amends_id=rated.amends_id,
        revision=1,
    )


def _enter(
    unit: Unit, review: MilestoneReview, curriculum: Curriculum, rated: Rated, record: bool
) -> None:
    scale = scale_of(curriculum)
    if scale is None:
        raise Invalid({"levels": say("This curriculum has no scale for a committee.")})
    wrong = complaints(
        rated.levels,
        curriculum,
        reviewed_on=rated.reviewed_on,
        today=today_in(review.program_id, unit.now),
        complete=record,
    )
    if record and not wrong and _another_of_that_day(review, rated.reviewed_on):
        wrong["reviewed_on"] = say("There is a review of this day already; correct that one.")
    if wrong:
        raise Invalid(wrong)
    review.reviewed_on, review.scale = rated.reviewed_on, scale.id
    review.levels = dict(rated.levels)
    review.written_by_id, review.written_at = unit.actor.id, unit.now


def _record(
    unit: Unit, review: MilestoneReview, enrollment: Enrollment, curriculum: Curriculum
) -> None:
    scale = curriculum.scales[review.scale]
    review.state, review.recorded_at = ReviewState.RECORDED, unit.now
    come = as_evidence(review.levels, scale, review.reviewed_on)
    gone: list[Evidence] = []
    if review.amends_id is not None:
        before = _recorded(unit.actor, enrollment, review.amends_id)
        gone = [*as_evidence(before.levels, scale, before.reviewed_on)]
    progress.move(unit, enrollment.id, enrollment.version_id, gone=gone, come=come)
    unit.record(
        MilestonesRecorded(
            subject_id=review.id,
            fellow_id=review.fellow_id,
            on=review.reviewed_on.isoformat(),
            rated=len(come),
            before_id=review.amends_id,
        ),
        of=review,
    )


def _recorded(actor: Actor, enrollment: Enrollment, review_id: UUID) -> MilestoneReview:
    """The review that is corrected. NoResultFound unless it is one of this fellow's, recorded."""
    return db.session.scalars(
        select(MilestoneReview).where(
            reviews_visible_to(actor),
            MilestoneReview.id == review_id,
            MilestoneReview.enrollment_id == enrollment.id,
            MilestoneReview.state == ReviewState.RECORDED,
        )
    ).one()


def _another_of_that_day(review: MilestoneReview, day: date) -> bool:
    """Of two reviews of one day nobody could say which is the latest."""
    found = _standing_on(
        review.program_id, review.enrollment_id, day, review.id, review.amends_id or review.id
    )
    return found is not None


def _standing_on(program_id: UUID, enrollment_id: UUID, day: date, *beside: UUID) -> UUID | None:
    """The review of that day that is recorded and that no other corrected."""
    later = aliased(MilestoneReview)
    with db.session.no_autoflush:
        return db.session.scalars(
            select(MilestoneReview.id)
            .outerjoin(
                later,
                (later.program_id == MilestoneReview.program_id)
                & (later.amends_id == MilestoneReview.id),
            )
            .where(
                MilestoneReview.program_id == program_id,
                MilestoneReview.enrollment_id == enrollment_id,
                MilestoneReview.reviewed_on == day,
                MilestoneReview.state == ReviewState.RECORDED,
                MilestoneReview.id.not_in(beside),
                (later.id.is_(None)) | (later.state != ReviewState.RECORDED),
            )
        ).first()
