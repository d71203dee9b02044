"""How old the queues are, and how soon cases are answered."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.policy.cohort import may_see_cohort
from logbook.policy.programs import may_run
from logbook.queries import programs
from logbook.queries import queues as queries
from logbook.services import delegations as services
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.reminders.blueprint import bp
from logbook.web.reminders.forms import DeputyDaysForm


@bp.get("/cohort/queues")
@door(may_see_cohort)
def queues() -> ResponseReturnValue:
    return _page(DeputyDaysForm(formdata=None, days=programs.deputy_after_days(current.actor())))


def _page(form: DeputyDaysForm, code: int = 200) -> ResponseReturnValue:
    found = queries.queues(current.actor(), current.now())
    page = render_template(
        "reminders/queues.html",
        queues=found,
        whole=queries.whole(found),
        days=queries.LOOK_BACK_DAYS,
        lost=queries.letters_given_up(current.actor(), current.now()),
        may_run=may_run(current.actor()),
        today=current.today(),
        form=form,
    )
    return page, code


@bp.post("/cohort/queues")
@door(may_run)
def set_deputy_days() -> ResponseReturnValue:
    form = DeputyDaysForm()
    try:
        if form.validate_on_submit():
            services.set_deputy_days(current.actor(), form.days.data)
            flash(gettext("Kept. It holds from now on, for what waits already too."))
            return redirect(url_for(".queues"), 303)
    except Invalid as wrong:
        show(form, wrong)
    return _page(form, 422)
