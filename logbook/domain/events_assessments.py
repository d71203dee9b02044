"""What can happen to an assessment. No level stands here: whoever reads a history may still have
to rate before seeing the other's rating."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("assessment.requested")
class AssessmentRequested(Event):
    form: str
    assessor_id: UUID
    case_id: UUID | None


@event("assessment.draft_kept")
class AssessmentDraftKept(Event):
    pass


@event("assessment.finished")
class AssessmentFinished(Event):
    form: str
    discipline: str
    late_days: int
    """After what it is about, where that was late; otherwise 0."""


@event("assessment.declined")
class AssessmentDeclined(Event):
    pass


@event("assessment.moved")
class AssessmentMoved(Event):
    assessor_id: UUID
    before_id: UUID


@event("assessment.withdrawn")
class AssessmentWithdrawn(Event):
    pass


@event("assessment.self_rated")
class AssessmentSelfRated(Event):
    pass


@event("assessment.acknowledged")
class AssessmentAcknowledged(Event):
    useful: bool
