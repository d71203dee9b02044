"""What teaching, tests and milestones add to the scene: asha's, as cora and mia entered them."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from logbook.domain.portfolio import By, last_periods
from logbook.models.columns import new_id
from tests.cast import CAST, TODAY
from tests.makers.records import a_draft, a_review, a_session, a_sitting, all_levels


@dataclass(frozen=True)
class RecordScene:
    session: UUID
    sitting: UUID
    draft: UUID
    """Of a review, complete, by mia; and one that she recorded some days before."""
    recorded: UUID


def set_record_scene() -> RecordScene:
    return RecordScene(
        session=a_session(),
        sitting=a_sitting(),
        draft=a_draft(on=TODAY - timedelta(days=1)),
        recorded=a_review("2.5", on=TODAY - timedelta(days=20)),
    )


def _asha() -> str:
    enrollment_id = CAST["asha"].enrollment_id
    assert enrollment_id is not None
    return enrollment_id.hex


RECORD_PARTS = {
    "session_id": lambda scene: scene.records.session,
    "sitting_id": lambda scene: scene.records.sitting,
    "review_id": lambda scene: scene.records.draft,
    "teaching.review:review_id": lambda scene: scene.records.recorded,
    "code": lambda scene: "opioid_knowledge",
}
RECORD_FORMS = {
    "teaching.new_session": lambda scene: {
        "session_id": new_id(),
        "kind": "didactic",
        "held_on": TODAY,
        "title": "Opioid course",
        "minutes": "60",
        "present": [CAST["asha"].enrollment_id],
    },
    "teaching.add_present": lambda scene: {"present": [CAST["finn"].enrollment_id]},
    "teaching.strike_out": lambda scene: {"reason": "Entered twice."},
    "teaching.hours": lambda scene: {
        "kind": "course",
        "month": f"{last_periods(TODAY, By.MONTH, 1)[0].since:%Y-%m}",
        "title": "Opioid course",
        f"id-{_asha()}": new_id(),
        f"hours-{_asha()}": "12",
    },
    "teaching.test": lambda scene: {
        "sat_on": TODAY,
        f"id-{_asha()}": new_id(),
        f"score-{_asha()}": "82",
    },
    "teaching.amend": lambda scene: {"sitting_id": new_id(), "sat_on": TODAY, "score": "71"},
    "teaching.write_review": lambda scene: {
        "revision": "1",
        "reviewed_on": TODAY,
        **{f"levels-{name}": code for name, code in all_levels("3.5").items()},
    },
    "teaching.record_review": lambda scene: {"revision": "1"},
}
