"""What stands on a shelf of a draft, in groups, and what a search leaves of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from logbook.domain.decisions import Message
from logbook.domain.document import Text
from logbook.domain.draft_names import label_of
from logbook.domain.draft_options import coded
from logbook.domain.draft_places import entries
from logbook.domain.draft_requirements import TITLES
from logbook.domain.draft_shelves import Shelf
from logbook.domain.requirements import RequirementKind
from logbook.domain.tally import Tally
from logbook.domain.type_ahead import words_of
from logbook.queries.curriculum_drafts import DraftRow


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a shelf."""

    key: str
    label: Text
    kind: Message | None = None
    sentence: Message | None = None
    """What a fellow would read beside a requirement."""
    optional: bool = False
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together, under what they belong to."""

    title: Text | None
    key: str
    lines: list[Line]


def groups_of(draft: DraftRow, shelf: Shelf, asked: str, language: str, today: date) -> list[Group]:
    """Requirements by competency, what can be logged by category, everything else as it stands."""
    found: dict[str, list[Line]] = {}
    for entry in entries(draft.document, shelf.name):
        line = _line(draft, shelf, entry, today)
        if _answers(line, entry, asked, language):
            found.setdefault(entry.get(GROUPED.get(shelf.name, ""), ""), []).append(line)
    titles = _titles(draft, shelf)
    every = shelf.name == "requirements" and not asked  # a competency may have none yet
    order = [name for name in titles if every or name in found] or list(found)
    return [Group(titles.get(name), name, found.get(name, [])) for name in order]


GROUPED = {"requirements": "competency", "procedures": "category", "encounters": "category"}


def _titles(draft: DraftRow, shelf: Shelf) -> dict[str, Text]:
    curriculum = draft.curriculum
    if shelf.name == "requirements":
        return {one.id: coded(one.code, one.name) for one in curriculum.competencies.values()}
    if shelf.name in GROUPED:
        return {one.id: one.name for one in curriculum.categories.values()}
    return {}


def _line(draft: DraftRow, shelf: Shelf, entry: Mapping[str, Any], today: date) -> Line:
    label = label_of(draft.document, shelf.name, entry)
    if shelf.name == "requirements":
        requirement = draft.curriculum.requirements[entry["id"]]
        return Line(
            entry["id"],
            requirement.name,
            TITLES[RequirementKind(requirement.kind)],
            requirement.why(Tally(), today),
            requirement.optional,
        )
    note = entry.get("short") or entry.get("definition")
    return Line(entry["id"], label, note=Text(note) if note else None)


def _answers(line: Line, entry: Mapping[str, Any], asked: str, language: str) -> bool:
    """Whether each word that was typed begins a word of the entry."""
    said = [entry["id"].replace("_", " "), line.label.in_(language), line.label.in_("en")]
    known = words_of(*said, *entry.get("abbreviations", ()), *entry.get("also", ()))
    return all(any(word.startswith(part) for word in known) for part in words_of(asked))
