"""Forms of credentials: what is said of one, and the document that shows it."""

from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from logbook.domain.credentials import CredentialContent
from logbook.queries.credentials import kinds_of, labels
from logbook.web import current
from logbook.web.forms import Form, choices
from logbook.web.identifiers.guarded import GUARDED
from logbook.web.words import language


class CredentialForm(Form):
    credential_id = HiddenField()
    revision = HiddenField()
    member = SelectField(_("Whose"), validate_choice=False)
    kind = SelectField(_("Kind"), validate_choice=False)
    issuer = StringField(_("Issued by"), [GUARDED])
    number = StringField(_("Number"))
    issued_on = DateField(_("Issued on"), [InputRequired()])
    expires_on = DateField(_("Last good day"), [Optional()])

    def offer_kinds(self) -> None:
        known = labels(kinds_of(current.actor().program_id), language())
        self.kind.choices = choices(known.items(), empty=gettext("Choose"))

    def content(self) -> CredentialContent:
        assert isinstance(self.issued_on.data, date)
        return CredentialContent(
            self.kind.data or "",
            self.issuer.data or "",
            self.number.data or "",
            self.issued_on.data,
            self.expires_on.data,
        )


class DocumentForm(Form):
    revision = HiddenField()
    document = FileField(_("Document"), [FileRequired(_("Choose a file."))])
