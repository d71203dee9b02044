"""Sources, scales, domains and competencies as they stand in a curriculum document."""

from collections.abc import Mapping
from functools import partial
from typing import TypeVar

from logbook.domain.competencies import (
    Competency,
    Domain,
    Level,
    Scale,
    Source,
    Subcompetency,
    Target,
)
from logbook.domain.decisions import say
from logbook.domain.document import CurriculumError, Node
from logbook.domain.sign_off_rule import SignOffRule, read_rule

Frame = tuple[dict[str, Source], dict[str, Scale], dict[str, Domain], dict[str, Competency]]


def read_frame(root: Node) -> Frame:
    """What everything else of a document refers to."""
    sources = root.at("sources").by_id(read_source)
    scales = root.at("scales").by_id(partial(read_scale, sources=sources))
    domains = root.at("domains").by_id(partial(read_domain, sources=sources))
    return (
        sources,
        scales,
        domains,
        read_competencies(
            root.at("competencies"), domains, scales, sources, read_rule(root.at("sign_off"))
        ),
    )


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
        node.at("levels").wrong(say("a scale needs levels"))
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
    usual: SignOffRule,
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
            read_rule(one.at("sign_off"), usual),
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


R = TypeVar("R")


def with_evidence_of(
    competencies: Mapping[str, Competency], requirements: Mapping[str, R]
) -> Mapping[str, R]:
    """The requirements, which are read after competencies: those that a sign-off asks for are
    there."""
    for one in competencies.values():
        for name in one.sign_off.evidence or ():
            if name not in requirements:
                what = say("unknown %(what)s '%(code)s'", what="requirement", code=name)
                raise CurriculumError(f"competencies.{one.id}.sign_off.evidence", what)
    return requirements
