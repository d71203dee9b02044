"""Curricula for tests: the shipped one whole, or with requirements of the test's own."""

import pickle
from functools import cache
from typing import Any
from uuid import UUID

from logbook.policy.actors import job
from logbook.services import curriculum
from tests.cast import BEGAN, ENDS, RIVERSIDE, Member


def shipped_document(name: str = "pain_medicine") -> dict[str, Any]:
    """To be changed at will."""
    document: dict[str, Any] = pickle.loads(_read_once(name))
    return document


@cache
def _read_once(name: str) -> bytes:
    """Hundreds of tests publish it, and reading YAML takes longer than most of them."""
    return pickle.dumps(curriculum.read_document(curriculum.shipped(name)))


def a_version(program_id: UUID, edition: str = "whole", **but: Any) -> UUID:
    """The shipped curriculum as a version of this program; `but`: parts put otherwise, such as
    `requirements=[...]`."""
    document = {**shipped_document(), "edition": edition, **but}
    return curriculum.publish(job(program_id), document)


def the_nurses_version() -> UUID:
    """The track of nurses, with hours in a window and no milestones, in Riverside."""
    return curriculum.publish(job(RIVERSIDE), shipped_document("pain_nurse"))


def enrolled_on(fellow: Member, version_id: UUID) -> UUID:
    """A further enrollment of this fellow; its id."""
    return curriculum.enroll(
        job(fellow.program_id), fellow.id, version_id, starts_on=BEGAN, ends_on=ENDS
    )
