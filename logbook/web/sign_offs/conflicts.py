"""Conflicts of interest: who does not judge whom."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.policy import conflicts as policy
from logbook.queries.conflicts import conflicts as declared
from logbook.queries.programs import members
from logbook.services import conflicts as services
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.forms import choices, show
from logbook.web.guard import door
from logbook.web.sign_offs.blueprint import bp
from logbook.web.sign_offs.forms import ConflictForm, an_id


@bp.route("/conflicts", methods=["GET", "POST"])
@door(policy.may_open)
def conflicts() -> ResponseReturnValue:
    """Everybody declares their own; who runs the program declares any."""
    actor = current.actor()
    form = ConflictForm(conflict_id=uuid4(), one=actor.id)
    keeps = bool(policy.may_declare(actor, ()))
    today = current.today()
    here = [
        (one.id, one.name) for one in members(actor) if one.left_on is None or one.left_on > today
    ]
    form.one.choices = choices(
        here if keeps else [(actor.id, current.me().name)], gettext("Choose") if keeps else None
    )
    form.other.choices = choices(here, gettext("Choose"))
    if request.method == "GET":
        return _page(form, keeps)
    try:
        if form.validate():
            conflict_id = an_id(form.conflict_id.data) or uuid4()
            one = an_id(form.one.data) if keeps else actor.id
            services.declare(actor, conflict_id, one or actor.id, an_id(form.other.data))
            flash(gettext("Declared. Neither judges the other from now on."))
            return redirect(url_for(".conflicts"), 303)
    except Invalid as wrong:
        show(form, wrong)
    return _page(form, keeps), 422


def _page(form: ConflictForm, keeps: bool) -> str:
    actor = current.actor()
    found = declared(actor)
    return render_template(
        "sign_offs/conflicts.html",
        form=form,
        keeps=keeps,
        found=found,
        may_end={one.id: bool(policy.may_end(actor, one.between)) for one in found},
    )


@bp.post("/conflicts/<uuid:conflict_id>/end")
@door(policy.may_keep)
def end_conflict(conflict_id: UUID) -> ResponseReturnValue:
    return act_and_return(
        lambda: services.end(current.actor(), conflict_id),
        gettext("Ended. That it was declared stays readable."),
        url_for(".conflicts"),
    )
