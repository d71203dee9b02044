"""Codes and privileges on the stage of the house tests: ben shows codes and may vouch for all."""

from dataclasses import dataclass
from uuid import UUID

from logbook.domain.privileges import Scope
from logbook.models.columns import new_id
from logbook.services import privileges
from tests.cast import CAST, TODAY
from tests.makers.cases import a_case
from tests.makers.seen_together import a_code


@dataclass(frozen=True)
class FaceScene:
    code: str
    """Of ben, good now."""
    privilege: UUID
    """Of ben."""
    unseen: UUID
    """A case of asha's that waits for ben, and that no code was given for."""


def set_face_scene() -> FaceScene:
    ben, cora, privilege = CAST["ben"], CAST["cora"], new_id()
    privileges.give(
        cora.actor, privilege, ben.id, scope=Scope.ALL, code="", starts_on=TODAY, ends_on=None
    )
    unseen = a_case(fellow=CAST["asha"], supervisor=ben)
    return FaceScene(code=a_code(ben), privilege=privilege, unseen=unseen)
