"""Forms of signing in and of one's own account."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Email, EqualTo, Length

from logbook.services.passwords import LONGEST
from logbook.web.forms import Form, choices
from logbook.web.language import LANGUAGES


class SignInForm(Form):
    address = EmailField(_("E-mail address"), [DataRequired(), Length(max=254)])
    password = PasswordField(_("Password"), [DataRequired(), Length(max=1024)])
    next = HiddenField()


class AskLinkForm(Form):
    address = EmailField(_("E-mail address"), [DataRequired(), Email(), Length(max=254)])


class SetPasswordForm(Form):
    password = PasswordField(_("New password"), [DataRequired(), Length(max=LONGEST)])
    again = PasswordField(
        _("New password again"),
        [DataRequired(), EqualTo("password", _("The two passwords differ."))],
    )


class ChangePasswordForm(SetPasswordForm):
    current = PasswordField(_("Password until now"), [DataRequired(), Length(max=1024)])


class JoinForm(Form):
    name = StringField(_("Your name"), [DataRequired(), Length(max=120)])
    password = PasswordField(_("Choose a password"), [DataRequired(), Length(max=LONGEST)])
    again = PasswordField(
        _("The password again"),
        [DataRequired(), EqualTo("password", _("The two passwords differ."))],
    )


class AccountForm(Form):
    name = StringField(_("Name"), [DataRequired(), Length(max=120)])
    locale = SelectField(_("Language"), choices=choices(LANGUAGES.items()))
    theme = SelectField(_("Appearance"))
    shortcuts = BooleanField(_("Keyboard shortcuts in the queue"))


class EmptyForm(Form):
    """A button: nothing but the token that tells our form from a stranger's."""
