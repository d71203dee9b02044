"""What a fellow states about a case, and what is wrong with it in plain words.

A draft may be incomplete but never invalid. Failed, abandoned and handed-over cases are normal
entries and ask for nothing more than the others: a log without them tells no learning curve.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from logbook.domain.catalogue import (
    CaseRole,
    Choice,
    FieldKind,
    FieldSpec,
    Outcome,
    Procedure,
)
from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message, say
from logbook.domain.harmless import somebody_listens, unexplained

TEXT_LIMITS = {"indication": 300, "complication_note": 300, "reflection": 4000}
"""Longest free texts, in characters."""

MOST_NAMED = 3
"""So many findings are named in a complaint."""

NUMBER = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,3})?")

Complaint = tuple[str, Message]
"""The field, as `outcome` or `details.levels`, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class CaseContent:
    """What a fellow states about a case. Of the patient, the age band and nothing else."""

    procedure: str
    performed_on: date
    role: CaseRole
    setting: str | None = None
    age_band: str | None = None
    indication: str = ""
    outcome: str = Outcome.SUCCESS
    complications: tuple[str, ...] = ()
    complication_note: str = ""
    reflection: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    """Values by name of the procedure's fields: codes, lists of codes, whole numbers and texts.
    A decimal is kept as text with a point, `2.5`: a seal is made over exact text."""


def complaints(
    content: CaseContent,
    curriculum: Curriculum,
    today: date,
    starts_on: date,
    ends_on: date,
    complete: bool = True,
) -> dict[str, Message]:
    """What is wrong, by field; the first complaint of each. `complete` when it is to be submitted,
    and then what is missing is wrong too. The dates are those of the enrollment."""
    found: dict[str, Message] = {}
    for name, message in (
        *about_the_date(content.performed_on, today, starts_on, ends_on),
        *about_choices(content, curriculum, complete),
        *about_complications(content, curriculum, complete),
        *about_texts(content),
        *about_details(content, curriculum, complete),
    ):
        found.setdefault(name, message)
    return found


def about_the_date(
    performed_on: date, today: date, starts_on: date, ends_on: date
) -> Iterator[Complaint]:
    if performed_on > today:
        yield "performed_on", say("This date is in the future.")
    elif performed_on < starts_on:
        yield "performed_on", say("This is before the training began.")
    elif performed_on > ends_on:
        yield "performed_on", say("This is after the training ended.")


def about_choices(
    content: CaseContent, curriculum: Curriculum, complete: bool
) -> Iterator[Complaint]:
    if content.procedure not in curriculum.procedures:
        yield "procedure", say("Choose a procedure of this curriculum.")
    for name, vocabulary, given in (
        ("role", "roles", content.role),
        ("outcome", "outcomes", content.outcome),
        ("setting", "settings", content.setting),
        ("age_band", "age_bands", content.age_band),
    ):
        if given and given not in curriculum.vocabularies[vocabulary]:
            yield name, say("Choose one of the list.")
    if complete and not content.age_band:
        yield "age_band", say("Choose the patient's age band.")
    if complete and not content.outcome:
        yield "outcome", say("Choose how the case ended.")


def about_complications(
    content: CaseContent, curriculum: Curriculum, complete: bool
) -> Iterator[Complaint]:
    known = curriculum.complications
    if any(code not in known for code in content.complications):
        yield "complications", say("Choose complications of the list.")
    elif len(set(content.complications)) < len(content.complications):
        yield "complications", say("A complication is there twice.")
    elif complete and any(known[code].needs_note for code in content.complications):
        yield from about_the_note(content.complication_note)


def about_the_note(note: str) -> Iterator[Complaint]:
    if not note.strip():
        yield "complication_note", say("Say in a few words what happened.")


def about_texts(content: CaseContent) -> Iterator[Complaint]:
    for name, limit in TEXT_LIMITS.items():
        yield from about_text(name, getattr(content, name), limit)


def about_text(name: str, text: str, limit: int) -> Iterator[Complaint]:
    """What is wrong with words that anybody writes about a case: the one place of the guard."""
    if len(text) > limit:
        yield name, say("Too long: at most %(limit)s characters.", limit=limit)
        return
    if found := unexplained(name, text):
        words = "”, “".join(text[one.start : one.end] for one in found[:MOST_NAMED])
        yield name, _telling(words, may_be_stated=somebody_listens())


def _telling(words: str, may_be_stated: bool) -> Message:
    if may_be_stated:
        return say(
            "This may tell who the patient is: “%(found)s”. Leave it out, or state why not.",
            found=words,
        )
    return say("This may tell who the patient is: “%(found)s”. Leave it out.", found=words)


def about_details(
    content: CaseContent, curriculum: Curriculum, complete: bool
) -> Iterator[Complaint]:
    procedure = curriculum.procedures.get(content.procedure)
    if procedure is None:
        return
    specs = {spec.name: spec for spec in procedure.fields}
    for name, value in content.details.items():
        if name not in specs:
            yield f"details.{name}", say("This does not belong to the procedure.")
        elif not is_blank(value):
            yield from about_detail(specs[name], value)
    if complete:
        for name in missing(procedure, content.details):
            yield f"details.{name}", say("This is needed before the case is submitted.")


