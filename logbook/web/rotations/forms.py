"""Forms of rotations and leave. Choices of people, kinds and sites are the program's own."""

from datetime import date
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import BadRequest
from wtforms import DateField, HiddenField, SelectField
from wtforms.validators import InputRequired, NumberRange

from logbook.domain.leave import LeaveKind
from logbook.queries.programs import sites
from logbook.queries.rotations import Trained
from logbook.services.leave import MOST_WEEKS, Absent
from logbook.services.rotations import Planned
from logbook.web import current
from logbook.web.fields import WholeNumberField
from logbook.web.forms import Form, choices
from logbook.web.rotations.kinds import kinds_offered
from logbook.web.words import label


class DaysForm(Form):
    """From a first day to a last."""

    enrollment = SelectField(_("Fellow"), [InputRequired()])
    starts_on = DateField(_("First day"), [InputRequired()])
    ends_on = DateField(_("Last day"), [InputRequired()])
    revision = HiddenField()

    def offer_fellows(self, people: list[Trained]) -> None:
        self.enrollment.choices = choices(
            ((one.id, one.fellow) for one in people), empty=gettext("Choose")
        )

    @property
    def days(self) -> tuple[date, date]:
        assert self.starts_on.data is not None and self.ends_on.data is not None
        return self.starts_on.data, self.ends_on.data


class RotationForm(DaysForm):
    rotation_id = HiddenField()
    kind = SelectField(_("Rotation"), [InputRequired()])
    site = SelectField(_("Site"))

    def offer(self, people: list[Trained]) -> None:
        self.offer_fellows(people)
        self.kind.choices = choices(kinds_offered(people).items(), empty=gettext("Choose"))
        here = [(one.id, one.name) for one in sites(current.actor())]
        self.site.choices = choices(here, empty=gettext("Not said"))

    def planned(self) -> Planned:
        site_id = an_id(self.site.data) if self.site.data else None
        return Planned(self.kind.data, site_id, *self.days)


class LeaveForm(DaysForm):
    leave_id = HiddenField()
    kind = SelectField(_("Kind of leave"), [InputRequired()])

    def offer(self, people: list[Trained]) -> None:
        self.offer_fellows(people)
        self.kind.choices = choices((one.value, label(one)) for one in LeaveKind)

    def absent(self) -> Absent:
        return Absent(LeaveKind(self.kind.data), *self.days)


class AllowanceForm(Form):
    weeks = WholeNumberField(
        _("Weeks of leave a year"), [InputRequired(), NumberRange(min=0, max=MOST_WEEKS)]
    )


def an_id(text: object) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise BadRequest from None


def a_revision(text: object) -> int:
    return int(str(text)) if str(text).isdecimal() else 0
