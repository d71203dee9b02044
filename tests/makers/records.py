"""Sessions, results of tests and reviews of milestones for tests: asha's, entered by cora."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from logbook.domain.knowledge import Result
from logbook.domain.milestones import subcompetencies
from logbook.models.columns import new_id
from logbook.queries.curriculum import curriculum_of
from logbook.services import attendance, knowledge, milestones
from logbook.services.attendance import Held
from logbook.services.milestones import Rated
from tests.cast import CAST, TODAY


def ashas_enrollment() -> UUID:
    enrollment_id = CAST["asha"].enrollment_id
    assert enrollment_id is not None
    return enrollment_id


def a_session(present: Sequence[UUID] | None = None, held: Held | None = None) -> UUID:
    session_id = new_id()
    held = held or Held("didactic", TODAY, "Opioid course", 60)
    attendance.record(
        CAST["cora"].actor, session_id, held, [ashas_enrollment()] if present is None else present
    )
    return session_id


def a_sitting(score: int = 80, enrollment_id: UUID | None = None) -> UUID:
    sitting_id = new_id()
    result = Result("opioid_knowledge", TODAY, score)
    enrollment_id = enrollment_id or ashas_enrollment()
    knowledge.enter(CAST["cora"].actor, sitting_id, enrollment_id, result)
    return sitting_id


def all_levels(code: str = "3") -> dict[str, str]:
    curriculum = curriculum_of(CAST["asha"].program_id, CAST.version_id)
    return dict.fromkeys([one.id for one in subcompetencies(curriculum)], code)


def a_draft(code: str = "3", enrollment_id: UUID | None = None, on: date = TODAY) -> UUID:
    """By mia, complete."""
    review_id = new_id()
    _write(review_id, code, enrollment_id, on, record=False)
    return review_id


def a_review(code: str = "3", enrollment_id: UUID | None = None, on: date = TODAY) -> UUID:
    """Recorded by mia."""
    review_id = new_id()
    _write(review_id, code, enrollment_id, on, record=True)
    return review_id


def _write(
    review_id: UUID, code: str, enrollment_id: UUID | None, on: date, *, record: bool
) -> None:
    milestones.write(
        CAST["mia"].actor,
        review_id,
        enrollment_id or ashas_enrollment(),
        None,
        Rated(on, all_levels(code)),
        record=record,
    )
