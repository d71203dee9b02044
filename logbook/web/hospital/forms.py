"""Forms of the hospital's record: a file, what its columns hold, and an answer to a difference."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, StringField

from logbook.domain.differences import TO_A_CASE, TO_A_PROCEDURE
from logbook.domain.exchange_dates import DateOrder
from logbook.web.forms import Form, choices
from logbook.web.hospital.telling import SYSTEMS, told


class FileForm(Form):
    file = FileField(_("File of the hospital"), [FileRequired(_("Choose a file."))])


class ColumnsForm(Form):
    """How the dates of a table are written, and of which list its codes are. The columns are as
    many as the table has; the view reads them."""

    order = RadioField(_("How dates are written"))
    system = SelectField(_("List of codes"))
    file = FileField(_("The table, sent again"))

    def __init__(self, **kept: object) -> None:
        super().__init__(**kept)
        self.order.choices = choices(
            [
                (DateOrder.DMY.value, gettext("Day first: 3/4/2026 is in April")),
                (DateOrder.MDY.value, gettext("Month first: 3/4/2026 is in March")),
            ]
        )
        lists = [(code, name) for code, name in SYSTEMS.items() if code != "npi"]
        self.system.choices = choices([*lists, ("local", gettext("The hospital’s own codes"))])

    def reading(self) -> tuple[DateOrder, str]:
        return DateOrder(self.order.data), str(self.system.data)


class AnswerForm(Form):
    """What a fellow says to a difference."""

    said = RadioField(_("What is it?"), validate_choice=False)
    words = StringField(_("In a few words"))

    def offer(self, to_a_case: bool) -> None:
        self.said.choices = choices(
            (one.value, told(one)) for one in (TO_A_CASE if to_a_case else TO_A_PROCEDURE)
        )


def field_words() -> list[tuple[str, str]]:
    """All that a column of a table may hold, with its words."""
    return [
        ("performed_on", gettext("Date")),
        ("code", gettext("Code of the procedure")),
        ("code_system", gettext("List that the code is of")),
        ("text", gettext("Procedure in words")),
        ("site", gettext("Place")),
        ("practitioner", gettext("Who performed it")),
        ("practitioner_2", gettext("Second person")),
        ("practitioner_3", gettext("Third person")),
        ("side", gettext("Side")),
        ("body_site", gettext("Part of the body")),
        ("status", gettext("Whether it was done")),
        ("source_key", gettext("Number of the procedure, kept as a mark")),
        ("patient", gettext("Number of the patient, kept as a mark")),
        ("encounter", gettext("Number of the visit, kept as a mark")),
        ("born", gettext("Day of birth, kept as an age band")),
        ("age", gettext("Age, kept as an age band")),
    ]
