"""A curriculum to be edited by tests, and its edits in one line each."""

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from logbook.domain.draft_edits import (
    NotAccepted,
    edited,
    find,
    typed_of,
)
from logbook.domain.draft_places import entries, with_entries
from logbook.domain.draft_shelves import SHELVES
from tests.domain.shipped import shipped_document

SCHEMA = Draft202012Validator(
    json.loads(files("logbook.curricula").joinpath("schema.json").read_text("utf-8"))
)
WHOLE: dict[str, Any] = shipped_document() | {
    shelf: shipped_document()[shelf][:few]
    for shelf, few in (
        ("procedures", 3),
        ("encounters", 1),
        ("complications", 2),
        ("learning_curves", 2),
    )
}
"""The shipped curriculum with a short catalogue, so that it is read fast."""
PARTS = [(shelf, one["id"]) for shelf in SHELVES for one in entries(WHOLE, shelf)]
ONE_OF_EACH_KIND = {one["kind"]: one["id"] for one in WHOLE["requirements"]}


def typed(shelf: str, key: str, document: dict[str, Any] = WHOLE, **but: Any) -> dict[str, Any]:
    """What the form of this entry shows; `but`: fields, with __ for a full stop."""
    entry = find(document, shelf, key)
    assert entry is not None
    shown = typed_of(SHELVES[shelf].asks_of(entry), entry)
    return shown | {name.replace("__", "."): value for name, value in but.items()}


def change(shelf: str, key: str, **but: Any) -> dict[str, Any]:
    return edited(WHOLE, SHELVES[shelf], key, typed(shelf, key, **but))


def complaints(shelf: str, key: str, **but: Any) -> dict[str, str]:
    with pytest.raises(NotAccepted) as wrong:
        change(shelf, key, **but)
    return {name: said.id % said.params for name, said in wrong.value.complaints.items()}


def others(document: dict[str, Any], shelf: str, key: str) -> dict[str, Any]:
    """The document without this entry."""
    return with_entries(
        document, shelf, [one for one in entries(document, shelf) if one["id"] != key]
    )
