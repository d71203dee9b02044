"""The form in which a supervisor suggests a case that a fellow forgot."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from logbook.domain.curriculum import Curriculum
from logbook.domain.hospital import Side
from logbook.queries.programs import Choice
from logbook.web.forms import Form, choices
from logbook.web.hospital.telling import side_told
from logbook.web.identifiers.guarded import GUARDED


class SuggestForm(Form):
    suggestion_id = HiddenField()
    procedure = SelectField(_("Procedure"), [InputRequired()])
    performed_on = DateField(_("Date"), [InputRequired()])
    side = RadioField(_("Side"))
    site = SelectField(_("Site"))
    words = StringField(_("What you remember"), [Length(max=200), GUARDED])

    def offer(self, curriculum: Curriculum, sites: list[Choice], spoken: str) -> None:
        named = ((one.id, one.name.in_(spoken)) for one in curriculum.procedures.values())
        self.procedure.choices = choices(
            sorted(named, key=lambda pair: pair[1]), empty=gettext("Choose")
        )
        self.side.choices = choices(
            [("", gettext("Not stated")), *((one.value, side_told(one.value)) for one in Side)]
        )
        self.site.choices = choices(
            ((one.id, one.name) for one in sites), empty=gettext("Not stated")
        )
