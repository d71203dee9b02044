"""Changes of what can be logged, and of what may be said of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from logbook.domain.catalogue import Companion, FieldSpec, Procedure, Vocabulary
from logbook.domain.changes import (
    Aspect,
    Change,
    Shelf,
    Told,
    Words,
    change,
    compared,
    named,
    shelf_changes,
)
from logbook.domain.changes_of_frame import by_competency, by_source
from logbook.domain.changes_of_requirements import by_category
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import say


def in_list(vocabulary: str) -> Told:
    """Codes as the words of a vocabulary."""
    return named(lambda curriculum: curriculum.vocabularies.get(vocabulary, {}), "label")


by_field = named(lambda curriculum: fields_known(curriculum), "label")
CATEGORY = (
    Aspect("name", say("name")),
    Aspect("kind", say("kind")),
    Aspect("competency", say("competency"), by_competency),
)
PROCEDURE = (
    Aspect("name", say("name")),
    Aspect("short", say("short name")),
    Aspect("abbreviations", say("abbreviations")),
    Aspect("also", say("other words for it")),
    Aspect("regions", say("regions"), in_list("regions")),
    Aspect("levels", say("levels")),
    Aspect("sided", say("has a side")),
    Aspect("guidance", say("guidance"), in_list("guidance")),
    Aspect("approaches", say("approaches"), in_list("approaches")),
    Aspect("optional", say("optional")),
    Aspect("counts", say("counts toward requirements")),
    Aspect("context", say("sources"), by_source),
)
RISK = (
    Aspect("value", say("bleeding risk of a source"), in_list("bleeding_risks")),
    Aspect("suggested", say("suggested bleeding risk"), in_list("bleeding_risks")),
    Aspect("source", say("source of the bleeding risk"), by_source),
    Aspect("check", say("where the bleeding risk is looked up"), by_source),
)
COMPLICATION = (
    Aspect("label", say("name")),
    Aspect("definition", say("definition")),
    Aspect("source", say("source"), by_source),
    Aspect("needs_note", say("needs a note")),
)
GROUP = (Aspect("label", say("name")), Aspect("fields", say("fields"), by_field))
CHOICE = (
    Aspect("label", say("name")),
    Aspect("hint", say("hint")),
    Aspect("also", say("other words for it")),
)


def companion_told(companion: Companion | None, curriculum: Curriculum) -> object:
    if companion is None:
        return say("nothing")
    other = by_field(companion.field, curriculum)
    if companion.when is None:
        return other
    return say("%(field)s, when it is %(value)s", field=other, value=companion.when)


FIELD = (
    Aspect("label", say("name")),
    Aspect("kind", say("kind")),
    Aspect("unit", say("unit")),
    Aspect("low", say("least")),
    Aspect("high", say("greatest")),
    Aspect("companion", say("asks for too"), companion_told),
    Aspect("own", say("list it chooses from")),
)
ASKED = (
    Aspect("fields", say("what is asked"), by_field),
    Aspect("required", say("what must be answered"), by_field),
)

CATEGORIES = Words(
    say("New category: %(name)s.").id,
    say("Category removed: %(name)s.").id,
    say("The categories stand in another order."),
)
PROCEDURES = Words(
    say("New in the catalogue: %(name)s.").id,
    say("No longer in the catalogue: %(name)s.").id,
    say("The catalogue stands in another order."),
)
COMPLICATIONS = Words(
    say("New complication: %(name)s.").id,
    say("Complication removed: %(name)s.").id,
    say("The complications stand in another order."),
)
GROUPS = Words(
    say("New group of fields: %(name)s.").id,
    say("Group of fields removed: %(name)s.").id,
    say("The groups of fields stand in another order."),
)
FIELDS = Words(
    say("New field: %(name)s.").id,
    say("Field removed: %(name)s.").id,
    say("The fields stand in another order."),
)
LISTS = Words(
    say("New list: %(name)s.").id,
    say("List removed: %(name)s.").id,
    say("The lists stand in another order."),
)
CHOICES = Words(
    say("New choice: %(name)s.").id,
    say("Choice removed: %(name)s.").id,
    say("The choices stand in another order."),
)


def catalogue_changes(before: Curriculum, after: Curriculum) -> Iterator[Change]:
    both = (before, after)

    def by_aspects(shelf: Shelf, aspects: tuple[Aspect, ...], was: Any, becomes: Any) -> Any:
        name = getattr(becomes, "name", None) or becomes.label
        return compared(shelf, becomes.id, name, (was, becomes), both, aspects)

    yield from shelf_changes(
        Shelf.CATEGORIES,
        (before.categories, after.categories),
        CATEGORIES,
        partial(by_aspects, Shelf.CATEGORIES, CATEGORY),
    )
    yield from shelf_changes(
        Shelf.PROCEDURES,
        (before.procedures, after.procedures),
        PROCEDURES,
        partial(procedure, both),
    )
    for things, words, aspects in (
        ((before.complications, after.complications), COMPLICATIONS, COMPLICATION),
        ((before.field_groups, after.field_groups), GROUPS, GROUP),
    ):
        compare = partial(by_aspects, Shelf.FIELDS, aspects)
        yield from shelf_changes(Shelf.FIELDS, things, words, compare, lambda one: one.label)
    yield from fields(both)
    yield from lists(both)


def procedure(
    both: tuple[Curriculum, Curriculum], was: Procedure, becomes: Procedure
) -> Iterator[Change]:
    shelf, id_, name = Shelf.PROCEDURES, becomes.id, becomes.name
    if was.category != becomes.category:
        what = say(
            "%(name)s: moves from category %(before)s to %(after)s; cases stay in the category in "
            "which they were logged.",
            name=name,
            before=by_category(was.category, both[0]),
            after=by_category(becomes.category, both[1]),
        )
        yield change(shelf, id_, what)
    yield from compared(shelf, id_, name, (was, becomes), both, PROCEDURE)
    yield from compared(shelf, id_, name, (asked_of(was), asked_of(becomes)), both, ASKED)
    old, new = was.bleeding_risk, becomes.bleeding_risk
    if old is not None and new is not None:
        yield from compared(shelf, id_, name, (old, new), both, RISK)
    elif old is not None:
        yield change(shelf, id_, say("%(name)s: no bleeding risk any more.", name=name))
    elif new is not None:
        yield change(shelf, id_, say("%(name)s: has a bleeding risk now.", name=name))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a case of some procedure."""

    fields: tuple[str, ...]
    required: tuple[str, ...]


