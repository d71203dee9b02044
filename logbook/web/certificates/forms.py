"""Handing in a certificate."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired

from logbook.web.forms import Form


class VerifyForm(Form):
    file = FileField(_("File of a certificate"), [FileRequired(_("Choose a file."))])
