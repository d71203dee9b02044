"""All facts of a case but its role, in the reader's language."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from flask_babel import format_date, format_decimal, gettext

from logbook.domain.case_content import number_in
from logbook.domain.catalogue import FieldKind, FieldSpec
from logbook.domain.curriculum import Curriculum
from logbook.queries.approval_queue import WaitingCase
from logbook.web.in_the_room import seen_in_words
from logbook.web.words import language

Fact = tuple[str, str]


class Told(Protocol):
    """What can be told of a case, with the curriculum that its codes belong to."""

    @property
    def curriculum(self) -> Curriculum: ...
    @property
    def procedure(self) -> str: ...
    @property
    def performed_on(self) -> date: ...
    @property
    def setting(self) -> str | None: ...
    @property
    def site(self) -> str | None: ...
    @property
    def age_band(self) -> str | None: ...
    @property
    def indication(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def complications(self) -> Sequence[str]: ...
    @property
    def complication_note(self) -> str: ...
    @property
    def reflection(self) -> str: ...
    @property
    def details(self) -> Mapping[str, object]: ...


def facts_of(case: Told) -> list[Fact]:
    """Label and value of everything that was logged, but for the role."""
    curriculum = case.curriculum
    return [
        fact
        for fact in (
            (gettext("Date"), format_date(case.performed_on, "medium")),
            *_details(case),
            (gettext("Outcome"), chosen(curriculum, "outcomes", case.outcome)),
            (gettext("Complications"), _complications(case)),
            (gettext("Indication"), case.indication),
            (gettext("Patient's age"), chosen(curriculum, "age_bands", case.age_band)),
            (gettext("Setting"), chosen(curriculum, "settings", case.setting)),
            (gettext("Site"), case.site or ""),
        )
        if fact[1]
    ]


def all_said(case: Told) -> list[Fact]:
    """The facts and the reflection, for telling what changed."""
    return [*facts_of(case), (gettext("Reflection"), case.reflection)]


def all_shown(case: WaitingCase) -> list[Fact]:
    """The same and what else a supervisor is shown: what an approval is about."""
    return [*shown_of(case), (gettext("Reflection"), case.reflection)]


def shown_of(case: WaitingCase) -> list[Fact]:
    """The facts, and whether the two were there together."""
    facts = facts_of(case)
    if case.seen is None:
        return facts
    return [*facts[:1], (gettext("Seen together"), seen_in_words(case.seen)), *facts[1:]]


def chosen(curriculum: Curriculum, vocabulary: str, code: str | None) -> str:
    """The words for a code; the code itself where the curriculum does not know it."""
    if not code:
        return ""
    choice = curriculum.vocabularies[vocabulary].get(code)
    return choice.label.in_(language()) if choice else code


def _complications(case: Told) -> str:
    known = case.curriculum.complications
    names = [
        known[code].label.in_(language()) if code in known else code for code in case.complications
    ]
    if not names:
        return gettext("None")
    return "; ".join([*names, *([case.complication_note] if case.complication_note else [])])


def _details(case: Told) -> Iterator[Fact]:
    """The procedure's own fields in the order of its form; a unit stands behind its number."""
    procedure = case.curriculum.procedures[case.procedure]
    units = {
        spec.companion.field: spec
        for spec in procedure.fields
        if spec.companion and spec.companion.when is None and spec.name in case.details
    }
    for spec in procedure.fields:
        if spec.name not in case.details or spec.name in units:
            continue
        value = shown(spec, case.details[spec.name])
        if spec.companion and spec.companion.field in units:
            value = " ".join((value, _unit(procedure.field(spec.companion.field), case.details)))
        yield spec.label.in_(language()), value


def _unit(spec: FieldSpec | None, details: Mapping[str, object]) -> str:
    return shown(spec, details.get(spec.name, "")) if spec is not None else ""


def shown(spec: FieldSpec, value: object) -> str:
    """A value of a case's field as a person reads it."""
    if isinstance(value, list | tuple):
        return ", ".join(_choice(spec, str(code)) for code in value)
    if spec.kind is FieldKind.CHOICE:
        return _choice(spec, str(value))
    text = str(value)
    number = number_in(text) if spec.kind is FieldKind.DECIMAL else None
    if number is not None:
        text = format_decimal(number)
    return f"{text} {spec.unit}" if spec.unit else text


def _choice(spec: FieldSpec, code: str) -> str:
    choice = (spec.choices or {}).get(code)
    return choice.label.in_(language()) if choice else code
