"""The form of one kind of case: what every case has, and the fields of this procedure only.

It shows; it does not judge. What was sent is read by `reading` and judged by the domain, once,
for every way in; the validators here only tell the browser what is needed and how long it may be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from logbook.domain.catalogue import FieldKind, FieldSpec, Procedure, Vocabulary
from logbook.domain.curriculum import Curriculum
from logbook.web.fields import DayField
from logbook.web.forms import Form, choices
from logbook.web.identifiers.guarded import GUARDED

FEW = 5
"""Up to so many choices are buttons; more are a list."""

DETAIL = "details-"
OPEN_LISTS = {"levels", "sides", "regions", "approaches"}
"""Where the procedure was done: what differs from case to case."""


class TicksField(SelectMultipleField):
    """Several of a list, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that stand together, under a heading."""

    label: str
    fields: list[Field]


class CaseForm(Form):
    """What is asked of every case."""

    open_names: frozenset[str] = frozenset()
    group_names: Mapping[str, str] = {}
    """The heading of each of the procedure's own fields, by name of the field."""

    case_id = HiddenField()
    revision = HiddenField()
    performed_on = DayField(_("Date"), [InputRequired()])
    role = RadioField(_("Your role"), [InputRequired()], validate_choice=False)
    supervisor = SelectField(_("Supervisor"), validate_choice=False)
    site = SelectField(_("Site"), validate_choice=False)
    setting = RadioField(_("Setting"), validate_choice=False)
    age_band = RadioField(_("Patient's age"), validate_choice=False)
    outcome = RadioField(_("Outcome"), validate_choice=False)
    complications = TicksField(_("Complications"), validate_choice=False)
    complication_note = StringField(_("What happened"), [Length(max=300), GUARDED])
    indication = StringField(_("Indication"), [Length(max=300), GUARDED])
    code = StringField(_("Code of your supervisor's phone"), [Length(max=20)])
    why = StringField(_("What was wrong"), [InputRequired(), Length(max=300), GUARDED])
    reflection = TextAreaField(_("Reflection"), [Length(max=4000), GUARDED])

    def detail_fields(self) -> list[Field]:
        return [field for field in self if field.short_name.startswith(DETAIL)]

    def open_fields(self) -> list[Field]:
        """What differs from case to case: levels, side, approach. Always in sight."""
        return [field for field in self.detail_fields() if field.short_name in self.open_names]

    def technique_fields(self) -> list[Field]:
        """What stays much the same: folded away, prefilled from the last case."""
        return [field for field in self.detail_fields() if field.short_name not in self.open_names]

    def technique_parts(self) -> list[Part]:
        grouped = groupby(self.technique_fields(), lambda field: self.group_names[field.short_name])
        return [Part(label, list(fields)) for label, fields in grouped]


def class_for(curriculum: Curriculum, procedure: Procedure, language: str) -> type[CaseForm]:
    """The form class of a procedure in a language; kept, since a version never changes. The
    curriculum is kept along with it, so that its id means nobody else's."""
    key = (id(curriculum), procedure.id, language)
    if key not in _CLASSES:
        if len(_CLASSES) >= MOST_CLASSES:
            _CLASSES.clear()
        _CLASSES[key] = curriculum, _make(curriculum, procedure, language)
    return _CLASSES[key][1]


MOST_CLASSES = 2048
_CLASSES: dict[tuple[int, str, str], tuple[Curriculum, type[CaseForm]]] = {}


def _make(curriculum: Curriculum, procedure: Procedure, language: str) -> type[CaseForm]:
    fields: dict[str, object] = {
        DETAIL + spec.name: _field(spec, language) for spec in procedure.fields
    }
    fields["open_names"] = frozenset(
        DETAIL + spec.name for spec in procedure.fields if spec.required or spec.own in OPEN_LISTS
    )
    groups = {one.id: one.label.in_(language) for one in curriculum.field_groups.values()}
    fields["group_names"] = {
        DETAIL + spec.name: groups.get(spec.group, "") for spec in procedure.fields
    }
    return type("CaseFormOf" + procedure.id.title().replace("_", ""), (CaseForm,), fields)


def _field(spec: FieldSpec, language: str) -> Field:
    label = spec.label.in_(language) + (f" ({spec.unit})" if spec.unit else "")
    if spec.kind is FieldKind.CHOICES and spec.choices:
        return TicksField(label, choices=_labels(spec.choices, language), validate_choice=False)
    if spec.kind is FieldKind.CHOICE and spec.choices:
        if len(spec.choices) <= FEW:
            offered = _labels(spec.choices, language)
            return RadioField(label, choices=offered, validate_choice=False)
        offered = _labels(spec.choices, language, empty="–")
        return SelectField(label, choices=offered, validate_choice=False)
    if spec.kind is FieldKind.TEXT:
        return StringField(label, [Length(max=spec.high), GUARDED])
    keys = "numeric" if spec.kind is FieldKind.INTEGER else "decimal"
    return StringField(label, [Length(max=12)], render_kw={"inputmode": keys})


def _labels(vocabulary: Vocabulary, language: str, empty: str | None = None) -> list[Any]:
    return choices(
        ((code, choice.label.in_(language)) for code, choice in vocabulary.items()), empty
    )


def offer(form: CaseForm, curriculum: Curriculum, language: str) -> None:
    """Fill in the choices that every case has."""
    words = curriculum.vocabularies
    form.role.choices = _labels(words["roles"], language)
    form.outcome.choices = _labels(words["outcomes"], language)
    form.age_band.choices = _labels(words["age_bands"], language)
    form.setting.choices = _labels(words["settings"], language, empty=gettext("Not stated"))
    form.setting.data = form.setting.data or ""
    form.complications.choices = choices(
        (one.id, one.label.in_(language)) for one in curriculum.complications.values()
    )
