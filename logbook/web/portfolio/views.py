"""The fellow's portfolio, and what waits to be accepted."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.portfolio import ItemStep
from logbook.policy import portfolio as policy
from logbook.policy.cohort import may_see_progress
from logbook.policy.curriculum import may_read
from logbook.queries import portfolio as queries
from logbook.queries.cases import EnrollmentNow, enrollment_of
from logbook.queries.curriculum import curriculum_of
from logbook.queries.programs import enrollment as enrollment_row
from logbook.services import portfolio as services
from logbook.services import portfolio_answers as answers
from logbook.services.portfolio import StaleItem
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.forms import show as put_beside
from logbook.web.guard import door
from logbook.web.identifiers.telling import recall_statements
from logbook.web.portfolio.forms import ItemForm, entered
from logbook.web.words import words

bp = Blueprint("portfolio", __name__, url_prefix="/portfolio")


@bp.get("")
@door(policy.may_open_own)
def index() -> ResponseReturnValue:
    items = queries.own_items(current.actor())
    return render_template(
        "portfolio/index.html", items=items, own=True, may_add=policy.may_add(current.actor())
    )


@bp.get("/fellows/<uuid:enrollment_id>")
@door(may_read)
def fellow(enrollment_id: UUID) -> ResponseReturnValue:
    """What has been shared of a fellow's portfolio, for those who oversee the program."""
    found = enrollment_row(current.actor(), enrollment_id)
    if not may_see_progress(current.actor(), found.fellow_id):
        raise NotFound
    items = queries.items_of(current.actor(), found.fellow_id)
    return render_template("portfolio/index.html", items=items, own=False, of=found.fellow)


@bp.get("/queue")
@door(policy.may_open_queue)
def queue() -> ResponseReturnValue:
    return render_template("portfolio/queue.html", items=queries.waiting_items(current.actor()))


@bp.route("/new", methods=["GET"])
@door(policy.may_add)
def new() -> ResponseReturnValue:
    enrollment = enrollment_of(current.actor())
    if enrollment is None:
        return render_template("cases/not_enrolled.html")
    form = _form(enrollment)
    form.done_on.data = current.today()
    return _sheet(form, services.new_item_id())


@bp.post("/items/<uuid:item_id>")
@door(policy.may_add)
def add(item_id: UUID) -> ResponseReturnValue:
    """Add an item under the id that its page was given: sent twice, it is one item."""
    actor, enrollment = current.actor(), enrollment_of(current.actor())
    if enrollment is None:
        raise NotFound
    form, send = _form(enrollment), request.form.get("step") == "send"
    if not form.validate():
        return _sheet(form, item_id), 422
    try:
        services.add(actor, item_id, enrollment.id, entered(form, None, send))
    except Invalid as wrong:
        put_beside(form, wrong)
        return _sheet(form, item_id), 422
    return _kept(item_id, send)


@bp.get("/items/<uuid:item_id>")
@door(may_read)
def show(item_id: UUID) -> ResponseReturnValue:
    actor, item = current.actor(), queries.item(current.actor(), item_id)
    return render_template(
        "portfolio/show.html",
        item=item,
        own=item.fellow_id == actor.id,
        may_change=policy.may_step(actor, item, ItemStep.CHANGE),
        may_withdraw=policy.may_step(actor, item, ItemStep.WITHDRAW),
        may_answer=policy.may_answer(actor, item),
        may_void=policy.may_void(actor, item),
    )


@bp.route("/items/<uuid:item_id>/edit", methods=["GET", "POST"])
@door(policy.may_add)
def edit(item_id: UUID) -> ResponseReturnValue:
    actor, item = current.actor(), queries.item(current.actor(), item_id)
    if item.fellow_id != actor.id:
        raise NotFound
    enrollment = enrollment_of(actor)
    if enrollment is None or enrollment.id != item.enrollment_id:
        raise NotFound
    form, send = _form(enrollment), request.form.get("step") == "send"
    if request.method == "GET":
        form.fill(item)
        recall_statements(item_id)
        return _sheet(form, item_id, item)
    if not form.validate():
        return _sheet(form, item_id, item), 422
    try:
        revision = int(form.revision.data) if (form.revision.data or "").isdecimal() else 0
        services.change(actor, item_id, revision, entered(form, item.since, send))
    except Invalid as wrong:
        put_beside(form, wrong)
        return _sheet(form, item_id, item), 422
    except StaleItem as stale:
        form.revision.data, form.revision.raw_data = str(item.revision), None
        form.form_errors.append(words(stale.reason))
        return _sheet(form, item_id, item), 409
    return _kept(item_id, send)


@bp.post("/items/<uuid:item_id>/withdraw")
@door(policy.may_add)
def withdraw(item_id: UUID) -> ResponseReturnValue:
    actor = current.actor()
    return _do(item_id, lambda: services.withdraw(actor, item_id), gettext("It is withdrawn."))


@bp.post("/items/<uuid:item_id>/accept")
@door(policy.may_open_queue)
def accept(item_id: UUID) -> ResponseReturnValue:
    actor, revision = current.actor(), request.form.get("revision", 0, type=int)
    said = gettext("Accepted. It counts from now on.")
    return _do(item_id, lambda: answers.accept(actor, item_id, revision), said, to_queue=True)


@bp.post("/items/<uuid:item_id>/return")
@door(policy.may_open_queue)
def return_(item_id: UUID) -> ResponseReturnValue:
    actor, revision = current.actor(), request.form.get("revision", 0, type=int)
    reason = request.form.get("reason", "")
    said = gettext("Returned to its fellow with your reason.")
    return _do(
        item_id, lambda: answers.return_(actor, item_id, revision, reason), said, to_queue=True
    )


@bp.post("/items/<uuid:item_id>/void")
@door(policy.may_record_session)
def void(item_id: UUID) -> ResponseReturnValue:
    actor, reason = current.actor(), request.form.get("reason", "")
    said = gettext("Struck out; the reason stays with it.")
    return _do(item_id, lambda: answers.void(actor, item_id, reason), said)


def _do(
    item_id: UUID, act: Callable[[], None], said: str, to_queue: bool = False
) -> ResponseReturnValue:
    back = url_for(".show", item_id=item_id)
    return act_and_return(act, said, back, onward=url_for(".queue") if to_queue else None)


def _form(enrollment: EnrollmentNow) -> ItemForm:
    actor = current.actor()
    form = ItemForm()
    curriculum = curriculum_of(actor.program_id, enrollment.version_id)
    form.offer(curriculum, queries.accepters(actor, current.today()))
    return form


def _sheet(form: ItemForm, item_id: UUID, item: queries.ItemView | None = None) -> str:
    today = current.today()
    return render_template(
        "portfolio/form.html",
        form=form,
        item_id=item_id,
        item=item,
        today=today,
        yesterday=today - timedelta(days=1),
    )


def _kept(item_id: UUID, send: bool) -> ResponseReturnValue:
    flash(gettext("Sent; it waits to be accepted.") if send else gettext("Kept for yourself."))
    return redirect(url_for(".show", item_id=item_id), 303)
