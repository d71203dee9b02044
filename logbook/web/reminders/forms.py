"""Forms of what one is mailed, and of who stands in for whom."""

from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from logbook.domain.reminders import Absence, Digest
from logbook.queries.reminders import Wishes
from logbook.services.delegations import Named
from logbook.web.fields import WholeNumberField
from logbook.web.forms import Form, choices


class WishesForm(Form):
    digest = RadioField(_("What waits in your queue"), [InputRequired()], validate_choice=True)
    nudges = BooleanField(_("A fellow asks for an answer"))
    weekly = BooleanField(_("Once a week, what changed in the program"))

    def offer(self) -> None:
        self.digest.choices = choices(
            [
                (
                    Digest.AS_NEEDED,
                    gettext("Once a week, and each working day while a case is late"),
                ),
                (Digest.WEEKLY, gettext("Once a week")),
                (Digest.DAILY, gettext("On every working day")),
                (Digest.OFF, gettext("Never")),
            ]
        )

    def wishes(self) -> Wishes:
        return Wishes(Digest(self.digest.data), bool(self.nudges.data), bool(self.weekly.data))


class DeputyForm(Form):
    delegation_id = HiddenField()
    supervisor = SelectField(_("For whom"), validate_choice=False)
    deputy = SelectField(_("Deputy"), validate_choice=False)
    starts_on = DateField(_("First day"), [InputRequired()])
    ends_on = DateField(_("Last day"), [Optional()])

    def named(self) -> Named:
        assert self.starts_on.data is not None
        return Named(
            an_id(self.supervisor.data),
            an_id(self.deputy.data),
            Absence(self.starts_on.data, self.ends_on.data),
        )


class DeputyDaysForm(Form):
    days = WholeNumberField(_("Days until a standing deputy is asked"), [InputRequired()])


def an_id(text: object) -> UUID:
    """Nobody's, for what is no id: the service says that there is no such one."""
    try:
        return UUID(str(text))
    except ValueError:
        return UUID(int=0)
