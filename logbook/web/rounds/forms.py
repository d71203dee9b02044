"""Forms of a round: to open one, and the form of the curriculum that raters fill in."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from wtforms import DateField, Field, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from logbook.domain.competencies import Scale
from logbook.domain.forms import AssessmentForm, FormItem, ItemKind
from logbook.web.forms import Form, choices


class OpenForm(Form):
    round_id = HiddenField()
    enrollment = SelectField(_("Fellow"), validate_choice=False)
    form = SelectField(_("Form"), validate_choice=False)
    closes_on = DateField(_("Open until"), [InputRequired()])
    raters = TextAreaField(_("Whom to ask"), [InputRequired(), Length(max=8000)])


class RateForm(Form):
    """What every rater is asked, beside the items."""

    def items(self) -> list[Field]:
        return [field for field in self if field.name.startswith(ITEM)]

    def answers(self) -> dict[str, str]:
        """Codes by item; what was left open says nothing."""
        said = {field.name.removeprefix(ITEM): field.data for field in self.items()}
        return {name: code for name, code in said.items() if code}


class RaterForm(RateForm):
    went_well = TextAreaField(_("One thing that went well"), [Length(max=500)])
    next_step = TextAreaField(_("One thing to try next"), [Length(max=500)])


ITEM = "item-"


def rate_form(
    form: AssessmentForm, scales: Mapping[str, Scale], language: str, base: type[RateForm]
) -> RateForm:
    """The form of this curriculum in this language."""
    fields = {
        ITEM + item.id: RadioField(
            item.label.in_(language),
            choices=_choices(item, scales, language),
            validate_choice=False,
        )
        for item in form.items
        if item.kind is not ItemKind.TEXT
    }
    made: RateForm = type(base.__name__ + "Of" + form.id.title(), (base,), fields)()
    return made


def _choices(item: FormItem, scales: Mapping[str, Scale], language: str) -> list[object]:
    if item.kind is ItemKind.CHOICE:
        return choices((one.code, one.label.in_(language)) for one in item.choices)
    scale = scales[item.scale or ""]
    levels = (*scale.levels, *scale.outside)
    return choices((level.code, level.label.in_(language)) for level in levels)
