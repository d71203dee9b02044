"""The catalogue as it stands in a curriculum document."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from logbook.domain.catalogue import (
    MAX_TEXT,
    OWN_LISTS,
    BleedingRisk,
    CaseKind,
    CaseRole,
    Category,
    Choice,
    Companion,
    Complication,
    FieldGroup,
    FieldKind,
    FieldSpec,
    Outcome,
    Procedure,
    Vocabulary,
)
from logbook.domain.decisions import say
from logbook.domain.document import Node, Text

NEEDED_VOCABULARIES = (
    "roles",
    "outcomes",
    "settings",
    "age_bands",
    "sides",
    "regions",
    "guidance",
    "approaches",
    "bleeding_risks",
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a procedure of the document may refer to."""

    sources: Mapping[str, object]
    categories: Mapping[str, Category]
    vocabularies: Mapping[str, Vocabulary]
    level_sets: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, FieldGroup]
    fields: Mapping[str, FieldSpec]


def read_shelf(
    root: Node, sources: Mapping[str, object], competencies: Mapping[str, object]
) -> Shelf:
    vocabularies = read_vocabularies(root.at("vocabularies"))
    fields = read_fields(root.at("fields"), vocabularies)
    return Shelf(
        sources,
        root.at("categories").by_id(partial(read_category, competencies=competencies)),
        vocabularies,
        read_level_sets(root.at("level_sets")),
        root.at("field_groups").by_id(partial(read_group, fields=fields)),
        fields,
    )


def read_procedures(root: Node, shelf: Shelf) -> dict[str, Procedure]:
    """Procedures, then encounters and examinations, by id."""
    procedures = root.at("procedures").by_id(partial(read_procedure, shelf=shelf))
    encounters = root.at("encounters").by_id(partial(read_procedure, shelf=shelf))
    for place, name in enumerate(encounters):
        if name in procedures:
            Node(name, f"encounters[{place}].id").wrong(
                say("'%(name)s' is a procedure already", name=name)
            )
    return procedures | encounters


def read_category(node: Node, competencies: Mapping[str, object]) -> Category:
    known = node.at("competency")
    return Category(
        node.at("id").string(),
        CaseKind(node.at("kind").one_of(list(CaseKind), "kind of case")),
        node.at("name").text(),
        known.optional(lambda found: found.one_of(competencies, "competency")),
    )


def read_vocabularies(node: Node) -> dict[str, Vocabulary]:
    """All vocabularies by name. Roles and outcomes hold what the rules know, no more, no less."""
    found: dict[str, Vocabulary] = {
        name: node.at(name).by_id(read_choice, "code") for name in node.mapping()
    }
    for name in NEEDED_VOCABULARIES:
        if not found.get(name):
            node.wrong(say("the vocabulary '%(name)s' is missing", name=name))
    for name, kind in (("roles", CaseRole), ("outcomes", Outcome)):
        if set(found[name]) != {member.value for member in kind}:
            node.at(name).wrong(say("expected exactly %(codes)s", codes=", ".join(kind)))
    return found


def read_choice(node: Node) -> Choice:
    return Choice(
        node.at("code").string(),
        node.at("label").text(),
        node.at("hint").optional(Node.text),
        tuple(part.string() for part in node.at("also").items()),
    )


def read_level_sets(node: Node) -> dict[str, tuple[str, ...]]:
    return {name: tuple(part.string() for part in node.at(name).items()) for name in node.mapping()}


def read_complications(root: Node, sources: Mapping[str, object]) -> dict[str, Complication]:
    return root.at("complications").by_id(partial(read_complication, sources=sources))


def read_complication(node: Node, sources: Mapping[str, object]) -> Complication:
    return Complication(
        node.at("id").string(),
        node.at("label").text(),
        node.at("definition").text(),
        node.at("source").one_of(sources, "source"),
        node.at("needs_note").flag(),
    )


def read_fields(node: Node, vocabularies: Mapping[str, Vocabulary]) -> dict[str, FieldSpec]:
    fields = node.by_id(partial(read_field, vocabularies=vocabularies), "name")
    for part in node.items():
        companion = fields[part.at("name").string()].companion
        if companion and companion.field not in fields:
            part.at("with").at("field").wrong(say("unknown field '%(name)s'", name=companion.field))
    return fields


