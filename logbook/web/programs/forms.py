"""Forms of a program's affairs."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, EmailField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from logbook.web.fields import WholeNumberField
from logbook.web.forms import Form


class TicksField(SelectMultipleField):
    """Several of a few, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class InviteForm(Form):
    name = StringField(_("Name"), [DataRequired(), Length(max=120)])
    address = EmailField(_("E-mail address"), [DataRequired(), Email(), Length(max=254)])
    roles = TicksField(_("Roles"))
    profession = SelectField(_("Profession"))


class RolesForm(Form):
    roles = TicksField(_("Roles"))


class LeaveForm(Form):
    on = DateField(_("Last day in the program"), [InputRequired()])


class SinceForm(Form):
    since = DateField(_("In the program since"), [InputRequired()])


class SiteForm(Form):
    name = StringField(_("Name of the site"), [DataRequired(), Length(max=80)])


class CapabilitiesForm(Form):
    capabilities = TicksField(_("What it has"))


class EnrollmentForm(Form):
    starts_on = DateField(_("Training starts"), [InputRequired()])
    ends_on = DateField(_("Training ends"), [InputRequired()])
    full_time_percent = WholeNumberField(
        _("Share of full time"), [InputRequired(), NumberRange(min=1, max=100)], default=100
    )


class EnrollForm(EnrollmentForm):
    fellow = SelectField(_("Fellow"), [InputRequired()])
    version = SelectField(_("Curriculum"), [InputRequired()])
