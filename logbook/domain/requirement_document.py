"""Requirements as they stand in a curriculum document: each kind and what it needs to be told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from logbook.domain.catalogue import CaseKind, CaseRole, Category
from logbook.domain.competencies import Competency, Domain, Scale, Source
from logbook.domain.document import Node, Text
from logbook.domain.forms import AssessmentForm
from logbook.domain.opportunities import Opportunities
from logbook.domain.requirements import Figure, Requirement, RequirementKind
from logbook.domain.rules import (
    CountCases,
    CountUnit,
    DistinctSupervisors,
    Exposure,
    Hours,
    Recency,
    Rule,
    Sessions,
    TimeOnRotation,
)
from logbook.domain.rules_of_judgement import (
    AssessmentsByForm,
    CredentialValid,
    EntrustmentPattern,
    FeedbackRound,
    GroupOf,
    MilestoneReached,
    TestPassed,
)

COUNTED = {
    RequirementKind.PROCEDURES: CaseKind.PROCEDURE,
    RequirementKind.PATIENTS: CaseKind.PATIENT,
    RequirementKind.EXAMS: CaseKind.EXAM,
}
"""The kind of case that each kind of requirement counts."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a requirement may name: the other parts of the document, by id."""

    categories: Mapping[str, Category]
    competencies: Mapping[str, Competency]
    scales: Mapping[str, Scale]
    domains: Mapping[str, Domain]
    sources: Mapping[str, Source]
    forms: Mapping[str, AssessmentForm]
    offers: Opportunities
    usual_roles: frozenset[CaseRole]


def read_requirements(node: Node, known: Known) -> dict[str, Requirement]:
    """A group stands after its parts, so that no group can be part of itself."""
    read: dict[str, Requirement] = {}

    def one(part: Node) -> Requirement:
        requirement = _read(part, known, read)
        read[requirement.id] = requirement
        return requirement

    node.by_id(one)
    for group in list(read.values()):
        if isinstance(group.rule, GroupOf):
            for name in group.rule.parts:
                read[name] = replace(read[name], part_of=group.id)
    return read


def _read(node: Node, known: Known, before: Mapping[str, Requirement]) -> Requirement:
    kind = RequirementKind(node.at("kind").one_of(list(RequirementKind), "kind"))
    rule = _group(node, before) if kind is RequirementKind.GROUP else READERS[kind](node, known)
    own_name = node.at("name").optional(Node.text)
    gate = kind is not RequirementKind.MILESTONE or node.at("gate").flag()
    return Requirement(
        id=node.at("id").string(),
        name=own_name or _name_of(node, rule, known),
        competency=node.at("competency").one_of(known.competencies, "competency"),
        kind=kind,
        rule=rule,
        figure=_figure(node, rule, known),
        optional=node.at("optional").flag() or not gate,
        note=node.at("note").optional(Node.text),
    )


def _name_of(node: Node, rule: Rule, known: Known) -> Text:
    """A count of cases may take the name of its category; everything else says its own."""
    if not isinstance(rule, CountCases):
        node.at("name").wrong("this kind of requirement needs a name")
    return known.categories[rule.category].name


def _figure(node: Node, rule: Rule, known: Known) -> Figure | None:
    if rule.own_figure is not None:
        return None
    return read_figure(node.at("figure"), known.sources)


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


def read_roles(node: Node) -> frozenset[CaseRole]:
    roles = frozenset(CaseRole(code) for code in node.all_of(list(CaseRole), "role"))
    if not roles:
        node.wrong("at least one role must count")
    return roles


def _roles(node: Node, known: Known) -> frozenset[CaseRole]:
    return node.at("roles").optional(read_roles) or known.usual_roles


def _category(node: Node, known: Known) -> str:
    return node.at("category").one_of(known.categories, "category")


def _some(node: Node, known: Mapping[str, object], what: str) -> frozenset[str]:
    """One or more ids, as `name: x` or `name: [x, y]`."""
    if isinstance(node.value, str):
        return frozenset({node.one_of(known, what)})
    found = frozenset(node.all_of(known, what))
    if not found:
        node.wrong(f"names no {what}")
    return found