def read_field(node: Node, vocabularies: Mapping[str, Vocabulary]) -> FieldSpec:
    kind = FieldKind(node.at("kind").one_of(list(FieldKind), "kind of field"))
    own = node.at("from").optional(lambda part: part.one_of(OWN_LISTS, "list of a procedure"))
    choices = None
    if kind in (FieldKind.CHOICE, FieldKind.CHOICES) and own is None:
        choices = vocabularies[node.at("choices").one_of(vocabularies, "vocabulary")]
    return FieldSpec(
        node.at("name").string(),
        node.at("label").text(),
        kind,
        node.at("unit").optional(Node.string),
        *read_limits(node, kind),
        choices,
        node.at("with").optional(read_companion),
        own,
    )


def read_limits(node: Node, kind: FieldKind) -> tuple[int, int]:
    """The least and the greatest of a number; nothing and the greatest length of a text."""
    if kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        return 0, 0
    low = node.at("min").optional(Node.whole) or 0
    usual = MAX_TEXT if kind is FieldKind.TEXT else None
    high = node.at("max").optional(Node.positive) or usual
    if high is None or high <= low:
        node.at("max").wrong(say("a number needs a greatest value above its least"))
    return low, high


def read_companion(node: Node) -> Companion:
    return Companion(node.at("field").string(), node.at("when").optional(Node.string))


def read_group(node: Node, fields: Mapping[str, object]) -> FieldGroup:
    return FieldGroup(
        node.at("id").string(),
        node.at("label").text(),
        node.at("fields").all_of(fields, "field"),
    )


def read_procedure(node: Node, shelf: Shelf) -> Procedure:
    words = shelf.vocabularies
    category = shelf.categories[node.at("category").one_of(shelf.categories, "category")]
    sets = node.at("levels").all_of(shelf.level_sets, "set of levels")
    lists = {
        "levels": tuple(level for name in sets for level in shelf.level_sets[name]),
        "regions": node.at("regions").all_of(words["regions"], "region"),
        "sides": tuple(words["sides"]) if node.at("sided").flag() else (),
        "guidance": node.at("guidance").all_of(words["guidance"], "guidance"),
        "approaches": node.at("approaches").all_of(words["approaches"], "approach"),
    }
    return Procedure(
        id=node.at("id").string(),
        name=node.at("name").text(),
        short=node.at("short").text(),
        category=category.id,
        kind=category.kind,
        abbreviations=tuple(part.string() for part in node.at("abbreviations").items()),
        also=tuple(part.string() for part in node.at("also").items()),
        regions=lists["regions"],
        levels=lists["levels"],
        sided=bool(lists["sides"]),
        guidance=lists["guidance"],
        approaches=lists["approaches"],
        fields=tuple(fields_of(node, shelf, lists)),
        bleeding_risk=node.at("bleeding_risk").optional(partial(read_bleeding_risk, shelf=shelf)),
        optional=node.at("optional").flag(),
        counts=node.at("counts").flag(default=True),
        context=node.at("context").all_of(shelf.sources, "source"),
    )


def read_bleeding_risk(node: Node, shelf: Shelf) -> BleedingRisk:
    def risk(part: Node) -> str:
        return part.one_of(shelf.vocabularies["bleeding_risks"], "bleeding risk")

    return BleedingRisk(
        node.at("value").optional(risk),
        node.at("suggested").optional(risk),
        node.at("source").one_of(shelf.sources, "source"),
        node.at("check").optional(lambda part: part.one_of(shelf.sources, "source")),
    )


def fields_of(
    node: Node, shelf: Shelf, lists: Mapping[str, tuple[str, ...]]
) -> Iterator[FieldSpec]:
    """The fields of a procedure's groups, and a complaint where it requires one it has not."""
    groups = node.at("groups").all_of(shelf.groups, "group of fields")
    asked = {
        spec.name: (group, spec)
        for group in groups
        for spec in own_fields((shelf.fields[name] for name in shelf.groups[group].fields), lists)
    }
    required = node.at("requires").all_of(asked, "field of this procedure")
    words = shelf.vocabularies
    for group, spec in asked.values():
        choices = spec.choices
        if spec.own is not None:
            choices = labelled(lists[spec.own], words.get(spec.own, {}))
        yield replace(spec, group=group, choices=choices, required=spec.name in required)


def own_fields(
    specs: Iterable[FieldSpec], lists: Mapping[str, tuple[str, ...]]
) -> Iterator[FieldSpec]:
    """The fields that are worth asking of a procedure with these lists.

    A single guidance or approach is known without asking; levels tell the region.
    """
    for spec in specs:
        told_by_levels = spec.own == "regions" and lists["levels"]
        if spec.own is None or (len(lists[spec.own]) > 1 and not told_by_levels):
            yield spec


def labelled(codes: Iterable[str], words: Vocabulary) -> Vocabulary:
    """The choices with these codes; levels have no vocabulary and are written as they are."""
    return {code: words.get(code) or Choice(code, Text({"en": code})) for code in codes}
