"""Which parts of a curriculum name which: what is named cannot be taken out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from logbook.domain.catalogue_document import NEEDED_VOCABULARIES
from logbook.domain.document import Text
from logbook.domain.draft_places import MAPPED, OWN, Document, entries


@dataclass(frozen=True, slots=True)
class Naming:
    """An entry that names another; shelf and key are empty for the document itself."""

    shelf: str
    key: str
    label: Text = field(compare=False)


NAMED_IN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "sources": (
        (OWN, "length.sources"),
        ("scales", "source"),
        ("domains", "subcompetencies.source"),
        ("competencies", "target.source"),
        ("competencies", "context"),
        ("requirements", "figure.source"),
        ("requirements", "figure.check"),
        *((shelf, path) for shelf in ("procedures", "encounters") for path in (
            "bleeding_risk.source", "bleeding_risk.check", "context",
        )),
        ("complications", "source"),
        ("credentials", "source"),
        ("learning_curves", "failure.source"),
        ("learning_curves", "rates.source"),
        ("learning_curves", "mark.source"),
    ),
    "procedures": (("learning_curves", "procedures"),),
    "complications": (("learning_curves", "failure.complications"),),
    "scales": (
        (OWN, "case_scale"),
        ("competencies", "target.scale"),
        ("requirements", "scale"),
        ("forms", "scale"),
        ("forms", "items.scale"),
    ),
    "subcompetencies": (("competencies", "domains"), ("requirements", "subcompetency")),
    "competencies": (
        ("categories", "competency"),
        ("requirements", "competency"),
        ("rotations", "competencies"),
    ),
    "categories": (
        ("requirements", "category"),
        ("requirements", "categories"),
        ("procedures", "category"),
        ("encounters", "category"),
        ("credentials", "blocks"),
        ("learning_curves", "categories"),
    ),
    "field_groups": (("procedures", "groups"), ("encounters", "groups")),
    "fields": (
        ("field_groups", "fields"),
        ("fields", "with.field"),
        ("procedures", "requires"),
        ("encounters", "requires"),
    ),
    "vocabularies": (("fields", "choices"),),
    "level_sets": (("procedures", "levels"), ("encounters", "levels")),
    "forms": (("requirements", "forms"),),
    "rotations": (("requirements", "rotations"),),
    "activities": (("requirements", "activities"),),
    "credentials": (("requirements", "credentials"),),
    "tests": (("requirements", "tests"),),
    "requirements": (("requirements", "parts"),),
}  # fmt: skip
"""By what is named: the shelf and the place in its entries."""

LEVELS_IN = (("competencies", "target"), ("requirements", ""), ("scales", ""))
"""Where a scale stands beside one of its levels; a scale says what its graduates aim for."""


def names_of(document: Document, shelf: str, key: str) -> tuple[Naming, ...]:
    """Every entry that names this one, once, in the order of the document."""
    found: dict[Naming, None] = {}
    for holder, path in NAMED_IN.get(shelf, ()):
        for entry in entries(document, holder):
            if key in _values(entry, path.split(".")) and (holder, entry["id"]) != (shelf, key):
                found[_naming(document, holder, entry)] = None
    if shelf == "vocabularies" and key in NEEDED_VOCABULARIES:
        found[_naming(document, OWN, document)] = None
    if shelf == "domains":
        own = next(one for one in entries(document, shelf) if one["id"] == key)
        for part in own.get("subcompetencies") or ():
            found |= dict.fromkeys(names_of(document, "subcompetencies", part["id"]))
    return tuple(found)


def names_of_level(document: Document, scale: str, code: str) -> tuple[Naming, ...]:
    """Every entry that names this level of this scale."""
    found: dict[Naming, None] = {}
    for holder, path in LEVELS_IN:
        for entry in entries(document, holder):
            there = entry.get(path) or {} if path else entry
            named = (there.get("scale"), there.get("level"))
            if holder == "scales":
                named = (entry["id"], entry.get("target"))
            if named == (scale, code):
                found[_naming(document, holder, entry)] = None
    return tuple(found)


def _values(value: Any, path: list[str]) -> Iterator[object]:
    """What stands at a place; a list on the way stands for each of its parts."""
    if isinstance(value, list):
        for part in value:
            yield from _values(part, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping):
        yield from _values(value.get(path[0]), path[1:])


def _naming(document: Document, shelf: str, entry: Mapping[str, Any]) -> Naming:
    label = label_of(document, shelf, entry)
    if shelf == "requirements":
        codes = {one["id"]: one["code"] for one in entries(document, "competencies")}
        label = Text.joined(" ", [Text({"en": codes[entry["competency"]]}), label])
    return Naming(shelf, "" if shelf == OWN else entry["id"], label)


def label_of(document: Document, shelf: str, entry: Mapping[str, Any]) -> Text:
    """What an entry is called. A count of cases may go by the name of its category."""
    said = entry.get("title") if shelf in (OWN, "sources") else entry.get("name")
    said = said or entry.get("label")
    if shelf in MAPPED:
        said = entry["id"].replace("_", " ")
    if said is None:
        known = {one["id"]: one["name"] for one in entries(document, "categories")}
        said = known.get(entry.get("category"), entry["id"])
    label = Text({"en": said}) if isinstance(said, str) else Text(said)
    if shelf == "competencies":
        return Text.joined(" ", [Text({"en": entry["code"]}), label])
    return label
