"""Forms of an import: the file, and what its columns hold."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectChoice, SelectField

from logbook.domain.catalogue import CaseRole
from logbook.domain.curriculum import Curriculum
from logbook.domain.exchange import Matching
from logbook.domain.exchange_columns import FIELDS, specs_of
from logbook.domain.exchange_dates import DateOrder
from logbook.queries.exchange import EnrollmentRow
from logbook.web.exchange.labels import field_label
from logbook.web.forms import Form, choices
from logbook.web.words import language


class UploadForm(Form):
    """Into whose log, and from which file."""

    enrollment = SelectField(_("Fellow"))
    file = FileField(_("Spreadsheet"), [FileRequired(_("Choose a file."))])

    def offer(self, enrollments: Sequence[EnrollmentRow]) -> None:
        self.enrollment.choices = choices((one.id, one.fellow) for one in enrollments)


class MatchForm(Form):
    """How the dates are written, and the role of rows that name none. The columns themselves are
    as many as the file has: `columns` reads them."""

    order = RadioField(_("How dates are written"), validate_choice=False)
    role = SelectField(_("Role of rows that name none"))

    def offer(self, curriculum: Curriculum) -> None:
        self.order.choices = choices(
            [
                (DateOrder.DMY.value, gettext("Day first: 3/4/2026 is in April")),
                (DateOrder.MDY.value, gettext("Month first: 3/4/2026 is in March")),
            ]
        )
        self.role.choices = choices(
            (
                (code, choice.label.in_(language()))
                for code, choice in curriculum.vocabularies["roles"].items()
            ),
            empty=gettext("None: such rows are faulty"),
        )

    def validate_order(self, field: RadioField) -> None:
        if field.data not in set(DateOrder):
            field.errors = [*field.errors, gettext("Say how the dates are written.")]

    def matching(self, columns: dict[str, int]) -> Matching:
        role = CaseRole(self.role.data) if self.role.data else None
        return Matching(columns, DateOrder(self.order.data), role)


def field_choices(curriculum: Curriculum) -> list[SelectChoice]:
    """All that a column may hold, in two groups."""
    parts = ((gettext("The case"), FIELDS), (gettext("The procedure"), tuple(specs_of(curriculum))))
    return [
        SelectChoice(value=name, label=field_label(curriculum, name), optgroup=part)
        for part, names in parts
        for name in names
    ]
