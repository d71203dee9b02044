"""What else a curriculum names beside cases: rotations, activities, credentials, tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from logbook.domain.catalogue import Category
from logbook.domain.competencies import Competency, Source
from logbook.domain.decisions import say
from logbook.domain.document import Node, Text


@dataclass(frozen=True, slots=True)
class RotationKind:
    """A service that fellows rotate through."""

    id: str
    name: Text
    discipline: str | None
    """The profession or specialty that hosts it."""
    competencies: tuple[str, ...]


class Measure(StrEnum):
    """What an activity is counted in."""

    HOURS = "hours"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """A kind of item in the portfolio: a course, a session, teaching, practice hours."""

    id: str
    name: Text
    measure: Measure
    private: bool
    """Its owner's alone until shared, as a reflection is."""


@dataclass(frozen=True, slots=True)
class CredentialKind:
    """A document that says who somebody is or what they may do."""

    id: str
    name: Text
    expires: bool
    jurisdiction: str | None
    """Where it is asked for, as `US` or `ID`; None: everywhere."""
    blocks: tuple[str, ...]
    """Categories of which no case is submitted while it has lapsed."""
    source: str
    renewed_months: int | None = None
    """How often it is renewed as a rule, where its source is confirmed; never reckoned with."""


@dataclass(frozen=True, slots=True)
class KnowledgeTest:
    """A test that is passed or not."""

    id: str
    name: Text
    pass_mark: int | None
    """In percent; None where the examiners say who passed."""
    source: str | None = None
    """Where the pass mark stands; None: it is the program's own suggestion."""


@dataclass(frozen=True, slots=True)
class Opportunities:
    """All of them, by id, in the order of the document."""

    rotations: Mapping[str, RotationKind]
    activities: Mapping[str, ActivityKind]
    credentials: Mapping[str, CredentialKind]
    tests: Mapping[str, KnowledgeTest]

    def blocking(self, category: str) -> list[CredentialKind]:
        """Without which credentials no case of this category is submitted; mostly none."""
        return [kind for kind in self.credentials.values() if category in kind.blocks]


def read_opportunities(
    root: Node,
    competencies: Mapping[str, Competency],
    categories: Mapping[str, Category],
    sources: Mapping[str, Source],
) -> Opportunities:
    return Opportunities(
        root.at("rotations").by_id(lambda node: read_rotation(node, competencies)),
        root.at("activities").by_id(read_activity),
        root.at("credentials").by_id(lambda node: read_credential(node, categories, sources)),
        root.at("tests").by_id(lambda node: read_test(node, sources)),
    )


def read_rotation(node: Node, competencies: Mapping[str, Competency]) -> RotationKind:
    return RotationKind(
        node.at("id").string(),
        node.at("name").text(),
        node.at("discipline").optional(Node.string),
        node.at("competencies").all_of(competencies, "competency"),
    )


def read_activity(node: Node) -> ActivityKind:
    return ActivityKind(
        node.at("id").string(),
        node.at("name").text(),
        Measure(node.at("measure").one_of(list(Measure), "measure")),
        node.at("private").flag(),
    )


def read_credential(
    node: Node, categories: Mapping[str, Category], sources: Mapping[str, Source]
) -> CredentialKind:
    source = node.at("source").one_of(sources, "source")
    months = node.at("renewed_months").optional(Node.positive)
    if months is not None and not (node.at("expires").flag() and sources[source].confirmed):
        node.at("renewed_months").wrong(say("only of what expires, and from a confirmed source"))
    return CredentialKind(
        node.at("id").string(),
        node.at("name").text(),
        node.at("expires").flag(),
        node.at("jurisdiction").optional(Node.string),
        node.at("blocks").all_of(categories, "category"),
        source,
        months,
    )


def read_test(node: Node, sources: Mapping[str, Source]) -> KnowledgeTest:
    mark = node.at("pass_mark").optional(Node.positive)
    if mark is not None and mark > 100:
        node.at("pass_mark").wrong(say("a share of 100 percent at most"))
    return KnowledgeTest(
        node.at("id").string(),
        node.at("name").text(),
        mark,
        node.at("source").optional(lambda one: one.one_of(sources, "source")),
    )
