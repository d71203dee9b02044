"""Scales, competencies and requirements as they stand in a curriculum document."""

from collections.abc import Mapping
from functools import partial

from logbook.domain.catalogue import CaseKind, CaseRole, Category
from logbook.domain.competencies import (
    Competency,
    Domain,
    Level,
    Scale,
    Source,
    Subcompetency,
    Target,
)
from logbook.domain.document import Node
from logbook.domain.requirements import CountUnit, Figure, Requirement, RequirementKind

COUNTED = {
    RequirementKind.PROCEDURES: CaseKind.PROCEDURE,
    RequirementKind.PATIENTS: CaseKind.PATIENT,
    RequirementKind.EXAMS: CaseKind.EXAM,
}
"""The kind of case that each kind of requirement counts."""


def read_source(node: Node) -> Source:
    return Source(
        node.at("id").string(),
        node.at("title").name(),
        node.at("url").optional(Node.string),
        node.at("confirmed").flag(),
    )


def read_scale(node: Node, sources: Mapping[str, Source]) -> Scale:
    """Levels are ordered as they are listed, from 1."""
    levels = node.at("levels").by_id(read_level, "code")
    if not levels:
        node.at("levels").wrong("a scale needs levels")
    ordered = tuple(
        Level(level.code, order, level.label) for order, level in enumerate(levels.values(), 1)
    )
    return Scale(
        node.at("id").string(),
        node.at("kind").string(),
        node.at("name").text(),
        node.at("source").one_of(sources, "source"),
        ordered,
        tuple(node.at("outside").by_id(read_level, "code").values()),
        node.at("target").optional(lambda part: part.one_of(levels, "level")),
    )


def read_level(node: Node) -> Level:
    return Level(node.at("code").string(), 0, node.at("label").text())


def read_domain(node: Node, sources: Mapping[str, Source]) -> Domain:
    parts = node.at("subcompetencies").by_id(partial(read_subcompetency, sources=sources))
    return Domain(node.at("id").string(), node.at("name").text(), tuple(parts.values()))


def read_subcompetency(node: Node, sources: Mapping[str, Source]) -> Subcompetency:
    return Subcompetency(
        node.at("id").string(),
        node.at("name").text(),
        node.at("source").one_of(sources, "source"),
    )


def read_competencies(
    node: Node,
    domains: Mapping[str, Domain],
    scales: Mapping[str, Scale],
    sources: Mapping[str, Source],
) -> dict[str, Competency]:
    parts = {part.id for domain in domains.values() for part in domain.subcompetencies}

    def read(one: Node) -> Competency:
        return Competency(
            one.at("id").string(),
            one.at("code").string(),
            one.at("name").text(),
            one.at("domains").all_of(parts, "subcompetency"),
            read_target(one.at("target"), scales, sources),
            one.at("context").all_of(sources, "source"),
        )

    return node.by_id(read)


def read_target(node: Node, scales: Mapping[str, Scale], sources: Mapping[str, Source]) -> Target:
    scale = scales[node.at("scale").one_of(scales, "scale")]
    levels = {level.code for level in scale.levels}
    return Target(
        scale.id,
        node.at("level").one_of(levels, "level of this scale"),
        node.at("source").one_of(sources, "source"),
    )


def read_requirements(
    root: Node,
    categories: Mapping[str, Category],
    competencies: Mapping[str, Competency],
    sources: Mapping[str, Source],
) -> dict[str, Requirement]:
    usual = read_roles(root.at("counting_roles"))

    def read(node: Node) -> Requirement:
        kind = RequirementKind(node.at("kind").one_of(list(RequirementKind), "kind"))
        category = categories[node.at("category").one_of(categories, "category")]
        if category.kind is not COUNTED[kind]:
            node.at("category").wrong(f"'{category.id}' does not hold {kind}")
        return Requirement(
            id=node.at("id").string(),
            name=node.at("name").optional(Node.text) or category.name,
            competency=node.at("competency").one_of(competencies, "competency"),
            kind=kind,
            category=category.id,
            roles=node.at("roles").optional(read_roles) or usual,
            unit=CountUnit(node.at("unit").one_of(list(CountUnit), "unit")),
            figure=read_figure(node.at("figure"), sources),
            optional=node.at("optional").flag(),
            note=node.at("note").optional(Node.text),
        )

    return root.at("requirements").by_id(read)


def read_roles(node: Node) -> frozenset[CaseRole]:
    roles = frozenset(CaseRole(code) for code in node.all_of(list(CaseRole), "role"))
    if not roles:
        node.wrong("at least one role must count")
    return roles


def read_figure(node: Node, sources: Mapping[str, Source]) -> Figure:
    """A value needs a source that was read; everything else is a suggestion."""
    source = sources[node.at("source").one_of(sources, "source")]
    value = node.at("value").optional(Node.whole)
    if value is not None and not source.confirmed:
        node.at("value").wrong(f"the source '{source.id}' was not read; use 'suggested'")
    return Figure(
        value,
        node.at("suggested").optional(Node.whole),
        source.id,
        node.at("check").optional(lambda part: part.one_of(sources, "source")),
    )
