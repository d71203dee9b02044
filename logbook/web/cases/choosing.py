"""What can be logged, for choosing from: what one does often first, then the whole catalogue."""

from dataclasses import dataclass

from logbook.domain.catalogue import Procedure
from logbook.domain.curriculum import Curriculum
from logbook.domain.shorthand import Understood, understand
from logbook.policy.actors import Actor
from logbook.web.cases.shorthand import Chip, asked_with, chips_of
from logbook.web.cases.tiles import Tiles, tiles_of
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

    tiles: Tiles
    found: list[Procedure] | None
    """What a search found; None when nothing was looked for."""
    text: str
    understood: Understood | None
    """What was typed, word for word, when it says more than a name."""
    chips: list[Chip]
    shelves: list[Shelf]
    singles: list[Procedure]
    """Of categories that hold nothing else: they need no shelf."""

    def begun(self, one: Procedure) -> dict[str, object]:
        """What the form of this kind begins with, by what was typed."""
        return asked_with(self.understood, one) if self.understood else {}

    def synonyms(self, one: Procedure) -> str:
        """Other words by which it is found while its name is typed."""
        return " ".join((*one.name.words.values(), *one.short.words.values(), *one.also))


def kinds_to_choose(actor: Actor, curriculum: Curriculum, text: str) -> Kinds:
    understood = understand(curriculum, text, language()) if text else None
    more = understood if understood is not None and understood.says_more else None
    everything = shelves(curriculum)
    return Kinds(
        tiles=tiles_of(actor, curriculum),
        found=list(understood.procedures) if understood is not None else None,
        text=text,
        understood=more,
        chips=chips_of(more, curriculum) if more else [],
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
