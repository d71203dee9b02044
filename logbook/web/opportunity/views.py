"""How opportunity is shared, what may be missing from the log, and how supervisors answer and
rate: three pages, and the program's word on how much evidence is enough."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext

from logbook.domain.gains import AHEAD_WEEKS
from logbook.domain.small_cells import FEWEST
from logbook.domain.unlogged import LATE_DAYS
from logbook.policy.opportunity import may_see_opportunity, may_set_minimum
from logbook.queries import opportunity as queries
from logbook.queries.opportunity_ahead import gains
from logbook.queries.opportunity_logging import logging_of_all
from logbook.queries.opportunity_supervisors import ScaleOf, supervisors
from logbook.services import opportunity as services
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.caterpillar import Interval, caterpillar
from logbook.web.forms import show as show_wrong
from logbook.web.guard import door
from logbook.web.kept import keep
from logbook.web.opportunity import files, rows
from logbook.web.opportunity.blueprint import bp
from logbook.web.opportunity.forms import MinimumForm
from logbook.web.opportunity.matrix import by_fellow, by_site, by_supervisor, lacking_words
from logbook.web.words import language

__all__ = ["bp", "files", "rows"]


@bp.get("")
@door(may_see_opportunity)
def show() -> ResponseReturnValue:
    return _page(None)


def _page(form: MinimumForm | None, code: int = 200) -> ResponseReturnValue:
    actor = current.actor()
    minimum, may_set = queries.minimum_of(actor), may_set_minimum(actor)
    page = keep(
        "opportunity/shares.html",
        _shares,
        frame="opportunity/show.html",
        minimum=minimum,
        may_set=may_set,
        form=(form or MinimumForm(formdata=None, minimum=minimum)) if may_set else None,
    )
    return page, code


def _shares() -> dict[str, Any]:
    actor, today = current.actor(), current.today()
    found = queries.opportunity(actor, today)
    return {
        "found": found,
        "fellows": by_fellow(found),
        "sites": by_site(found),
        "supervisors": by_supervisor(found),
        "lacking": _lacking(found),
        "gains": [(one.name, gain.in_words()) for one, gain in gains(actor, found, today)],
        "ahead_weeks": AHEAD_WEEKS,
        "fewest": FEWEST,
    }


def _lacking(found: queries.Opportunity) -> list[str]:
    """By name: each sentence begins with it."""
    return sorted(
        lacking_words(found, row, one)
        for row in found.categories
        if row.sharing and row.sharing.beyond_chance
        for one in row.sharing.lacking
    )


@bp.post("")
@door(may_set_minimum)
def set_minimum() -> ResponseReturnValue:
    form = MinimumForm()
    try:
        if form.validate_on_submit():
            services.set_minimum(current.actor(), form.minimum.data)
            flash(gettext("Kept. It holds on these pages and in every supervisor’s mirror."))
            return redirect(url_for(".show"), 303)
    except Invalid as wrong:
        show_wrong(form, wrong)
    return _page(form, 422)


@bp.get("/logging")
@door(may_see_opportunity)
def logging() -> ResponseReturnValue:
    return keep("opportunity/logging.html", _logging)


def _logging() -> dict[str, Any]:
    found = logging_of_all(current.actor(), current.today())
    return {"found": found, "late_days": LATE_DAYS}


@bp.get("/supervisors")
@door(may_see_opportunity)
def answering() -> ResponseReturnValue:
    return keep("opportunity/supervisors.html", _answering)


def _answering() -> dict[str, Any]:
    found = supervisors(current.actor(), current.today(), current.now())
    charts = {one.scale.id: _chart(one) for one in found.scales}
    return {"found": found, "charts": charts, "signed": signed}


def _chart(of: ScaleOf) -> str | None:
    told = [
        Interval(one.rater, one.tendency.estimate, one.tendency.low, one.tendency.high)
        for one in of.raters
        if one.tendency
    ]
    if not told:
        return None
    name = of.scale.name.in_(language())
    return caterpillar(
        told,
        gettext("Rating tendencies on %(scale)s", scale=name),
        gettext(
            "One row each, by name. Intervals hold in 90 of 100 cases;"
            " the table below says the same."
        ),
        (gettext("rates lower"), gettext("rates higher")),
    )


def signed(value: float) -> str:
    """`+0.42`: levels above or below colleagues."""
    return str(format_decimal(round(value, 2), "+0.00;-0.00"))
