"""Leave: entered, changed, cancelled; and how much of it the program allows."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.leave import SUGGESTED_WEEKS
from logbook.policy.rotations import may_plan
from logbook.queries import rotations as queries
from logbook.services import leave as services
from logbook.services.leave import AlreadyEntered
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.rotations.blueprint import bp
from logbook.web.rotations.forms import AllowanceForm, LeaveForm, a_revision, an_id
from logbook.web.rotations.people import who_can_be_planned


@bp.route("/leave/new", methods=["GET", "POST"])
@door(may_plan)
def enter_leave() -> ResponseReturnValue:
    """Enter one. The page makes its id, so that a double tap is one."""
    form = LeaveForm(leave_id=uuid4(), enrollment=request.args.get("enrollment"))
    form.offer(who_can_be_planned())
    try:
        if form.validate_on_submit():
            return _enter(form)
    except Invalid as wrong:
        show(form, wrong)
    page = render_template("rotations/leave.html", form=form, leave=None)
    return page, 200 if request.method == "GET" else 422


def _enter(form: LeaveForm) -> ResponseReturnValue:
    enrollment_id = an_id(form.enrollment.data)
    try:
        services.enter(current.actor(), an_id(form.leave_id.data), enrollment_id, form.absent())
        flash(gettext("Entered. The pace follows."))
    except AlreadyEntered:
        pass
    return redirect(url_for(".fellow", enrollment_id=enrollment_id), 303)


@bp.route("/leave/<uuid:leave_id>", methods=["GET", "POST"])
@door(may_plan)
def change_leave(leave_id: UUID) -> ResponseReturnValue:
    view, whose = queries.leave(current.actor(), leave_id)
    if view.cancelled and request.method == "GET":
        raise NotFound
    form = LeaveForm(
        revision=view.revision,
        kind=view.kind,
        starts_on=view.period.first,
        ends_on=view.period.last,
    )
    form.offer([whose])
    del form.enrollment  # whose it is does not change
    try:
        if form.validate_on_submit():
            revision = a_revision(form.revision.data)
            services.change(current.actor(), leave_id, revision, form.absent())
            flash(gettext("The leave is changed; the pace follows."))
            return redirect(url_for(".fellow", enrollment_id=whose.id), 303)
    except Invalid as wrong:
        show(form, wrong)
    page = render_template("rotations/leave.html", form=form, leave=view, whose=whose)
    return page, 200 if request.method == "GET" else 422


@bp.post("/leave/<uuid:leave_id>/cancel")
@door(may_plan)
def cancel_leave(leave_id: UUID) -> ResponseReturnValue:
    view, _ = queries.leave(current.actor(), leave_id)
    services.cancel(current.actor(), leave_id, a_revision(request.form.get("revision")))
    flash(gettext("The leave is cancelled; the pace follows."))
    return redirect(url_for(".fellow", enrollment_id=view.enrollment_id), 303)


@bp.route("/leave/allowance", methods=["GET", "POST"])
@door(may_plan)
def allowance() -> ResponseReturnValue:
    """How many weeks of leave a year belong to the training."""
    weeks_set = queries.leave_allowed(current.actor())
    form = AllowanceForm(weeks=SUGGESTED_WEEKS if weeks_set is None else weeks_set)
    if form.validate_on_submit():
        services.allow(current.actor(), form.weeks.data)
        flash(gettext("The allowance is set; every pace follows."))
        return redirect(url_for(".plan"), 303)
    page = render_template("rotations/allowance.html", form=form, is_set=weeks_set is not None)
    return page, 200 if request.method == "GET" else 422
