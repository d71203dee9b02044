"""How the entries of a shelf stand in the document, so that all of them can be handled alike: an
entry has an id and says what it says. Most shelves are lists of such entries; a field goes by its
name, and lists of values and sets of levels stand under their names."""

from collections.abc import Mapping, Sequence
from typing import Any

Document = Mapping[str, Any]
Entry = Mapping[str, Any]

OWN = ""
"""The document itself, as a shelf."""

MAPPED = {"vocabularies": "choices", "level_sets": "levels"}
"""Shelves that are mappings: what is under a name, as a part of an entry."""


def entries(document: Document, shelf: str) -> list[Entry]:
    """All entries of a shelf, in the order of the document."""
    if shelf == OWN:
        return [document]
    found = document.get(shelf) or ()
    if shelf in MAPPED:
        return [{"id": name, MAPPED[shelf]: found[name]} for name in found]
    if shelf == "fields":
        return [{"id": one["name"], **_without(one, "name")} for one in found]
    return list(found)


def with_entries(document: Document, shelf: str, row: Sequence[Entry]) -> dict[str, Any]:
    """The document with these entries on the shelf."""
    if shelf in MAPPED:
        return {**document, shelf: {one["id"]: one.get(MAPPED[shelf], []) for one in row}}
    if shelf == "fields":
        return {**document, shelf: [{"name": one["id"], **_without(one, "id")} for one in row]}
    return {**document, shelf: list(row)}


def path_in(shelf: str, entry: Entry, path: str, place: int) -> str:
    """The place within an entry that a path of the document means; empty for another place."""
    own = f"{shelf}[{place}]." if shelf else ""
    if shelf in MAPPED:
        own, path = f"{MAPPED[shelf]}", path.replace(f"{shelf}.{entry['id']}", MAPPED[shelf], 1)
        return path if path.startswith(own) else ""
    return path.removeprefix(own) if path.startswith(own) else ""


def _without(entry: Entry, key: str) -> Entry:
    return {name: value for name, value in entry.items() if name != key}
