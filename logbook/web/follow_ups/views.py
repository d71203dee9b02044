"""How it went with cases: asked of their fellow, once; and when the program asks."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.follow_ups import Function, Relief, Told
from logbook.policy import follow_ups as policy
from logbook.policy.cases import may_log
from logbook.queries import follow_ups as queries
from logbook.queries.cases import case, enrollment_of
from logbook.services import follow_ups as services
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.follow_ups.forms import DaysForm, FollowUpForm
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.words import language

bp = Blueprint("follow_ups", __name__, url_prefix="/follow-ups")


@bp.get("/")
@door(may_log)
def index() -> ResponseReturnValue:
    """The cases that are asked about now."""
    enrollment = enrollment_of(current.actor())
    if enrollment is None:
        return render_template("cases/not_enrolled.html")
    found = queries.due(current.actor(), enrollment, current.today())
    return render_template("follow_ups/index.html", due=found)


@bp.route("/<uuid:case_id>", methods=["GET", "POST"])
@door(may_log)
def answer(case_id: UUID) -> ResponseReturnValue:
    found = case(current.actor(), case_id)
    if found.fellow_id != current.actor().id:
        raise NotFound
    form = FollowUpForm()
    form.offer(found.curriculum, language())
    try:
        if form.validate_on_submit():
            services.answer(current.actor(), case_id, _told(form))
            flash(gettext("Thank you. It is kept beside the case and not asked again."))
            return redirect(url_for(".index"), 303)
    except Invalid as wrong:
        show(form, wrong)
    known = found.curriculum.complications.values()
    page = render_template(
        "follow_ups/answer.html",
        form=form,
        case=found,
        name=found.curriculum.procedures[found.procedure].name,
        definitions={one.id: one.definition.in_(language()) for one in known},
    )
    return page, 200 if request.method == "GET" else 422


def _told(form: FollowUpForm) -> Told:
    """What was not chosen is not known."""
    return Told(
        relief=form.relief.data or Relief.NOT_KNOWN,
        function=form.function.data or Function.NOT_KNOWN,
        complications=tuple(form.complications.data or ()),
        note=form.note.data or "",
    )


@bp.post("/<uuid:case_id>/not-known")
@door(may_log)
def not_known(case_id: UUID) -> ResponseReturnValue:
    """Nothing is known of it, and nobody asks again."""
    return act_and_return(
        lambda: services.answer(current.actor(), case_id, Told()),
        gettext("Kept as not known. It is not asked again."),
        url_for(".index"),
    )


@bp.route("/days", methods=["GET", "POST"])
@door(policy.may_set_days)
def days() -> ResponseReturnValue:
    """After how many days the program asks."""
    form = DaysForm(days=queries.days_set(current.actor()))
    try:
        if form.validate_on_submit():
            services.set_days(current.actor(), form.days.data)
            flash(gettext("Kept."))
            return redirect(url_for(".days"), 303)
    except Invalid as wrong:
        show(form, wrong)
    code = 200 if request.method == "GET" else 422
    return render_template("follow_ups/days.html", form=form), code