def _count(node: Node, known: Known) -> Rule:
    category = known.categories[_category(node, known)]
    kind = RequirementKind(node.at("kind").string())
    if category.kind is not COUNTED[kind]:
        node.at("category").wrong(f"'{category.id}' does not hold {kind}")
    counted = CountUnit(node.at("unit").one_of(list(CountUnit), "unit"))
    return CountCases(category.id, _roles(node, known), counted)


def _distinct(node: Node, known: Known) -> Rule:
    return DistinctSupervisors(_category(node, known), _roles(node, known))


def _recency(node: Node, known: Known) -> Rule:
    months = node.at("months").positive()
    return Recency(_category(node, known), _roles(node, known), months)


def _hours(node: Node, known: Known) -> Rule:
    activities = _some(node.at("activities"), known.offers.activities, "activity")
    return Hours(activities, node.at("months").optional(Node.positive))


def _assessments(node: Node, known: Known) -> Rule:
    competency = node.at("competency").one_of(known.competencies, "competency")
    return AssessmentsByForm(_some(node.at("forms"), known.forms, "form"), competency)


def _entrustment(node: Node, known: Known) -> Rule:
    competency = known.competencies[node.at("competency").one_of(known.competencies, "competency")]
    scale = known.scales[node.at("scale").one_of(known.scales, "scale")]
    categories = node.at("categories").all_of(known.categories, "category")
    return EntrustmentPattern(
        competency.id,
        scale,
        _level(node, scale),
        node.at("last").positive(),
        node.at("assessors").positive(),
        frozenset(categories),
    )


def _milestone(node: Node, known: Known) -> Rule:
    parts = {part.id for domain in known.domains.values() for part in domain.subcompetencies}
    scale = known.scales[node.at("scale").one_of(known.scales, "scale")]
    subcompetency = node.at("subcompetency").one_of(parts, "subcompetency")
    return MilestoneReached(subcompetency, scale, _level(node, scale))


def _level(node: Node, scale: Scale) -> str:
    codes = {level.code for level in scale.levels}
    return node.at("level").one_of(codes, "level of this scale")


def _group(node: Node, before: Mapping[str, Requirement]) -> GroupOf:
    parts = node.at("parts").all_of(before, "requirement (a group stands after its parts)")
    if len(parts) < 2:
        node.at("parts").wrong("a group needs two parts or more")
    at_least = node.at("at_least").optional(Node.positive)
    if at_least is not None and at_least > len(parts):
        node.at("at_least").wrong(f"there are only {len(parts)} parts")
    return GroupOf(parts, at_least)


READERS: dict[RequirementKind, Callable[[Node, Known], Rule]] = {
    RequirementKind.PROCEDURES: _count,
    RequirementKind.PATIENTS: _count,
    RequirementKind.EXAMS: _count,
    RequirementKind.DISTINCT_SUPERVISORS: _distinct,
    RequirementKind.RECENCY: _recency,
    RequirementKind.ROTATION: lambda node, known: TimeOnRotation(
        _some(node.at("rotations"), known.offers.rotations, "rotation")
    ),
    RequirementKind.EXPOSURE: lambda node, known: Exposure(
        _some(node.at("rotations"), known.offers.rotations, "rotation")
    ),
    RequirementKind.SESSIONS: lambda node, known: Sessions(
        _some(node.at("activities"), known.offers.activities, "activity")
    ),
    RequirementKind.PORTFOLIO: lambda node, known: Sessions(
        _some(node.at("activities"), known.offers.activities, "activity")
    ),
    RequirementKind.HOURS: _hours,
    RequirementKind.ASSESSMENTS: _assessments,
    RequirementKind.ENTRUSTMENT: _entrustment,
    RequirementKind.FEEDBACK_ROUND: lambda node, known: FeedbackRound(
        _some(node.at("forms"), known.forms, "form")
    ),
    RequirementKind.CREDENTIAL: lambda node, known: CredentialValid(
        _some(node.at("credentials"), known.offers.credentials, "credential")
    ),
    RequirementKind.TEST: lambda node, known: TestPassed(
        _some(node.at("tests"), known.offers.tests, "test")
    ),
    RequirementKind.MILESTONE: _milestone,
}
"""What each kind needs to be told."""
