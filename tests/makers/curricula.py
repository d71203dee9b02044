"""Curricula for tests: the shipped one whole, or with requirements of the test's own."""

from typing import Any
from uuid import UUID

from logbook.policy.actors import job
from logbook.services import curriculum
from tests.cast import BEGAN, ENDS, RIVERSIDE, Member


def shipped_document() -> dict[str, Any]:
    return curriculum.read_document(curriculum.SHIPPED / "pain_medicine.yaml")


def a_version(program_id: UUID, edition: str = "whole", **but: Any) -> UUID:
    """The shipped curriculum as a version of this program; `but`: parts put otherwise, such as
    `requirements=[...]`."""
    document = {**shipped_document(), "edition": edition, **but}
    return curriculum.publish(job(program_id), document)


def the_nurses_version() -> UUID:
    """The track of nurses, with hours in a window and no milestones, in Riverside."""
    document = curriculum.read_document(curriculum.SHIPPED / "pain_nurse.yaml")
    return curriculum.publish(job(RIVERSIDE), document)


def enrolled_on(fellow: Member, version_id: UUID) -> UUID:
    """A further enrollment of this fellow; its id."""
    return curriculum.enroll(
        job(fellow.program_id), fellow.id, version_id, starts_on=BEGAN, ends_on=ENDS
    )
