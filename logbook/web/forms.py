"""What every form shares: its language, and how a use case's complaints get beside the fields."""

from collections.abc import Iterable, Mapping

from flask_babel import get_translations, gettext, ngettext
from flask_wtf import FlaskForm
from wtforms import Field, SelectChoice

from logbook.domain.decisions import Message
from logbook.services.refusals import Invalid
from logbook.web.words import words


class OurWords:
    """WTForms speaks through our catalogue: its own lacks Indonesian. The blanks stay blank here;
    WTForms fills them in itself."""

    def gettext(self, text: str) -> str:
        return str(get_translations().gettext(text))

    def ngettext(self, one: str, many: str, n: int) -> str:
        return str(get_translations().ngettext(one, many, n))


class Form(FlaskForm):
    class Meta(FlaskForm.Meta):
        def get_translations(self, _form: object) -> OurWords:
            return OurWords()


def show(form: FlaskForm, wrong: Invalid | Mapping[str, Message]) -> None:
    """Put each complaint beside its field; those of no field on top of the form."""
    complaints = wrong.complaints if isinstance(wrong, Invalid) else wrong
    for name, message in complaints.items():
        field: Field | None = form._fields.get(name.replace(".", "-"))
        if field is None:
            form.form_errors.append(words(message))
        else:
            field.errors = [*field.errors, words(message)]


def choices(pairs: Iterable[tuple[object, str]], empty: str | None = None) -> list[SelectChoice]:
    """Values and labels as WTForms wants them, after an empty one if it has a label."""
    first = [] if empty is None else [SelectChoice(value="", label=empty)]
    return first + [SelectChoice(value=str(value), label=text) for value, text in pairs]


def _said_by_wtforms() -> list[str]:
    """The sentences of WTForms and Flask-WTF that our fields can say, for the catalogue."""
    return [
        gettext("This field is required."),
        gettext("Invalid email address."),
        gettext("Not a valid choice."),
        gettext("Not a valid choice"),
        gettext("Not a valid date value."),
        gettext("Not a valid integer value."),
        gettext("Not a valid decimal value."),
        gettext("Invalid choice(s): one or more data inputs could not be coerced."),
        gettext("Invalid Choice: could not coerce."),
        ngettext(
            "Field must be at least %(min)d character long.",
            "Field must be at least %(min)d characters long.",
            2,
        ),
        ngettext(
            "Field cannot be longer than %(max)d character.",
            "Field cannot be longer than %(max)d characters.",
            2,
        ),
        gettext("Number must be at least %(min)s."),
        gettext("Number must be at most %(max)s."),
        gettext("Number must be between %(min)s and %(max)s."),
        gettext("The CSRF token is missing."),
        gettext("The CSRF token is invalid."),
        gettext("The CSRF session token is missing."),
        gettext("The CSRF tokens do not match."),
    ]
