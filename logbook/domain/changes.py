"""How two editions are compared: thing by thing of a shelf, and of each thing aspect by aspect."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say
from logbook.domain.document import Text


class Shelf(Enum):
    """A part of a curriculum, in the order in which changes are told."""

    FRAME = "frame"
    REQUIREMENTS = "requirements"
    COMPETENCIES = "competencies"
    CATEGORIES = "categories"
    PROCEDURES = "procedures"
    FIELDS = "fields"
    """What may be said of a case: fields, their groups and lists, complications."""
    CURVES = "curves"
    """What counts as a failure on a learning curve."""
    FORMS = "forms"
    SCALES = "scales"
    ROTATIONS = "rotations"
    ACTIVITIES = "activities"
    CREDENTIALS = "credentials"
    TESTS = "tests"
    DOMAINS = "domains"
    SOURCES = "sources"


class Change(NamedTuple):
    """One thing that is another than before."""

    shelf: Shelf
    of: str
    """The id of what changed; of the curriculum itself, nothing."""
    told: str
    """The sentence with its blanks filled in English: two of the same are one change."""
    what: Message


class Both(NamedTuple):
    before: Curriculum
    after: Curriculum


Told = Callable[[Any, Curriculum], object]
"""A value as its reader knows it: a name for an id, words for nothing."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """One field of a thing, and what it is called."""

    field: str
    called: Message
    told: Told | None = None

    def of(self, value: Any, curriculum: Curriculum) -> object:
        return plainly(value) if self.told is None else self.told(value, curriculum)


def plainly(value: Any) -> object:
    if value is None or value in ("", ()):
        return say("nothing")
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return value


def named(shelf: Callable[[Curriculum], Mapping[str, Any]], words: str = "name") -> Told:
    """Ids as the names of what they stand for."""

    def told(value: Any, curriculum: Curriculum) -> object:
        if isinstance(value, str):
            known = shelf(curriculum).get(value)
            return getattr(known, words) if known is not None else value
        return plainly(value)

    return told


def change(shelf: Shelf, of: str, what: Message) -> Change:
    return Change(shelf, of, english(what), what)


def english(value: object) -> str:
    """As its author would read it; only compared, never shown."""
    if isinstance(value, Message):
        return value.id % {name: english(part) for name, part in value.params.items()}
    if isinstance(value, tuple):
        return ", ".join(english(part) for part in value)
    if isinstance(value, Text):
        return repr(sorted(value.words.items()))
    return str(value.value) if isinstance(value, Enum) else str(value)


def compared(
    shelf: Shelf,
    of: str,
    name: object,
    things: tuple[Any, Any],
    both: tuple[Curriculum, Curriculum],
    aspects: Sequence[Aspect],
) -> Iterator[Change]:
    """One change for each aspect that is another."""
    for aspect in aspects:
        was, becomes = (getattr(thing, aspect.field) for thing in things)
        if was != becomes:
            for what in difference(name, aspect, was, becomes, both):
                yield change(shelf, of, what)


def difference(
    name: object, aspect: Aspect, was: Any, becomes: Any, both: tuple[Curriculum, Curriculum]
) -> Iterator[Message]:
    if isinstance(was, Text) and isinstance(becomes, Text):
        yield from other_words(name, aspect.called, was, becomes)
    elif isinstance(was, tuple | frozenset) and isinstance(becomes, tuple | frozenset):
        yield other_members(name, aspect, was, becomes, both)
    else:
        yield say(
            "%(name)s, %(what)s: %(before)s becomes %(after)s.",
            name=name,
            what=aspect.called,
            before=aspect.of(was, both[0]),
            after=aspect.of(becomes, both[1]),
        )


def other_words(name: object, called: Message, was: Text, becomes: Text) -> Iterator[Message]:
    """Where every language says something else, one change; else one for each that does."""
    spoken = sorted({*was.words, *becomes.words})
    others = [one for one in spoken if was.words.get(one) != becomes.words.get(one)]
    if others == spoken:
        yield say(
            "%(name)s, %(what)s: “%(before)s” becomes “%(after)s”.",
            name=name,
            what=called,
            before=was,
            after=becomes,
        )
        return
    for one in others:
        yield say(
            "%(name)s, %(what)s in %(language)s: “%(before)s” becomes “%(after)s”.",
            name=name,
            what=called,
            language=SPOKEN.get(one, one),
            before=was.words.get(one) or say("nothing"),
            after=becomes.words.get(one) or say("nothing"),
        )


SPOKEN: Mapping[str, object] = {"en": say("English"), "id": say("Indonesian")}


def other_members(
    name: object, aspect: Aspect, was: Any, becomes: Any, both: tuple[Curriculum, Curriculum]
) -> Message:
    """What came to a list and what went from it."""
    gone = tuple(aspect.of(one, both[0]) for one in ordered(was) if one not in becomes)
    come = tuple(aspect.of(one, both[1]) for one in ordered(becomes) if one not in was)
    blanks = {"name": name, "what": aspect.called}
    if come and gone:
        return say(
            "%(name)s, %(what)s: %(come)s new, %(gone)s no longer.", come=come, gone=gone, **blanks
        )
    if come:
        return say("%(name)s, %(what)s: %(come)s new.", come=come, **blanks)
    if gone:
        return say("%(name)s, %(what)s: %(gone)s no longer.", gone=gone, **blanks)
    return say("%(name)s, %(what)s: in another order.", **blanks)


def ordered(members: Any) -> Sequence[Any]:
    """A set has no order of its own."""
    return sorted(members) if isinstance(members, frozenset) else members


class Words(NamedTuple):
    """What is said of a thing that one of two editions has: with its name in the blank."""

    new: str
    gone: str
    order: Message


Compare = Callable[[Any, Any], Iterator[Change]]


def shelf_changes(
    shelf: Shelf,
    things: tuple[Mapping[str, Any], Mapping[str, Any]],
    words: Words,
    compare: Compare,
    called: Callable[[Any], object] = lambda thing: thing.name,
) -> Iterator[Change]:
    """New things and changed ones in the order of the later document, then those that are gone."""
    before, after = things
    for id_, thing in after.items():
        if id_ not in before:
            yield change(shelf, id_, Message(words.new, {"name": called(thing)}))
        elif before[id_] != thing:
            yield from compare(before[id_], thing)
    for id_, thing in before.items():
        if id_ not in after:
            yield change(shelf, id_, Message(words.gone, {"name": called(thing)}))
    if [id_ for id_ in before if id_ in after] != [id_ for id_ in after if id_ in before]:
        yield change(shelf, "", words.order)
