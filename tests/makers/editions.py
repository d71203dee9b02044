"""Editions of a curriculum for tests: drafted from a version, changed, and published."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any
from uuid import UUID

from logbook.models.columns import new_id
from logbook.queries.curriculum import document_of
from logbook.services import curriculum_drafts, publishing
from tests.cast import Member

Act = Callable[[dict[str, Any]], object]


def requirement(document: dict[str, Any], id_: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in document["requirements"] if one["id"] == id_)
    return found


def suggesting(id_: str, figure: int) -> Act:
    """The requirement with another suggested figure."""
    return lambda document: requirement(document, id_)["figure"].update(suggested=figure)


def dropping(id_: str) -> Act:
    return lambda document: document["requirements"].remove(requirement(document, id_))


def without(shelf: str, id_: str) -> Act:
    """And without the learning curve that names it."""

    def act(document: dict[str, Any]) -> None:
        document[shelf] = [one for one in document[shelf] if one["id"] != id_]
        curves = document["learning_curves"]
        document["learning_curves"] = [one for one in curves if id_ not in one.get(shelf, ())]

    return act


def a_draft(by: Member, version_id: UUID, *acts: Act, edition: str = "next") -> UUID:
    """Begun as a copy of a version and changed once, if at all. Its revision is 2, or 1."""
    draft_id = new_id()
    curriculum_drafts.begin(by.actor, draft_id, version_id, edition)
    if acts:
        document = deepcopy(document_of(by.actor, version_id)) | {"edition": edition}
        for act in acts:
            act(document)
        curriculum_drafts.change(by.actor, draft_id, 1, document, "requirements")
    return draft_id


def a_next_edition(by: Member, version_id: UUID, *acts: Act, edition: str = "next") -> UUID:
    """The same, published; its id."""
    draft_id = a_draft(by, version_id, *acts, edition=edition)
    return publishing.publish_draft(by.actor, draft_id, 2 if acts else 1)
