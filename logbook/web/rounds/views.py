"""Rounds of multi-source feedback: run by the program, answered by link, read when closed."""

from datetime import timedelta
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest, NotFound

from logbook.domain.rounds import RaterGroup, raters_in
from logbook.policy.rounds import (
    may_change,
    may_list,
    may_open,
    may_rate_self,
    may_read_result,
    may_release,
)
from logbook.queries import rounds as queries
from logbook.queries.programs import enrollments
from logbook.services import rounds as services
from logbook.services.identity import hash_of
from logbook.services.refusals import Invalid
from logbook.services.rounds import AlreadyOpen, Asked, LinkSpent, Written
from logbook.web import current
from logbook.web.forms import choices
from logbook.web.forms import show as show_complaints
from logbook.web.guard import anyone, door
from logbook.web.letters import post_rater
from logbook.web.rounds.forms import ITEM, OpenForm, RateForm, RaterForm, rate_form
from logbook.web.rounds.opening import offer_forms, version_forms
from logbook.web.words import group_label, language, words

bp = Blueprint("rounds", __name__, url_prefix="/feedback")

OPEN_DAYS = 21


@bp.get("")
@door(may_list)
def index() -> ResponseReturnValue:
    actor = current.actor()
    return render_template(
        "rounds/index.html", rounds=queries.rounds(actor), may_open=may_open(actor)
    )


@bp.route("/new", methods=["GET", "POST"])
@door(may_open)
def new() -> ResponseReturnValue:
    """Ask raters about a fellow. The page makes the round's id, so that a double tap is one."""
    today = current.today()
    form = OpenForm(
        round_id=uuid4(),
        enrollment=request.args.get("enrollment"),
        closes_on=today + timedelta(days=OPEN_DAYS),
    )
    rows = enrollments(current.actor())
    form.enrollment.choices = choices((row.id, row.fellow) for row in rows)
    offer_forms(form, version_forms(current.actor(), language()))
    try:
        if form.validate_on_submit():
            return _open(form)
    except Invalid as wrong:
        show_complaints(form, wrong)
    groups = [(group.value, group_label(group)) for group in RaterGroup]
    page = render_template("rounds/new.html", form=form, groups=groups)
    return page, 200 if request.method == "GET" else 422


def _open(form: OpenForm) -> ResponseReturnValue:
    raters, wrong = raters_in(form.raters.data)
    if wrong is not None:
        raise Invalid({"raters": wrong})
    try:
        round_id, enrollment_id = UUID(form.round_id.data), UUID(form.enrollment.data)
    except (TypeError, ValueError):
        raise BadRequest from None
    try:
        asked = services.open_(
            current.actor(),
            round_id,
            enrollment_id,
            form=form.form.data,
            closes_on=form.closes_on.data,
            raters=raters,
        )
    except AlreadyOpen:
        return redirect(url_for(".show", round_id=round_id), 303)
    _post(round_id, asked)
    flash(gettext("The raters are asked. Nothing is shown before the round is closed."))
    return redirect(url_for(".show", round_id=round_id), 303)


def _post(round_id: UUID, asked: list[Asked]) -> None:
    view = queries.round_(current.actor(), round_id)
    for link in asked:
        post_rater(link, view.fellow, current.me().program_name or "", view.closes_on)


@bp.get("/<uuid:round_id>")
@door(may_list)
def show(round_id: UUID) -> ResponseReturnValue:
    actor = current.actor()
    view = queries.round_(actor, round_id)
    return render_template(
        "rounds/show.html",
        round=view,
        invited=queries.invited(actor, view),
        result=queries.result(actor, view),
        may_change=may_change(actor, view),
        may_rate_self=may_rate_self(actor, view),
        may_read=may_read_result(actor, view),
        may_release=may_release(actor, view),
        labels=_labels(view),
    )


def _labels(view: queries.RoundView) -> dict[tuple[str, str], str]:
    """The words of each code of each item."""
    form = rate_form(view.form, view.curriculum.scales, language(), RateForm)
    return {
        (field.name.removeprefix(ITEM), choice.value): choice.label
        for field in form.items()
        for choice in field.choices
    }


