"""Forms of the committee: planning, rating, agreeing, deciding, signing, answering."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from logbook.domain.committee import (
    AppealOutcome,
    DecisionTerms,
    MeetingTerms,
    Outcome,
    PlanTerms,
)
from logbook.domain.curriculum import Curriculum
from logbook.queries.committee import Person
from logbook.queries.teaching import Trained
from logbook.web.approval.ids import ids_of
from logbook.web.fields import WholeNumberField
from logbook.web.forms import Form, choices
from logbook.web.presence import SigningForm
from logbook.web.teaching.forms import LevelsForm, with_levels
from logbook.web.words import label

PLACE = "place-"


def an_id(text: object) -> UUID | None:
    """The id in a field; None for what is none."""
    found = ids_of([str(text or "")])
    return found[0] if found else None


class MeetingForm(Form):
    meeting_id = HiddenField()
    revision = HiddenField()
    held_on = DateField(_("Date"), [InputRequired()])
    place = StringField(_("Place"))
    members = SelectMultipleField(
        _("Members"),
        validate_choice=False,
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )
    chair = SelectField(_("Chair"), validate_choice=False)
    fellows = HiddenField()

    def places(self) -> list[Any]:
        return [field for name, field in self._fields.items() if name.startswith(PLACE)]

    def terms(self, people: Sequence[Trained]) -> MeetingTerms:
        """Fellows in the order of their numbers; those without one are not on the agenda."""
        numbered = [(self._fields[PLACE + one.fellow_id.hex].data, one) for one in people]
        listed = [(number, one) for number, one in numbered if number]
        listed.sort(key=lambda pair: (pair[0], pair[1].fellow))
        return MeetingTerms(
            held_on=self.held_on.data,
            place=self.place.data or "",
            chair_id=an_id(self.chair.data) or UUID(int=0),
            member_ids=ids_of(self.members.data or []),
            fellow_ids=[one.fellow_id for _, one in listed],
        )


def meeting_form(members: Sequence[Person], people: Sequence[Trained], **given: Any) -> MeetingForm:
    """With a number for each fellow: their place on the agenda."""
    fields = {
        PLACE + one.fellow_id.hex: WholeNumberField(one.fellow, [Optional()]) for one in people
    }
    form: MeetingForm = type("MeetingOf", (MeetingForm,), fields)(**given)
    form.members.choices = choices((one.id, one.name) for one in members)
    form.chair.choices = choices(((one.id, one.name) for one in members), gettext("Choose"))
    return form


def _outcomes() -> list[tuple[str, str]]:
    return [(one.value, label(one).capitalize()) for one in Outcome]


class PreRatingForm(LevelsForm):
    rating_id = HiddenField()
    proposes = RadioField(_("What you would decide"), validate_choice=False)
    words = TextAreaField(_("In a few words, why"))

    @property
    def outcome(self) -> Outcome | None:
        return Outcome(self.proposes.data) if self.proposes.data in set(Outcome) else None


def pre_rating_form(curriculum: Curriculum, **given: Any) -> PreRatingForm:
    form = with_levels(PreRatingForm, curriculum)(**given)
    form.proposes.choices = choices(_outcomes())
    return form


class ConsensusForm(LevelsForm):
    revision = HiddenField()
    narrative = TextAreaField(_("What was said, in sum"))


class SelfForm(LevelsForm):
    rating_id = HiddenField()
    words = TextAreaField(_("What you want to work on"))


class DecideForm(Form):
    decision_id = HiddenField()
    outcome = RadioField(_("Decision"), validate_choice=False)
    words = TextAreaField(_("Reason"))
    what = TextAreaField(_("What is to be done"))
    owner = SelectField(_("Who sees to it"), validate_choice=False)
    starts_on = DateField(_("From"), [Optional()])
    due_on = DateField(_("Until"), [Optional()])

    def offer(self, owners: Sequence[Person]) -> None:
        self.outcome.choices = choices(_outcomes())
        pairs = ((one.id, one.name) for one in owners)
        self.owner.choices = choices(pairs, gettext("Choose"))

    def terms(self, today: date) -> DecisionTerms | None:
        """None while no decision is chosen. A plan, as soon as anything of one is entered."""
        if self.outcome.data not in set(Outcome):
            return None
        plan = None
        if (self.what.data or "").strip() or self.owner.data or self.due_on.data:
            plan = PlanTerms(
                self.what.data or "",
                an_id(self.owner.data),
                self.starts_on.data or today,
                self.due_on.data,
            )
        return DecisionTerms(Outcome(self.outcome.data), self.words.data or "", plan)


class DissentForm(Form):
    dissent_id = HiddenField()
    member = SelectField(_("Who"), validate_choice=False)
    words = TextAreaField(_("Reason"))


class MinutesForm(SigningForm):
    minutes_id = HiddenField()
    seen = HiddenField()
    words = TextAreaField(_("What is to be corrected"))


class AppealForm(Form):
    words = TextAreaField(_("Why you appeal"))


class AnswerForm(DecideForm):
    appeal = RadioField(_("Outcome of the appeal"), validate_choice=False)
    answer = TextAreaField(_("What you answer"))

    def offer(self, owners: Sequence[Person]) -> None:
        super().offer(owners)
        self.appeal.choices = choices((one.value, label(one).capitalize()) for one in AppealOutcome)


class DoneForm(Form):
    words = TextAreaField(_("What came of it"))