def missing(procedure: Procedure, details: Mapping[str, object]) -> Iterator[str]:
    """Fields that the procedure needs, or that another answer calls for, and that are blank."""
    for spec in procedure.fields:
        given = details.get(spec.name)
        if spec.required and is_blank(given):
            yield spec.name
        other = spec.companion
        if other is None or is_blank(given) or other.when not in (None, given):
            continue
        if is_blank(details.get(other.field)):
            yield other.field


def about_detail(spec: FieldSpec, value: object) -> Iterator[Complaint]:
    name = f"details.{spec.name}"
    match spec.kind:
        case FieldKind.CHOICE:
            if not is_a_choice(spec, value):
                yield name, say("Choose one of the list.")
        case FieldKind.CHOICES:
            if not are_choices(spec, value):
                yield name, say("Choose from the list, each once.")
        case FieldKind.INTEGER | FieldKind.DECIMAL:
            yield from about_number(spec, value)
        case FieldKind.TEXT if isinstance(value, str):
            yield from about_text(name, value, spec.high)
        case _:
            yield name, say("Write this as text.")


def is_a_choice(spec: FieldSpec, value: object) -> bool:
    return isinstance(value, str) and value in choices_of(spec)


def are_choices(spec: FieldSpec, value: object) -> bool:
    if not isinstance(value, list | tuple):
        return False
    return all(is_a_choice(spec, part) for part in value) and len(set(value)) == len(value)


def choices_of(spec: FieldSpec) -> Mapping[str, Choice]:
    return spec.choices or {}


def about_number(spec: FieldSpec, value: object) -> Iterator[Complaint]:
    name = f"details.{spec.name}"
    if spec.kind is FieldKind.INTEGER and (isinstance(value, bool) or not isinstance(value, int)):
        yield name, say("Write a whole number.")
        return
    number = None if isinstance(value, float) else number_in(value)
    if number is None:
        yield name, say("Write a number, such as 2.5.")
    elif not spec.low <= number <= spec.high:
        yield name, say("Between %(low)s and %(high)s.", low=spec.low, high=spec.high)


def number_in(value: object) -> Decimal | None:
    """The number that a value is or writes, with at most three decimals; else None."""
    if isinstance(value, bool):
        return None
    written = str(value).strip()
    return Decimal(written) if NUMBER.fullmatch(written) else None


def is_blank(value: object) -> bool:
    return value is None or (isinstance(value, Sequence) and not value)


def level_sides(content: CaseContent, curriculum: Curriculum) -> int:
    """Levels times sides: two levels on both sides are four injections. At least 1."""
    procedure = curriculum.procedures[content.procedure]
    levels = content.details.get("levels") if procedure.levels else None
    count = len(levels) if isinstance(levels, list | tuple) else 1
    both = procedure.sided and content.details.get("laterality") == "bilateral"
    return max(1, count) * (2 if both else 1)


def tidied(content: CaseContent, curriculum: Curriculum) -> CaseContent:
    """The same statement as it is kept: no blanks around or instead of words, numbers as numbers.

    What a form or a spreadsheet gives comes as text, `2,5` in Indonesian. What cannot be read is
    left as it is, so that `complaints` can name it.
    """
    procedure = curriculum.procedures.get(content.procedure)
    specs = {spec.name: spec for spec in procedure.fields} if procedure else {}
    details = {name: tidy_value(specs.get(name), value) for name, value in content.details.items()}
    return replace(
        content,
        indication=plain(content.indication),
        complication_note=plain(content.complication_note),
        reflection=plain(content.reflection),
        details={name: value for name, value in details.items() if not is_blank(value)},
    )


_CONTROL_CHARACTERS = dict.fromkeys({*range(32), *range(127, 160)} - {ord("\n"), ord("\t")})
"""Unicode's category Cc, but for line breaks and tabs; mapped to nothing."""


def plain(text: str) -> str:
    """Without blanks around it and without control characters, which not every database keeps."""
    return text.translate(_CONTROL_CHARACTERS).strip()


def tidy_value(spec: FieldSpec | None, value: object) -> object:
    if isinstance(value, str):
        value = plain(value)
    if spec is None or is_blank(value):
        return value
    if spec.kind is FieldKind.CHOICES and are_choices(spec, value) and isinstance(value, Sequence):
        return [code for code in choices_of(spec) if code in value]
    if spec.kind in (FieldKind.INTEGER, FieldKind.DECIMAL):
        return tidy_number(spec.kind, value)
    return value


def tidy_number(kind: FieldKind, value: object) -> object:
    """A whole number, or a decimal in its shortest text; what is no such number unchanged."""
    number = number_in(value.replace(",", ".") if isinstance(value, str) else value)
    if number is None:
        return value
    if kind is FieldKind.DECIMAL:
        return format(number.normalize(), "f")
    return int(number) if number == number.to_integral_value() else value
