"""Deputies: named for an absence, or for whatever is not answered in time."""

from contextlib import suppress
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.policy.programs import may_run
from logbook.policy.reminders import may_delegate, may_end_delegation, may_open_delegations
from logbook.queries import programs
from logbook.queries import stand_ins as queries
from logbook.services import delegations as services
from logbook.services.outbox import NothingToDo
from logbook.services.refusals import Invalid, insist
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.forms import choices, show
from logbook.web.guard import door
from logbook.web.reminders.blueprint import bp
from logbook.web.reminders.forms import DeputyForm, an_id


@bp.route("/deputies", methods=["GET", "POST"])
@door(may_open_delegations)
def delegations() -> ResponseReturnValue:
    """Those that hold or are to come, and the form for another; its id is made by the page, so
    that a double tap is one."""
    actor = current.actor()
    form = _form()
    if request.method == "POST":
        insist(may_delegate(actor, actor.id))
    try:
        if form is not None and form.validate_on_submit():
            with suppress(NothingToDo):
                services.make(actor, an_id(form.delegation_id.data), form.named())
            flash(gettext("Named. The deputy gets a letter."))
            return redirect(url_for(".delegations"), 303)
    except Invalid as wrong:
        assert form is not None
        show(form, wrong)
    found = queries.delegations(actor, current.today())
    page = render_template(
        "reminders/deputies.html",
        form=form,
        delegations=found,
        may_end={one.id for one in found if may_end_delegation(actor, one)},
        today=current.today(),
        deputy_days=programs.deputy_after_days(actor),
    )
    return page, 200 if request.method == "GET" else 422


def _form() -> DeputyForm | None:
    """None for who only reads, and where there are no supervisors yet."""
    actor = current.actor()
    others = [(one.id, one.name) for one in programs.supervisors(actor, current.today())]
    if not others or not (may_delegate(actor, actor.id) or may_run(actor)):
        return None
    form = DeputyForm(delegation_id=uuid4(), starts_on=current.today(), supervisor=actor.id)
    # Who runs the program is no supervisor, as a rule: the first of the list is not meant by them.
    form.supervisor.choices = (
        choices(others, empty=gettext("Choose"))
        if may_run(actor)
        else choices([(actor.id, current.me().name)])
    )
    form.deputy.choices = choices(others, empty=gettext("Choose"))
    return form


@bp.post("/deputies/<uuid:delegation_id>/end")
@door(may_open_delegations)
def end_delegation(delegation_id: UUID) -> ResponseReturnValue:
    said = gettext("Ended. What the deputy had not answered went back.")
    return act_and_return(
        lambda: services.end(current.actor(), delegation_id), said, url_for(".delegations")
    )
