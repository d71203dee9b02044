"""What was typed in short, as chips that can be taken away, and as the beginning of a form."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from logbook.domain.catalogue import FieldKind, FieldSpec, Procedure
from logbook.domain.curriculum import Curriculum
from logbook.domain.shorthand import Part, Understood, Word
from logbook.web.cases.forms import DETAIL
from logbook.web.words import language

LABELS: dict[Part, Callable[[], str]] = {
    Part.KIND: lambda: gettext("What"),
    Part.LEVELS: lambda: gettext("Levels"),
    Part.SIDE: lambda: gettext("Side"),
    Part.GUIDANCE: lambda: gettext("Guidance"),
    Part.ROLE: lambda: gettext("Your role"),
    Part.UNKNOWN: lambda: gettext("Not understood"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A word as it was understood."""

    label: str
    typed: str
    words: str
    known: bool
    without: str
    """What is left to look for when it is taken away."""

    @property
    def spread(self) -> bool:
        """One span was read as several levels: for a nerve root that may be more than was done."""
        return any(sign in self.typed for sign in "-/") and "," in self.words


def chips_of(understood: Understood, curriculum: Curriculum) -> list[Chip]:
    typed = understood.words
    return [
        Chip(
            label=LABELS[word.part](),
            typed=word.typed,
            words=_in_words(word, understood, curriculum),
            known=word.part is not Part.UNKNOWN,
            without=" ".join(other.typed for other in typed if other is not word),
        )
        for word in typed
    ]


def _in_words(word: Word, understood: Understood, curriculum: Curriculum) -> str:
    """The words of a choice; levels as the only procedure writes them that is left."""
    if word.code:
        return curriculum.vocabularies[word.part.value][word.code].label.in_(language())
    if word.part is Part.LEVELS and len(understood.procedures) == 1:
        alone = Understood((word,), ())
        levels = alone.details_of(understood.procedures[0]).get("levels")
        return ", ".join(levels) if isinstance(levels, list) else word.typed
    return word.typed


def asked_with(understood: Understood, procedure: Procedure) -> dict[str, object]:
    """What the address of a form carries along: codes only, never words that somebody typed."""
    details = understood.details_of(procedure)
    role = {"role": understood.role} if understood.role else {}
    return {**{DETAIL + name: value for name, value in details.items()}, **role}


def carried_along(curriculum: Curriculum, procedure: Procedure) -> dict[str, object]:
    """The values that the address of a form begins it with; what is none of its choices is not."""
    asked = request.args
    begun = {
        DETAIL + spec.name: value
        for spec in procedure.fields
        if (value := _choices_of(spec, asked)) is not None
    }
    if (role := asked.get("role", "")) in curriculum.vocabularies["roles"]:
        begun["role"] = role
    return begun


def _choices_of(spec: FieldSpec, asked: MultiDict[str, str]) -> object:
    known = spec.choices or {}
    said = [code for code in asked.getlist(DETAIL + spec.name) if code in known]
    if not said:
        return None
    return said if spec.kind is FieldKind.CHOICES else said[0]
