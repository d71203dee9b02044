"""The form in which a clinic list is pasted or sent."""

from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from logbook.queries.programs import Choice, EnrollmentRow
from logbook.web.forms import Form, choices
from logbook.web.identifiers.guarded import GUARDED

LONGEST_PASTE = 40_000
"""In characters."""


class BringForm(Form):
    fellow = SelectField(_("Fellow"))
    lines = TextAreaField(_("The list"), [Length(max=LONGEST_PASTE)])
    file = FileField(_("Or a file"))
    day = DateField(_("Day of the list"), [InputRequired()])
    name = StringField(_("What the list is called"), [Length(max=80), GUARDED])
    site = SelectField(_("Site"))

    def offer(self, fellows: list[EnrollmentRow], sites: list[Choice], today: date) -> None:
        """`fellows`: of whom a list may be brought in."""
        named = {one.fellow_id: one.fellow for one in fellows if one.ends_on >= today}
        self.fellow.choices = choices(
            sorted(named.items(), key=lambda pair: pair[1]), empty=gettext("Choose")
        )
        self.site.choices = choices(
            ((one.id, one.name) for one in sites), empty=gettext("Not stated")
        )
