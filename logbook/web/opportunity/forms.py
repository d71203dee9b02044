"""The program's word on how much evidence is enough."""

from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired

from logbook.web.fields import WholeNumberField
from logbook.web.forms import Form


class MinimumForm(Form):
    minimum = WholeNumberField(
        _("Judgements or cases before anything is said of a person"), [InputRequired()]
    )