@bp.post("/<uuid:round_id>/raters/<uuid:invitation_id>")
@door(may_open)
def ask_again(round_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    try:
        _post(round_id, [services.ask_again(current.actor(), round_id, invitation_id)])
        flash(gettext("A new link is sent; the old one opens nothing any more."))
    except Invalid as wrong:
        _flash(wrong)
    return redirect(url_for(".show", round_id=round_id), 303)


@bp.post("/<uuid:round_id>/close")
@door(may_open)
def close(round_id: UUID) -> ResponseReturnValue:
    if services.close(current.actor(), round_id):
        flash(gettext("The round is closed. Its fellow and the directors read the result."))
    else:
        flash(gettext("The round is closed. Too few answered: nothing of it is shown."), "warn")
    return redirect(url_for(".show", round_id=round_id), 303)


@bp.post("/<uuid:round_id>/cancel")
@door(may_open)
def cancel(round_id: UUID) -> ResponseReturnValue:
    try:
        services.cancel(current.actor(), round_id, request.form.get("reason", ""))
        flash(gettext("The round is cancelled; the reason stays with it."))
    except Invalid as wrong:
        _flash(wrong)
    return redirect(url_for(".show", round_id=round_id), 303)


@bp.post("/<uuid:round_id>/release")
@door(may_list)
def release(round_id: UUID) -> ResponseReturnValue:
    try:
        chosen = [UUID(text) for text in request.form.getlist("answer")]
    except ValueError:
        raise BadRequest from None
    services.release(current.actor(), round_id, chosen)
    flash(gettext("The fellow can read these words now."))
    return redirect(url_for(".show", round_id=round_id), 303)


@bp.route("/<uuid:round_id>/self", methods=["GET", "POST"])
@door(may_list)
def rate_self(round_id: UUID) -> ResponseReturnValue:
    """The fellow's own view, kept beside the others'."""
    actor = current.actor()
    view = queries.round_(actor, round_id)
    if not may_rate_self(actor, view):
        raise NotFound
    form = rate_form(view.form, view.curriculum.scales, language(), RateForm)
    try:
        if form.validate_on_submit():
            services.rate_self(actor, round_id, form.answers())
            flash(gettext("Your own view is kept. You see it beside the others’ at the end."))
            return redirect(url_for(".show", round_id=round_id), 303)
    except Invalid as wrong:
        show_complaints(form, _beside_items(wrong))
    if request.method == "GET":
        for field in form.items():
            field.data = (view.own_answers or {}).get(field.name.removeprefix(ITEM))
    page = render_template("rounds/self.html", form=form, round=view)
    return page, 200 if request.method == "GET" else 422


@bp.route("/rate/<string:token>", methods=["GET", "POST"])
@anyone
def rate(token: str) -> ResponseReturnValue:
    """What a rater sees: no account, no navigation, one page."""
    found = queries.open_invitation(hash_of(token))
    if found is None:
        return render_template("rounds/spent.html"), 410
    form = rate_form(found.form, found.curriculum.scales, language(), RaterForm)
    try:
        if form.validate_on_submit():
            written = Written(form.answers(), form.went_well.data or "", form.next_step.data or "")
            services.answer(token, written)
            return render_template("rounds/thanks.html", found=found)
    except Invalid as wrong:
        show_complaints(form, _beside_items(wrong))
    except LinkSpent:
        return render_template("rounds/spent.html"), 410
    page = render_template("rounds/rate.html", form=form, found=found)
    return page, 200 if request.method == "GET" else 422


def _beside_items(wrong: Invalid) -> Invalid:
    """Complaints about items under the names of their fields."""
    own = {"went_well", "next_step"}
    return Invalid(
        {name if name in own else ITEM + name: said for name, said in wrong.complaints.items()}
    )


def _flash(wrong: Invalid) -> None:
    for message in wrong.complaints.values():
        flash(words(message), "bad")
