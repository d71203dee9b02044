"""Forms of an assessment. What a form of the curriculum asks is data, so its fields are made for
each request."""

from collections.abc import Mapping
from typing import Any, cast

from flask_babel import gettext, lazy_gettext
from wtforms import (
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.form import BaseForm
from wtforms.validators import InputRequired
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import HiddenInput

from logbook.domain.assessment_content import (
    CONTEXT_LIMIT,
    ITEM_TEXT_LIMIT,
    TEXT_LIMITS,
    WORDS_LIMIT,
    Judgement,
    asked_of_fellow,
    choices_of,
    overall_levels,
)
from logbook.domain.curriculum import Curriculum
from logbook.domain.forms import AssessmentForm, FormItem, ItemKind
from logbook.web.forms import Form, choices
from logbook.web.identifiers.guarded import GUARDED
from logbook.web.presence import SigningForm
from logbook.web.words import language


class AskForm(Form):
    """Who, what about, and when. The fellow's own rating stands beside it as a form of its own."""

    assessor = SelectField(lazy_gettext("Who saw it"), validate_choice=False)
    competency = SelectField(lazy_gettext("Competency"), validate_choice=False)
    happened_on = DateField(lazy_gettext("When"), [InputRequired()])
    context = StringField(
        lazy_gettext("What it is about"),
        [MayBeEmpty(), GUARDED],
        render_kw={"maxlength": CONTEXT_LIMIT},
    )


class AcknowledgeForm(Form):
    comment = StringField(
        lazy_gettext("Your comment"), [MayBeEmpty(), GUARDED], render_kw={"maxlength": WORDS_LIMIT}
    )


class WordsForm(SigningForm):
    """The words; what the curriculum's form asks comes from `questions`."""

    went_well = TextAreaField(
        lazy_gettext("What went well"), [GUARDED], render_kw={"maxlength": TEXT_LIMITS["went_well"]}
    )
    next_step = TextAreaField(
        lazy_gettext("One next step"), [GUARDED], render_kw={"maxlength": TEXT_LIMITS["next_step"]}
    )


class FillForm(WordsForm):
    revision = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class AmendForm(WordsForm):
    """What is said instead, about what, and what was wrong before."""

    why = StringField(
        lazy_gettext("What was wrong"), [GUARDED], render_kw={"maxlength": WORDS_LIMIT}
    )
    competency = SelectField(lazy_gettext("Competency"), validate_choice=False)
    happened_on = DateField(lazy_gettext("When"), [InputRequired()])


def own_rating(
    form: AssessmentForm, curriculum: Curriculum, sent: Any = None, question: str | None = None
) -> BaseForm:
    """What a fellow rates of the own work: one level, or the items of a form without one."""
    fields: dict[str, Field] = {}
    for name in asked_of_fellow(form):
        item = form.item(name)
        if item is None:
            label = question or gettext("How much supervision would you have needed?")
            fields[name] = _levels(label, overall_levels(form, curriculum))
        else:
            fields[name] = _of_item(item, curriculum)
    return _made(fields, "own-", sent)


def questions(
    form: AssessmentForm,
    curriculum: Curriculum,
    sent: Any = None,
    kept: Mapping[str, Any] | None = None,
) -> BaseForm:
    """The items in the order of the form, then the overall level."""
    fields = {f"items-{item.id}": _of_item(item, curriculum) for item in form.items}
    if form.scale is not None:
        label = curriculum.scales[form.scale].name.in_(language())
        fields["level"] = _levels(label, overall_levels(form, curriculum))
    return _made(fields, "", sent, kept)


def level_notes(form: AssessmentForm, curriculum: Curriculum) -> dict[str, str]:
    """What each overall level means, by code."""
    return {one.code: one.label.in_(language()) for one in overall_levels(form, curriculum)}


def judgement_of(fill: WordsForm, asked: BaseForm, form: AssessmentForm) -> Judgement:
    """What was typed, as the domain takes it."""
    items = {item.id: asked[f"items-{item.id}"].data or "" for item in form.items}
    return Judgement(
        level=(asked["level"].data or None) if form.scale is not None else None,
        items={name: answer for name, answer in items.items() if answer},
        went_well=fill.went_well.data or "",
        next_step=fill.next_step.data or "",
    )


def values_of(draft: Mapping[str, Any]) -> dict[str, Any]:
    """A draft as the fields are called."""
    items = {f"items-{name}": answer for name, answer in draft.get("items", {}).items()}
    return {**items, "level": draft.get("level")}


def _of_item(item: FormItem, curriculum: Curriculum) -> Field:
    label, hint = item.label.in_(language()), item.hint.in_(language()) if item.hint else ""
    if item.kind is ItemKind.TEXT:
        return _unbound(
            TextAreaField(
                label, [GUARDED], description=hint, render_kw={"maxlength": ITEM_TEXT_LIMIT}
            )
        )
    if item.kind is ItemKind.CHOICE:
        pairs = [(one.code, one.label.in_(language())) for one in item.choices]
    else:
        pairs = [(one.code, one.label.in_(language())) for one in choices_of(item, curriculum)]
    return _unbound(
        RadioField(label, description=hint, choices=choices(pairs), validate_choice=False)
    )


def _levels(label: str, levels: Any) -> Field:
    pairs = [(one.code, one.code if one.order else one.label.in_(language())) for one in levels]
    return _unbound(RadioField(label, choices=choices(pairs), validate_choice=False))


def _unbound(field: object) -> Field:
    """WTForms makes fields in two steps; the first has no type of its own."""
    return cast(Field, field)


def _made(
    fields: Mapping[str, Field], prefix: str, sent: Any, kept: Mapping[str, Any] | None = None
) -> BaseForm:
    form = BaseForm(fields, prefix=prefix)
    form.process(sent, data=dict(kept or {}))
    return form
