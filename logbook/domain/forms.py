"""Forms of assessment, as data of the curriculum: what is asked, on which scale, in what order."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from logbook.domain.competencies import Scale
from logbook.domain.document import Node, Text


class Purpose(StrEnum):
    """Two separate kinds: one helps to learn, the other stands in a decision."""

    FORMATIVE = "formative"
    SUMMATIVE = "summative"


class ItemKind(StrEnum):
    LEVEL = "level"
    """A level of the item's scale."""
    CHOICE = "choice"
    """One of the item's own choices; no level, no order."""
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ItemChoice:
    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class FormItem:
    """One thing that is asked."""

    id: str
    label: Text
    kind: ItemKind
    scale: str | None
    """Of a level: the id of its scale."""
    choices: tuple[ItemChoice, ...]
    required: bool
    hint: Text | None


@dataclass(frozen=True, slots=True)
class AssessmentForm:
    """A workplace-based assessment: a few items, what went well, and a next step."""

    id: str
    name: Text
    short: Text
    purpose: Purpose
    scale: str | None
    """Of the overall level; without one the form gives none."""
    items: tuple[FormItem, ...]
    round: bool
    """Filled in by several raters who stay unknown: multi-source feedback."""
    raters: int
    """Of a round: below so many nothing is shown."""
    from_case: bool
    """Makes sense as an assessment of one logged case."""
    disciplines: tuple[str, ...]
    """Professions within whose scope it is; empty: every one."""

    def item(self, name: str) -> FormItem | None:
        return next((one for one in self.items if one.id == name), None)


MIN_RATERS = 3
"""Of two answers either rater can tell the other's."""


def read_form(node: Node, scales: Mapping[str, Scale]) -> AssessmentForm:
    is_round = node.at("round").flag()
    raters = node.at("raters").optional(Node.whole) or (5 if is_round else 1)
    if is_round and raters < MIN_RATERS:
        node.at("raters").wrong(f"a round needs {MIN_RATERS} raters or more to keep them unknown")
    return AssessmentForm(
        id=node.at("id").string(),
        name=node.at("name").text(),
        short=node.at("short").optional(Node.text) or node.at("name").text(),
        purpose=Purpose(node.at("purpose").one_of(list(Purpose), "purpose")),
        scale=node.at("scale").optional(lambda part: part.one_of(scales, "scale")),
        items=tuple(node.at("items").by_id(lambda part: read_item(part, scales)).values()),
        round=is_round,
        raters=raters,
        from_case=node.at("from_case").flag(),
        disciplines=tuple(part.string() for part in node.at("disciplines").items()),
    )


def read_item(node: Node, scales: Mapping[str, Scale]) -> FormItem:
    kind = ItemKind(node.at("kind").one_of(list(ItemKind), "kind"))
    choices = node.at("choices").by_id(
        lambda part: ItemChoice(part.at("code").string(), part.at("label").text()), "code"
    )
    if (kind is ItemKind.CHOICE) != bool(choices):
        node.at("choices").wrong("a choice needs its choices, and nothing else has any")
    return FormItem(
        id=node.at("id").string(),
        label=node.at("label").text(),
        kind=kind,
        scale=node.at("scale").one_of(scales, "scale") if kind is ItemKind.LEVEL else None,
        choices=tuple(choices.values()),
        required=node.at("required").flag(default=True),
        hint=node.at("hint").optional(Node.text),
    )
