"""What can be logged, for choosing from: what one does often first, then the whole catalogue."""

from dataclasses import dataclass

from logbook.domain.catalogue import Procedure
from logbook.domain.curriculum import Curriculum
from logbook.policy.actors import Actor
from logbook.queries.cases import recent_kinds
from logbook.web.forms import choices
from logbook.web.words import language


@dataclass(frozen=True, slots=True)
class Shelf:
    """One category with its procedures."""

    name: str
    procedures: list[Procedure]


@dataclass(frozen=True, slots=True)
class Kinds:
    """The page of choosing."""

    recent: list[Procedure]
    found: list[Procedure] | None
    """What a search found; None when nothing was looked for."""
    text: str
    shelves: list[Shelf]
    singles: list[Procedure]
    """Of categories that hold nothing else: they need no shelf."""

    def synonyms(self, one: Procedure) -> str:
        """Other words by which it is found while its name is typed."""
        return " ".join((*one.name.words.values(), *one.short.words.values(), *one.also))


def kinds_to_choose(actor: Actor, curriculum: Curriculum, text: str) -> Kinds:
    known = curriculum.procedures
    everything = shelves(curriculum)
    return Kinds(
        recent=[known[code] for code in recent_kinds(actor) if code in known],
        found=curriculum.search(text, language()) if text else None,
        text=text,
        shelves=[one for one in everything if len(one.procedures) > 1],
        singles=[one.procedures[0] for one in everything if len(one.procedures) == 1],
    )


def shelves(curriculum: Curriculum) -> list[Shelf]:
    """The catalogue by category, in the curriculum's order."""
    spoken = language()
    return [
        Shelf(category.name.in_(spoken), kinds)
        for category in curriculum.categories.values()
        if (kinds := [one for one in curriculum.procedures.values() if one.category == category.id])
    ]


def procedure_choices(curriculum: Curriculum, empty: str) -> list[object]:
    """For the filter of a list."""
    spoken = language()
    named = ((one.id, one.name.in_(spoken)) for one in curriculum.procedures.values())
    return choices(sorted(named, key=lambda pair: pair[1]), empty)
