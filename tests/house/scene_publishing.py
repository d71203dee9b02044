"""What stands in Riverside for whoever publishes a curriculum and moves fellows to it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.cast import CAST
from tests.makers.editions import a_draft, a_next_edition, suggesting


@dataclass(frozen=True)
class EditionScene:
    """dana's: a draft of hers, and an edition that she has published, which nobody follows."""

    draft: UUID
    edition: UUID


def set_edition_scene() -> EditionScene:
    dana, figure = CAST["dana"], suggesting("epa08.spine_lumbar_sacral", 30)
    return EditionScene(
        draft=a_draft(dana, CAST.version_id, figure, edition="2029"),
        edition=a_next_edition(dana, CAST.version_id, edition="2028"),
    )


def a_move() -> dict[str, Any]:
    return {
        "enrollments": [str(CAST["finn"].enrollment_id)],
        "reason": "The program's figures of the new year.",
    }
