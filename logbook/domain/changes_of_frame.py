"""Changes of what everything else of a curriculum refers to: its frame, competencies, scales,
domains, sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from logbook.domain.changes import (
    Aspect,
    Change,
    Shelf,
    Words,
    compared,
    named,
    shelf_changes,
)
from logbook.domain.competencies import Scale, Target
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say

by_source = named(lambda curriculum: curriculum.sources, "title")
by_scale = named(lambda curriculum: curriculum.scales)
by_competency = named(lambda curriculum: curriculum.competencies)


def scale_told(scale: Scale, _curriculum: Curriculum) -> object:
    return scale.name


def subcompetency_told(id_: str, curriculum: Curriculum) -> object:
    parts = (part for domain in curriculum.domains.values() for part in domain.subcompetencies)
    return next((part.name for part in parts if part.id == id_), id_)


def level_told(scale: Scale | None, code: str) -> object:
    """A level by its code and its words."""
    level = scale.level(code) if scale is not None else None
    if level is None:
        return code
    return say("%(level)s, %(words)s", level=code, words=level.label)


def target_told(target: Target, curriculum: Curriculum) -> object:
    return level_told(curriculum.scales[target.scale], target.level)


FRAME = (
    Aspect("title", say("title")),
    Aspect("length_months", say("length of training in months")),
    Aspect("length_sources", say("sources of the length of training"), by_source),
    Aspect("notice", say("notice")),
)
COMPETENCY = (
    Aspect("code", say("code")),
    Aspect("name", say("name")),
    Aspect("domains", say("domains"), subcompetency_told),
    Aspect("context", say("sources"), by_source),
)
SCALE = (
    Aspect("name", say("name")),
    Aspect("kind", say("kind")),
    Aspect("source", say("source"), by_source),
    Aspect("target", say("level aimed at")),
)
SUBCOMPETENCY = (
    Aspect("name", say("name")),
    Aspect("source", say("source"), by_source),
)
SOURCE = (
    Aspect("title", say("title")),
    Aspect("url", say("address")),
    Aspect("confirmed", say("was read")),
)

COMPETENCIES = Words(
    say("New competency: %(name)s.").id,
    say("Competency removed: %(name)s.").id,
    say("The competencies stand in another order."),
)
SCALES = Words(
    say("New scale: %(name)s.").id,
    say("Scale removed: %(name)s.").id,
    say("The scales stand in another order."),
)
DOMAINS = Words(
    say("New domain: %(name)s.").id,
    say("Domain removed: %(name)s.").id,
    say("The domains stand in another order."),
)
SUBCOMPETENCIES = Words(
    say("New subcompetency: %(name)s.").id,
    say("Subcompetency removed: %(name)s.").id,
    say("The subcompetencies stand in another order."),
)
SOURCES = Words(
    say("New source: %(name)s.").id,
    say("Source removed: %(name)s.").id,
    say("The sources stand in another order."),
)


def frame_changes(before: Curriculum, after: Curriculum) -> Iterator[Change]:
    both = (before, after)
    if before.case_scale.id != after.case_scale.id:
        yield from rated_on(both)
    yield from shelf_changes(
        Shelf.COMPETENCIES,
        (before.competencies, after.competencies),
        COMPETENCIES,
        partial(competency, both),
    )
    yield from shelf_changes(
        Shelf.SCALES, (before.scales, after.scales), SCALES, partial(scale, both)
    )
    yield from shelf_changes(
        Shelf.DOMAINS, (before.domains, after.domains), DOMAINS, partial(domain, both)
    )
    yield from shelf_changes(
        Shelf.SOURCES,
        (before.sources, after.sources),
        SOURCES,
        lambda was, is_: compared(Shelf.SOURCES, is_.id, is_.title, (was, is_), both, SOURCE),
        lambda source: source.title,
    )


def rated_on(both: tuple[Curriculum, Curriculum]) -> Iterator[Change]:
    aspect = Aspect("case_scale", say("scale on which approved cases are rated"), scale_told)
    yield from compared(Shelf.FRAME, "", say("Curriculum"), both, both, (aspect,))


def competency(both: tuple[Curriculum, Curriculum], was: Any, becomes: Any) -> Iterator[Change]:
    things = (was, becomes)
    yield from compared(Shelf.COMPETENCIES, becomes.id, becomes.name, things, both, COMPETENCY)
    if was.target != becomes.target:
        yield from compared(Shelf.COMPETENCIES, becomes.id, becomes.name, things, both, (AIM,))


def aim_told(target: Target, curriculum: Curriculum) -> object:
    """With what it stands in: one of the three is another."""
    return say(
        "%(level)s (%(scale)s; source: %(source)s)",
        level=target_told(target, curriculum),
        scale=by_scale(target.scale, curriculum),
        source=by_source(target.source, curriculum),
    )


AIM = Aspect("target", say("level aimed at"), aim_told)


def scale(both: tuple[Curriculum, Curriculum], was: Scale, becomes: Scale) -> Iterator[Change]:
    things = (was, becomes)
    yield from compared(Shelf.SCALES, becomes.id, becomes.name, things, both, SCALE)
    for field, called in (("levels", say("levels")), ("outside", say("answers that are no level"))):
        yield from levels(both, things, field, called)


def levels(
    both: tuple[Curriculum, Curriculum], things: tuple[Scale, Scale], field: str, called: Message
) -> Iterator[Change]:
    """Codes that came or went or stand in another order, and levels that are called otherwise."""
    old, new = ({level.code: level for level in getattr(one, field)} for one in things)
    id_, name = things[1].id, things[1].name
    coded = (Codes(tuple(old)), Codes(tuple(new)))
    yield from compared(Shelf.SCALES, id_, name, coded, both, (Aspect("codes", called),))
    for code in new:
        if code in old and old[code].label != new[code].label:
            level = say("%(scale)s, level %(level)s", scale=name, level=code)
            pair = (old[code], new[code])
            yield from compared(Shelf.SCALES, id_, level, pair, both, LEVEL)


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of a scale's levels, as a thing with one aspect."""

    codes: tuple[str, ...]


LEVEL = (Aspect("label", say("is called")),)


def domain(both: tuple[Curriculum, Curriculum], was: Any, becomes: Any) -> Iterator[Change]:
    things = (was, becomes)
    name = (Aspect("name", say("name")),)
    yield from compared(Shelf.DOMAINS, becomes.id, becomes.name, things, both, name)
    yield from shelf_changes(
        Shelf.DOMAINS,
        (by_id(was.subcompetencies), by_id(becomes.subcompetencies)),
        SUBCOMPETENCIES,
        lambda old, new: compared(Shelf.DOMAINS, new.id, new.name, (old, new), both, SUBCOMPETENCY),
    )


def by_id(parts: Any) -> dict[str, Any]:
    return {part.id: part for part in parts}
