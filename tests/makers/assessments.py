"""Assessments for tests: `an_assessment(fellow=asha, assessor=ben)`, and the same otherwise."""

from typing import Any
from uuid import UUID

from logbook.domain.assessment_content import Judgement
from logbook.models.columns import new_id
from logbook.services import assessing, assessment_amendments, assessments
from logbook.services.assessment_amendments import Correction
from logbook.services.assessments import Wanted
from tests.cast import TODAY, Member

WENT_WELL = "Kept the needle tip in view during the whole approach."
NEXT_STEP = "Check the contrast pattern before each injection."


def wanted(assessor: Member | None, **but: Any) -> Wanted:
    """A DOPS of a lumbar injection, rated by the fellow at level 3."""
    usual: dict[str, Any] = {
        "form": "dops",
        "competency": "epa08",
        "assessor_id": assessor.id if assessor else None,
        "happened_on": TODAY,
        "own": {"level": "3"},
    }
    return Wanted(**(usual | but))


def an_assessment(
    *, fellow: Member, assessor: Member, by: Member | None = None, **but: Any
) -> UUID:
    """Ask for one, or with `by=assessor` begin one as its assessor. Returns its id."""
    assert fellow.enrollment_id is not None
    starter = by or fellow
    return assessments.start(starter.actor, new_id(), fellow.enrollment_id, wanted(assessor, **but))


def a_judgement(**but: Any) -> Judgement:
    """All that a DOPS asks for."""
    usual: dict[str, Any] = {
        "level": "4",
        "items": {"preparation": "meets", "technique": "above", "safety": "meets"},
        "went_well": WENT_WELL,
        "next_step": NEXT_STEP,
    }
    return Judgement(**(usual | but))


def a_given_assessment(*, fellow: Member, assessor: Member, **but: Any) -> UUID:
    """One that its assessor has signed."""
    said = but.pop("said", None) or a_judgement()
    assessment_id = an_assessment(fellow=fellow, assessor=assessor, **but)
    assessing.finish(assessor.actor, assessment_id, 1, said)
    return assessment_id


def an_answer(**but: object) -> dict[str, object]:
    """The same judgement as the page sends it."""
    usual: dict[str, object] = {
        "items-preparation": "meets",
        "items-technique": "above",
        "items-safety": "meets",
        "level": "4",
        "went_well": WENT_WELL,
        "next_step": NEXT_STEP,
    }
    return usual | but


WHY = "I read the scale the wrong way round: it was level 2."


def a_correction(**but: Any) -> Correction:
    """The same DOPS at level 2, with the reason."""
    said = but.pop("said", None) or a_judgement(level="2")
    usual: dict[str, Any] = {"why": WHY, "competency": "epa08", "happened_on": TODAY, "said": said}
    return Correction(**(usual | but))


def an_amended_assessment(of: UUID, *, assessor: Member, **but: Any) -> UUID:
    """Another, signed in the place of this one. Returns the new one's id."""
    new = but.pop("id", None) or new_id()
    assessment_amendments.amend(assessor.actor, of, new, a_correction(**but))
    return new


def an_amending_answer(**but: object) -> dict[str, object]:
    """The same correction as the page sends it."""
    said = an_answer(level="2", why=WHY, competency="epa08", happened_on=TODAY.isoformat())
    return said | but
