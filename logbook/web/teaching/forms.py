"""Forms of sessions, hours, tests and reviews. Tables have a row of fields for each person."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID, uuid4

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import BadRequest
from wtforms import (
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from logbook.domain.curriculum import Curriculum
from logbook.domain.decisions import Message
from logbook.domain.knowledge import Outcome
from logbook.domain.milestones import codes, scale_of, subcompetencies
from logbook.domain.opportunities import KnowledgeTest
from logbook.queries.teaching import Trained
from logbook.services.refusals import Invalid
from logbook.web.fields import WholeNumberField
from logbook.web.forms import Form, choices
from logbook.web.identifiers.guarded import GUARDED
from logbook.web.words import label, language

LEVELS = "levels-"


class SessionForm(Form):
    session_id = HiddenField()
    kind = SelectField(_("Kind"), validate_choice=False)
    held_on = DateField(_("Date"), [InputRequired()])
    title = StringField(_("Title"), [GUARDED])
    minutes = WholeNumberField(_("Minutes"), [InputRequired()])
    present = SelectMultipleField(
        _("Who was there"),
        validate_choice=False,
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )


class SessionFilters(Form):
    class Meta(Form.Meta):
        csrf = False

    kind = SelectField(_("Kind"), validate_choice=False)
    fellow = SelectField(_("Fellow"), validate_choice=False)
    since = DateField(_("From"), [Optional()])
    until = DateField(_("To"), [Optional()])


class HoursForm(Form):
    kind = SelectField(_("Kind"), validate_choice=False)
    month = SelectField(_("Month"), validate_choice=False)
    title = StringField(_("Title"), [GUARDED])


class ResultsForm(Form):
    sat_on = DateField(_("Day of the sitting"), [InputRequired()])


class ResultForm(Form):
    """One result that takes the place of another."""

    sitting_id = HiddenField()
    sat_on = DateField(_("Day of the sitting"), [InputRequired()])
    score = WholeNumberField(_("Score in percent"), [Optional()])
    outcome = RadioField(_("Outcome"), validate_choice=False)


class LevelsForm(Form):
    """Ratings of milestones; the fields of the levels come from the curriculum."""

    def level_fields(self) -> list[Field]:
        return [field for field in self if field.name.startswith(LEVELS)]

    def levels(self) -> dict[str, str]:
        """Codes by subcompetency; what was left open is left out."""
        said = {field.name.removeprefix(LEVELS): field.data for field in self.level_fields()}
        return {name: code for name, code in said.items() if code}

    def fill(self, levels: Mapping[str, str]) -> None:
        for field in self.level_fields():
            field.data = levels.get(field.name.removeprefix(LEVELS))


class ReviewForm(LevelsForm):
    """The ratings of one review."""

    revision = HiddenField()
    amends = HiddenField()
    reviewed_on = DateField(_("Day of the review"), [InputRequired()])


def review_form(curriculum: Curriculum) -> ReviewForm:
    return with_levels(ReviewForm, curriculum)()


Rating = TypeVar("Rating", bound=LevelsForm)


def with_levels(form: type[Rating], curriculum: Curriculum) -> type[Rating]:
    """A form with a choice of levels for each subcompetency of this curriculum; with none where it
    has no scale for a committee."""
    scale = scale_of(curriculum)
    if scale is None:
        return form
    spoken = language()
    offered = [(one.code, one.code if one.order else one.label.in_(spoken)) for one in codes(scale)]
    fields = {
        LEVELS + one.id: RadioField(
            f"{one.id} · {one.name.in_(spoken)}", choices=choices(offered), validate_choice=False
        )
        for one in subcompetencies(curriculum)
    }
    return type(form.__name__ + curriculum.id.title(), (form,), fields)


def outcome_choices(empty: str | None = None) -> list[Any]:
    said = (Outcome.PASSED, Outcome.NOT_PASSED)
    return choices(((one.value, label(one).capitalize()) for one in said), empty)


def results_form(people: Iterable[Trained], test: KnowledgeTest) -> ResultsForm:
    """A row for each fellow: `id-`, `on-`, and `score-` or `outcome-` with the enrollment's id."""
    fields: dict[str, Any] = {}
    for one in people:
        fields[f"id-{one.id.hex}"] = HiddenField(default=str(uuid4()))
        fields[f"on-{one.id.hex}"] = DateField(
            gettext("Another day, %(name)s", name=one.fellow), [Optional()]
        )
        if test.pass_mark is None:
            fields[f"outcome-{one.id.hex}"] = SelectField(
                gettext("Outcome, %(name)s", name=one.fellow),
                choices=outcome_choices(gettext("Not sat")),
                validate_choice=False,
            )
        else:
            fields[f"score-{one.id.hex}"] = WholeNumberField(
                gettext("Score in percent, %(name)s", name=one.fellow), [Optional()]
            )
    made: ResultsForm = type("ResultsOfAll", (ResultsForm,), fields)()
    return made


def hours_form(people: Iterable[Trained]) -> HoursForm:
    """A row for each person: `id-` and `hours-` with the enrollment's id."""
    fields: dict[str, Any] = {}
    for one in people:
        fields[f"id-{one.id.hex}"] = HiddenField(default=str(uuid4()))
        fields[f"hours-{one.id.hex}"] = StringField(gettext("Hours, %(name)s", name=one.fellow))
    made: HoursForm = type("HoursOfAll", (HoursForm,), fields)()
    return made


def beside_rows(wrong: Invalid, rows: list[str], names: Mapping[str, str]) -> dict[str, Message]:
    """Complaints about `row-<n>-<name>` under the field of that row. `rows`: the ends of the names
    of their fields, in the order in which they were sent; `names`: the beginning, by what is
    complained of. What concerns no row keeps its name."""
    found = {}
    for name, said in wrong.complaints.items():
        head, _, rest = name.partition("-")
        if head != "row":
            found[name] = said
            continue
        n, _, about = rest.partition("-")
        found[f"{names[about]}-{rows[int(n)]}"] = said
    return found


def an_id(text: object) -> UUID:
    """An id that a page of ours made; whatever else comes was made by hand."""
    try:
        return UUID(str(text))
    except ValueError:
        raise BadRequest from None
