"""What is said in an assessment, by both sides, and what is wrong with it in plain words.

Levels are kept as the codes of their scale. They are compared within one scale only, and no mean is
taken of them anywhere: `2A` is no number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from logbook.domain.case_content import Complaint, about_text
from logbook.domain.competencies import Level
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say
from logbook.domain.forms import AssessmentForm, FormItem, ItemKind

TEXT_LIMITS = {"went_well": 600, "next_step": 600}
"""Longest of the two texts, in characters."""
ITEM_TEXT_LIMIT = 600
CONTEXT_LIMIT = 200
WORDS_LIMIT = 300
"""Longest comment of a fellow, and longest reason."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an assessor says."""

    level: str | None = None
    """On the form's scale: the code."""
    items: Mapping[str, str] = field(default_factory=dict)
    """By id of the item: a code, or a text."""
    went_well: str = ""
    next_step: str = ""


def choices_of(item: FormItem, curriculum: Curriculum) -> tuple[Level, ...]:
    """The levels of an item's scale in their order, then the answers that are no level."""
    if item.scale is None:
        return ()
    scale = curriculum.scales[item.scale]
    return (*scale.levels, *scale.outside)


def overall_levels(form: AssessmentForm, curriculum: Curriculum) -> tuple[Level, ...]:
    """What can be chosen as the overall level; none where the form gives none."""
    if form.scale is None:
        return ()
    scale = curriculum.scales[form.scale]
    return (*scale.levels, *scale.outside)


def asked_of_fellow(form: AssessmentForm) -> tuple[str, ...]:
    """What a fellow rates of their own work: the overall level where there is one, so that it is
    one tap; otherwise the items that have levels."""
    if form.scale is not None:
        return ("level",)
    return tuple(item.id for item in form.items if item.kind is ItemKind.LEVEL and item.required)


def complaints(
    said: Judgement, form: AssessmentForm, curriculum: Curriculum, complete: bool = True
) -> dict[str, Message]:
    """What is wrong, by field (`level`, `items.history`, `went_well`). `complete` when it is to be
    signed: then what is missing is wrong too."""
    found: dict[str, Message] = {}
    for name, message in (
        *about_level(said.level, form, curriculum, complete),
        *about_items(said.items, form, curriculum, complete),
        *about_words(said, complete),
    ):
        found.setdefault(name, message)
    return found


def own_complaints(
    own: Mapping[str, str], form: AssessmentForm, curriculum: Curriculum
) -> dict[str, Message]:
    """What is wrong with a fellow's own rating; all of it is asked for."""
    found: dict[str, Message] = {}
    for name in asked_of_fellow(form):
        item = form.item(name)
        levels = overall_levels(form, curriculum) if item is None else choices_of(item, curriculum)
        if own.get(name) not in {level.code for level in levels}:
            found[f"own.{name}"] = say("Rate yourself first: choose a level.")
    return found


def about_level(
    level: str | None, form: AssessmentForm, curriculum: Curriculum, complete: bool
) -> Iterator[Complaint]:
    known = {one.code for one in overall_levels(form, curriculum)}
    if level and level not in known:
        yield "level", say("Choose a level of the scale.")
    elif complete and known and not level:
        yield "level", say("Choose a level.")


def about_items(
    given: Mapping[str, str], form: AssessmentForm, curriculum: Curriculum, complete: bool
) -> Iterator[Complaint]:
    for item in form.items:
        name, answer = f"items.{item.id}", given.get(item.id, "").strip()
        if not answer:
            if complete and item.required:
                yield name, say("This is asked for.")
        elif item.kind is ItemKind.TEXT:
            yield from about_text(name, answer, ITEM_TEXT_LIMIT)
        elif answer not in codes_of(item, curriculum):
            yield name, say("Choose one of the list.")


def codes_of(item: FormItem, curriculum: Curriculum) -> set[str]:
    if item.kind is ItemKind.CHOICE:
        return {choice.code for choice in item.choices}
    return {level.code for level in choices_of(item, curriculum)}


def about_words(said: Judgement, complete: bool) -> Iterator[Complaint]:
    for name, limit in TEXT_LIMITS.items():
        text = getattr(said, name)
        yield from about_text(name, text, limit)
        if complete and not text.strip():
            yield name, MISSING[name]


MISSING = {
    "went_well": say("Say one thing that went well."),
    "next_step": say("Say one next step."),
}


def about_the_day(on: date, today: date, starts_on: date, ends_on: date) -> Iterator[Complaint]:
    if on > today:
        yield "happened_on", say("This date is in the future.")
    elif on < starts_on:
        yield "happened_on", say("This is before the training began.")
    elif on > ends_on:
        yield "happened_on", say("This is after the training ended.")
