"""Changes of requirements: how much is asked for, what counts, who says so."""

from collections.abc import Iterator
from functools import partial

from logbook.domain.catalogue import CaseRole
from logbook.domain.changes import (
    Aspect,
    Change,
    Shelf,
    Words,
    change,
    compared,
    named,
    shelf_changes,
)
from logbook.domain.changes_of_frame import (
    by_competency,
    by_source,
    scale_told,
    subcompetency_told,
)
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say
from logbook.domain.requirements import (
    CountUnit,
    Figure,
    FigureStanding,
    Requirement,
    counted_cases,
)
from logbook.domain.rules import Rule
from logbook.domain.rules_of_judgement import EntrustmentPattern, MilestoneReached

by_category = named(lambda curriculum: curriculum.categories)


def role_told(role: CaseRole, curriculum: Curriculum) -> object:
    return curriculum.vocabularies["roles"][role].label


def unit_told(unit: CountUnit, _curriculum: Curriculum) -> object:
    if unit is CountUnit.LEVEL_SIDE:
        return say("each level on each side")
    return say("each procedure")


REQUIREMENT = (
    Aspect("competency", say("competency"), by_competency),
    Aspect("kind", say("kind")),
    Aspect("note", say("note")),
)
NAME = Aspect("name", say("name"))
RULE = {
    aspect.field: aspect
    for aspect in (
        Aspect("category", say("category that counts"), by_category),
        Aspect("roles", say("roles that count"), role_told),
        Aspect("counted", say("what counts as one"), unit_told),
        Aspect("months", say("window in months")),
        Aspect("rotations", say("rotations"), named(lambda one: one.offers.rotations)),
        Aspect("activities", say("activities"), named(lambda one: one.offers.activities)),
        Aspect("forms", say("forms that count"), named(lambda one: one.forms)),
        Aspect("competency", say("competency"), by_competency),
        Aspect("scale", say("scale"), scale_told),
        Aspect("level", say("level to be reached")),
        Aspect("last", say("how many of the last are looked at")),
        Aspect("assessors", say("how many assessors must say so")),
        Aspect("categories", say("categories whose ratings count"), by_category),
        Aspect("credentials", say("credentials"), named(lambda one: one.offers.credentials)),
        Aspect("tests", say("tests"), named(lambda one: one.offers.tests)),
        Aspect("subcompetency", say("subcompetency"), subcompetency_told),
        Aspect("parts", say("parts"), named(lambda one: one.requirements)),
        Aspect("at_least", say("how many of the parts are needed")),
    )
}
"""By name of a rule's field; the same name means the same in every rule."""
FIGURE = (
    Aspect("source", say("source of the figure"), by_source),
    Aspect("check", say("where the figure is looked up"), by_source),
)
SUGGESTED = Aspect("suggested", say("suggested figure"))
WORDS = Words(
    say("New requirement: %(name)s.").id,
    say("Requirement removed: %(name)s.").id,
    say("The requirements stand in another order."),
)


def requirement_changes(before: Curriculum, after: Curriculum) -> Iterator[Change]:
    yield from shelf_changes(
        Shelf.REQUIREMENTS,
        (before.requirements, after.requirements),
        WORDS,
        partial(requirement, (before, after)),
        asked_for,
    )


def asked_for(wanted: Requirement) -> object:
    """The name with how much is asked for, where that is a number."""
    if wanted.figure is None or wanted.required is None:
        return wanted.name
    return say("%(name)s, at least %(figure)s", name=wanted.name, figure=wanted.required)


def requirement(
    both: tuple[Curriculum, Curriculum], was: Requirement, becomes: Requirement
) -> Iterator[Change]:
    things = (was, becomes)
    id_, name = becomes.id, becomes.name
    if not (named_by_its_category(was, both[0]) and named_by_its_category(becomes, both[1])):
        yield from compared(Shelf.REQUIREMENTS, id_, name, things, both, (NAME,))
    yield from figures(both, was, becomes)
    yield from compared(Shelf.REQUIREMENTS, id_, name, things, both, REQUIREMENT)
    yield from rules(both, was, becomes)
    if was.optional != becomes.optional:
        optional = say("%(name)s: optional from now on.", name=name)
        needed = say("%(name)s: no longer optional.", name=name)
        yield change(Shelf.REQUIREMENTS, id_, optional if becomes.optional else needed)


def named_by_its_category(wanted: Requirement, curriculum: Curriculum) -> bool:
    counted = counted_cases(wanted)
    return counted is not None and curriculum.categories[counted.category].name == wanted.name


def rules(
    both: tuple[Curriculum, Curriculum], was: Requirement, becomes: Requirement
) -> Iterator[Change]:
    """Of a rule of another kind, that it is of another kind is all that can be compared."""
    old, new = was.rule, becomes.rule
    if type(old) is not type(new):
        return
    yield from compared(
        Shelf.REQUIREMENTS, becomes.id, becomes.name, (old, new), both, aspects_of(new, old)
    )


def aspects_of(was: Rule, becomes: Rule) -> list[Aspect]:
    """All fields of the rule but what is told elsewhere: the words of a scale's levels, and the
    competency, which the requirement names too."""
    told = {"competency"}
    if id_of_scale(was) == id_of_scale(becomes):
        told.add("scale")
    return [aspect for name, aspect in RULE.items() if hasattr(becomes, name) and name not in told]


def id_of_scale(rule: Rule) -> str | None:
    return rule.scale.id if isinstance(rule, EntrustmentPattern | MilestoneReached) else None


def figures(
    both: tuple[Curriculum, Curriculum], was: Requirement, becomes: Requirement
) -> Iterator[Change]:
    id_, name, old, new = becomes.id, becomes.name, was.figure, becomes.figure
    if was.required != becomes.required and (old is not None or new is not None):
        yield change(Shelf.REQUIREMENTS, id_, figure_becomes(name, was.required, becomes.required))
    if old is None or new is None:
        return
    yield from compared(Shelf.REQUIREMENTS, id_, name, (old, new), both, FIGURE)
    if old.confirmation is not None and new.confirmation is None:
        what = say(
            "%(name)s: confirmed by %(who)s for the edition before; to be confirmed anew.",
            name=name,
            who=old.confirmation.by,
        )
        yield change(Shelf.REQUIREMENTS, id_, what)
    elif was.required == becomes.required:
        yield from standings(both, id_, name, old, new)


def figure_becomes(name: object, before: int | None, after: int | None) -> Message:
    if before is None:
        return say("%(name)s: now at least %(after)s, where no figure was.", name=name, after=after)
    if after is None:
        return say("%(name)s: no figure any more; it was %(before)s.", name=name, before=before)
    return say(
        "%(name)s: at least %(before)s becomes %(after)s.", name=name, before=before, after=after
    )


def standings(
    both: tuple[Curriculum, Curriculum], id_: str, name: object, old: Figure, new: Figure
) -> Iterator[Change]:
    """The same number, with another word behind it."""
    stated, suggested = FigureStanding.SOURCED, FigureStanding.SUGGESTED
    if (old.standing, new.standing) == (suggested, stated):
        what = say("%(name)s: %(figure)s is stated by a source now.", name=name, figure=new.count)
        yield change(Shelf.REQUIREMENTS, id_, what)
    elif (old.standing, new.standing) == (stated, suggested):
        what = say("%(name)s: %(figure)s is only suggested now.", name=name, figure=new.count)
        yield change(Shelf.REQUIREMENTS, id_, what)
    else:
        values = (Aspect("value", say("figure of a source")), SUGGESTED)
        yield from compared(Shelf.REQUIREMENTS, id_, name, (old, new), both, values)
