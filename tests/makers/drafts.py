"""Drafts of a curriculum for tests, and what a form shows, to be sent back with changes."""

from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from logbook.domain.draft_edits import typed_of
from logbook.domain.draft_places import entries
from logbook.domain.draft_shelves import FRAME, SHELVES
from logbook.models.columns import new_id
from logbook.queries.curriculum_drafts import open_draft
from logbook.services import curriculum_drafts as drafts
from tests.cast import CAST, Member
from tests.makers.curricula import a_version

Form = dict[str, Any]


def a_draft(
    by: Member | None = None, edition: str = "2027", version_id: UUID | None = None
) -> UUID:
    """Of the version that the cast follows; its id."""
    dana = by or CAST["dana"]
    draft_id = new_id()
    drafts.begin(dana.actor, draft_id, version_id or CAST.version_id, edition)
    return draft_id


def a_whole_draft(by: Member | None = None) -> UUID:
    """Of the shipped curriculum, with requirements of every kind."""
    dana = by or CAST["dana"]
    return a_draft(by, version_id=a_version(dana.program_id))


def part_of(draft_id: UUID, shelf: str, key: str) -> dict[str, Any]:
    """An entry of the draft as it stands."""
    row = entries(open_draft(CAST["dana"].actor, draft_id).document, shelf)
    return dict(next(one for one in row if one["id"] == key))


def form_of(entry: dict[str, Any], shelf: str, revision: int = 1) -> Form:
    """What the page of this entry would send, were nothing changed."""
    asks = SHELVES[shelf].asks_of(entry) if shelf else FRAME
    return {"revision": revision, **flat(typed_of(asks, entry))}


def flat(typed: dict[str, Any], before: str = "") -> Form:
    """As the fields of a form: a box that is not ticked is not sent."""
    form: Form = {}
    for name, value in typed.items():
        field = before + name.replace(".", "-")
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for place, row in enumerate(value):
                form |= flat(row, f"{field}-{place}-")
        elif value is True:
            form[field] = "y"
        elif value is not False and value is not None:
            form[field] = value
    return form


DRAFTS = "/curriculum/drafts"


def send(client: FlaskClient, draft_id: UUID, shelf: str, key: str, **but: Any) -> TestResponse:
    """The form of this entry, changed; `__` in a name is the stroke of a field's."""
    form = form_of(part_of(draft_id, shelf, key), shelf) | named(but)
    return client.post(f"{DRAFTS}/{draft_id}/shelves/{shelf}/items/{key}", data=form)


def named(but: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("__", "-"): value for name, value in but.items()}


def add(client: FlaskClient, draft_id: UUID, shelf: str, kind: str = "", **form: Any) -> Any:
    where = f"{DRAFTS}/{draft_id}/shelves/{shelf}/new"
    sent = {"revision": 1, **named(form)}
    return client.post(where + (f"?kind={kind}" if kind else ""), data=sent)
