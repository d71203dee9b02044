"""What is asked of a case later, and after how many days."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from logbook.domain.curriculum import Curriculum
from logbook.domain.follow_ups import Function, Relief
from logbook.web.cases.forms import TicksField
from logbook.web.fields import WholeNumberField
from logbook.web.forms import Form, choices
from logbook.web.identifiers.guarded import GUARDED
from logbook.web.words import label


class FollowUpForm(Form):
    relief = RadioField(_("Pain relief"), validate_choice=False)
    function = RadioField(_("Function"), validate_choice=False)
    complications = TicksField(_("Late complication"), validate_choice=False)
    note = StringField(_("What happened"), [Length(max=300), GUARDED])

    def offer(self, curriculum: Curriculum, spoken: str) -> None:
        self.relief.choices = choices((one.value, label(one)) for one in Relief)
        self.function.choices = choices((one.value, label(one)) for one in Function)
        self.complications.choices = choices(
            (one.id, one.label.in_(spoken)) for one in curriculum.complications.values()
        )


class DaysForm(Form):
    days = WholeNumberField(_("Days after the procedure"), [InputRequired()])
