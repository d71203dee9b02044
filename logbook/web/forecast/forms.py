"""What might be planned otherwise. It is asked by address alone, and changes nothing."""

from datetime import timedelta
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from logbook.domain.chances import Stay
from logbook.domain.curriculum import Curriculum
from logbook.domain.forecast import WhatIf
from logbook.domain.periods import Period
from logbook.domain.readiness import months_after
from logbook.queries.forecast_page import ForecastRow
from logbook.queries.programs import sites
from logbook.web import current
from logbook.web.forms import Form, choices
from logbook.web.words import language

MOST_MONTHS, MOST_CASES = 6, 20


class WhatIfForm(Form):
    class Meta(Form.Meta):
        csrf = False

    kind = SelectField(_("A rotation more"), [Optional()])
    site = SelectField(_("Site"), [Optional()])
    starts_on = DateField(_("From"), [Optional()])
    months = IntegerField(_("Months"), [Optional(), NumberRange(1, MOST_MONTHS)], default=1)
    requirement = SelectField(_("More of one requirement"), [Optional()])
    more = IntegerField(_("More a month"), [Optional(), NumberRange(1, MOST_CASES)])

    def offer(self, curriculum: Curriculum, rows: list[ForecastRow]) -> None:
        kinds = curriculum.offers.rotations.values()
        none = gettext("None")
        self.kind.choices = choices(((one.id, one.name.in_(language())) for one in kinds), none)
        here = [(one.id, one.name) for one in sites(current.actor())]
        self.site.choices = choices(here, gettext("Not said"))
        self.requirement.choices = choices(
            (
                (row.line.requirement.id, row.line.requirement.name.in_(language()))
                for row in rows
                if row.outlook.probability is not None and not row.outlook.met
            ),
            none,
        )

    def what_if(self, curriculum: Curriculum) -> WhatIf:
        """Of what is filled in whole; a rotation begins today unless a day is named."""
        stays: tuple[Stay, ...] = ()
        if self.kind.data:
            first = self.starts_on.data or current.today()
            last = months_after(first, self.months.data or 1) - timedelta(days=1)
            site_id = UUID(self.site.data) if self.site.data else None
            kind = curriculum.offers.rotations[self.kind.data]
            stays = (Stay(kind, Period(first, last), site_id),)
        more = {}
        if self.requirement.data and self.more.data:
            more[self.requirement.data] = float(self.more.data)
        return WhatIf(stays, more)