def asked_of(one: Procedure) -> Asked:
    names = tuple(spec.name for spec in one.fields)
    return Asked(names, tuple(spec.name for spec in one.fields if spec.required))


@dataclass(frozen=True, slots=True)
class Field:
    """A field without what each procedure adds to it. A curriculum knows it from those that ask
    it; one that no procedure asks is never seen."""

    id: str
    spec: FieldSpec
    vocabulary: str | None

    @property
    def label(self) -> Any:
        return self.spec.label


def fields_known(curriculum: Curriculum) -> dict[str, Field]:
    found: dict[str, FieldSpec] = {}
    for one in curriculum.procedures.values():
        for spec in one.fields:
            found.setdefault(spec.name, spec)
    return {
        name: Field(name, spec, list_of(spec, curriculum)) for name, spec in sorted(found.items())
    }


def list_of(spec: FieldSpec, curriculum: Curriculum) -> str | None:
    """The vocabulary that a field takes its choices from."""
    if spec.own is not None or spec.choices is None:
        return None
    return next(
        (name for name, words in curriculum.vocabularies.items() if words == spec.choices), None
    )


def fields(both: tuple[Curriculum, Curriculum]) -> Iterator[Change]:
    old, new = (fields_known(one) for one in both)

    def compare(was: Field, becomes: Field) -> Iterator[Change]:
        label = becomes.label
        yield from compared(Shelf.FIELDS, becomes.id, label, (was.spec, becomes.spec), both, FIELD)
        choices = (Aspect("vocabulary", say("list it chooses from")),)
        yield from compared(Shelf.FIELDS, becomes.id, label, (was, becomes), both, choices)

    yield from shelf_changes(Shelf.FIELDS, (old, new), FIELDS, compare, lambda one: one.label)


@dataclass(frozen=True, slots=True)
class List:
    """A vocabulary with its name, which is a code: it has no other."""

    id: str
    choices: Vocabulary


def lists(both: tuple[Curriculum, Curriculum]) -> Iterator[Change]:
    old, new = (lists_of(one) for one in both)

    def compare(was: List, becomes: List) -> Iterator[Change]:
        yield from choices(becomes.id, (was.choices, becomes.choices), both)

    yield from shelf_changes(Shelf.FIELDS, (old, new), LISTS, compare, lambda one: one.id)


def lists_of(curriculum: Curriculum) -> Mapping[str, List]:
    return {name: List(name, words) for name, words in curriculum.vocabularies.items()}


def choices(
    of: str, things: tuple[Vocabulary, Vocabulary], both: tuple[Curriculum, Curriculum]
) -> Iterator[Change]:
    yield from shelf_changes(
        Shelf.FIELDS,
        things,
        CHOICES,
        lambda was, becomes: compared(
            Shelf.FIELDS, becomes.code, becomes.label, (was, becomes), both, CHOICE
        ),
        lambda one: say("%(choice)s (%(list)s)", choice=one.label, list=of),
    )
