"""Findings as a page shows them: in their words, with a reason, and what their writer says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from flask import Flask, g, request
from flask_babel import gettext
from wtforms import Field

from logbook.domain.harmless import Harmless, key_of
from logbook.domain.identifiers import Finding, IdentifierKind, find_identifiers
from logbook.queries.harmless import reasons_of
from logbook.web import current
from logbook.web.identifiers.hearing import stated

AROUND = 24
"""Letters of the text shown on either side of a finding."""

WORDS: dict[Enum, Callable[[], str]] = {
    IdentifierKind.NAME: lambda: gettext("a name"),
    IdentifierKind.BIRTH: lambda: gettext("a day of birth"),
    IdentifierKind.AGE: lambda: gettext("an age of ninety or more"),
    IdentifierKind.RECORD: lambda: gettext("a record number"),
    IdentifierKind.NATIONAL: lambda: gettext("a national number"),
    IdentifierKind.INSURANCE: lambda: gettext("an insurance number"),
    IdentifierKind.PHONE: lambda: gettext("a telephone number"),
    IdentifierKind.ADDRESS: lambda: gettext("an address"),
    IdentifierKind.EMAIL: lambda: gettext("a mail address"),
    IdentifierKind.WEB: lambda: gettext("a web address"),
    Harmless.THING: lambda: gettext("a device, a drug or a scale"),
    Harmless.TECHNIQUE: lambda: gettext("a technique or a sign with a name"),
    Harmless.COLLEAGUE: lambda: gettext("a colleague, not a patient"),
    Harmless.NUMBER: lambda: gettext("a lot, a model, a code or a measurement"),
    Harmless.DAY: lambda: gettext("the day of a procedure, a picture or a paper"),
    Harmless.PUBLIC: lambda: gettext("a publication, an institution or a public place"),
    Harmless.WORDS: lambda: gettext("ordinary words"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One finding on a page."""

    key: str
    before: str
    words: str
    after: str
    kind: IdentifierKind
    reason: Harmless | None
    start: int
    end: int
    """Places as a script counts them, in units of UTF-16."""


def told(text: str, reason_for: Callable[[str, Finding], Harmless | None]) -> list[Told]:
    return [
        Told(
            key=(key := key_of(text, one)),
            before=_edge(text[: one.start], -AROUND),
            words=text[one.start : one.end],
            after=_edge(text[one.end :], AROUND),
            kind=one.kind,
            reason=reason_for(key, one),
            start=_in_utf16(text[: one.start]),
            end=_in_utf16(text[: one.end]),
        )
        for one in find_identifiers(text)
    ]


def _edge(text: str, many: int) -> str:
    """The letters next to a finding, with dots where more were cut off."""
    if len(text) <= abs(many):
        return text
    return "…" + text[many:] if many < 0 else text[:many] + "…"


def _in_utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def told_of_field(field: Field) -> list[Told]:
    """Of a field on a page: with what was sent along, or what the record's ledger has of it."""
    text = field.data if isinstance(field.data, str) else ""
    if request.method == "POST":
        said = stated()
        return told(text, lambda key, _one: said.get(key))
    return told(text, lambda _key, one: _stated_before().get((field.name, one.kind)))


def recall_statements(subject_id: UUID) -> None:
    """Before a record is shown to be changed: what was stated of its words stays stated. Looked up
    only when a field has something to ask for."""
    g.words_of = subject_id


def _stated_before() -> Mapping[tuple[str, str], Harmless]:
    """By name of the form's field, which has a hyphen where the domain has a point."""
    if "words_of" not in g:
        return {}
    if "stated_before" not in g:
        found = reasons_of(current.actor(), g.words_of)
        g.stated_before = {
            (name.replace(".", "-"), kind): reason for (name, kind), reason in found.items()
        }
    before: Mapping[tuple[str, str], Harmless] = g.stated_before
    return before


def label_of(code: str) -> str:
    """The words for a kind or a reason, by its code."""
    return next((say() for member, say in WORDS.items() if member.value == code), code)


def set_up(app: Flask) -> None:
    app.add_template_global(told_of_field)
    app.jinja_env.globals["HARMLESS"] = list(Harmless)
    app.add_template_filter(label_of, "identifier")
