"""The form in which a director confirms a figure."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from logbook.domain.requirements import Figure
from logbook.web.fields import WholeNumberField
from logbook.web.forms import Form


class FigureForm(Form):
    value = WholeNumberField(_("Figure"), [InputRequired(), NumberRange(min=0, max=100_000)])
    document = StringField(_("Document in which it stands"), [DataRequired(), Length(max=200)])
    edition = StringField(_("Edition"), [DataRequired(), Length(max=80)])
    dated = DateField(_("Date of the document"), [InputRequired()])

    @classmethod
    def of(cls, figure: Figure) -> "FigureForm":
        """Begun with the last confirmation, else with the bare figure. Never with a document that
        nobody has looked into: to fill it in for the director would be to confirm it unread."""
        if (said := figure.confirmation) is None:
            return cls(value=figure.count)
        return cls(value=said.value, document=said.document, edition=said.edition, dated=said.dated)
