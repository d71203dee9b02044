"""One rotation: planned, changed, cancelled."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.policy.rotations import may_plan
from logbook.queries import rotations as queries
from logbook.services import rotations as services
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.rotations.blueprint import bp
from logbook.web.rotations.forms import RotationForm, a_revision, an_id
from logbook.web.rotations.people import who_can_be_planned


@bp.route("/new", methods=["GET", "POST"])
@door(may_plan)
def new() -> ResponseReturnValue:
    """Plan one. The page makes its id, so that a double tap is one."""
    form = RotationForm(rotation_id=uuid4(), enrollment=request.args.get("enrollment"))
    form.offer(who_can_be_planned())
    try:
        if form.validate_on_submit():
            enrollment_id = an_id(form.enrollment.data)
            rotation_id = an_id(form.rotation_id.data)
            services.plan(current.actor(), rotation_id, enrollment_id, form.planned())
            flash(gettext("Planned."))
            return redirect(url_for(".fellow", enrollment_id=enrollment_id), 303)
    except Invalid as wrong:
        show(form, wrong)
    page = render_template("rotations/form.html", form=form, rotation=None)
    return page, 200 if request.method == "GET" else 422


@bp.route("/<uuid:rotation_id>", methods=["GET", "POST"])
@door(may_plan)
def change(rotation_id: UUID) -> ResponseReturnValue:
    view, whose = queries.rotation(current.actor(), rotation_id)
    if view.cancelled and request.method == "GET":
        raise NotFound
    form = RotationForm(
        revision=view.revision,
        kind=view.kind,
        site=view.site_id or "",
        starts_on=view.period.first,
        ends_on=view.period.last,
    )
    form.offer([whose])
    del form.enrollment  # whose it is does not change
    try:
        if form.validate_on_submit():
            revision = a_revision(form.revision.data)
            services.change(current.actor(), rotation_id, revision, form.planned())
            flash(gettext("The rotation is changed; what counts follows."))
            return redirect(url_for(".fellow", enrollment_id=whose.id), 303)
    except Invalid as wrong:
        show(form, wrong)
    page = render_template("rotations/form.html", form=form, rotation=view, whose=whose)
    return page, 200 if request.method == "GET" else 422


@bp.post("/<uuid:rotation_id>/cancel")
@door(may_plan)
def cancel(rotation_id: UUID) -> ResponseReturnValue:
    view, _ = queries.rotation(current.actor(), rotation_id)
    services.cancel(current.actor(), rotation_id, a_revision(request.form.get("revision")))
    flash(gettext("The rotation is cancelled. It counts no longer."))
    return redirect(url_for(".fellow", enrollment_id=view.enrollment_id), 303)
