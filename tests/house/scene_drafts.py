"""What is sent where a curriculum is drafted, on the stage of the house tests."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

from logbook.models.columns import new_id
from logbook.queries.curriculum_drafts import open_draft
from logbook.services.curriculum_files import as_yaml
from tests.cast import CAST
from tests.makers.drafts import form_of, part_of

SHELF, KEY = "competencies", "epa01"


def draft_forms(draft: Callable[[Any], UUID]) -> dict[str, Callable[[Any], dict[str, Any]]]:
    """By endpoint. `draft`: the id of the draft on a scene."""

    def entry(scene: Any) -> dict[str, Any]:
        return form_of(part_of(draft(scene), SHELF, KEY), SHELF)

    def document(scene: Any) -> dict[str, Any]:
        return dict(open_draft(CAST["dana"].actor, draft(scene)).document)

    def a_file(scene: Any, edition: str) -> tuple[BytesIO, str]:
        written = as_yaml({**document(scene), "edition": edition})
        return BytesIO(written.encode()), "draft.yaml"

    return {
        "drafts.begin": lambda scene: {
            "draft_id": new_id(),
            "version": CAST.version_id,
            "edition": "2032",
        },
        "drafts.upload": lambda scene: {"draft_id": new_id(), "file": a_file(scene, "2029")},
        "drafts.replace": lambda scene: {"revision": 1, "file": a_file(scene, "2030")},
        "drafts.frame": lambda scene: form_of(document(scene), "") | {"edition": "2031"},
        "drafts.discard": lambda scene: {"revision": 1},
        "drafts.item": lambda scene: entry(scene) | {"name-en": "Opioid course"},
        "drafts.new": lambda scene: entry(scene) | {"code": "Z", "new_key": "epa99"},
        "drafts.remove": lambda scene: {"revision": 1},
    }
