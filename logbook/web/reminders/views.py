"""Links in letters, what one wants to be mailed, and asking for an answer."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.policy.actors import Role
from logbook.policy.cases import may_open_own_log
from logbook.policy.reminders import may_choose_letters
from logbook.queries.reminders import wishes_of
from logbook.services import identity, links, nudges
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.guard import anyone, door, to_links_too
from logbook.web.identity.forms import EmptyForm
from logbook.web.reminders import deputies, queues
from logbook.web.reminders.blueprint import bp
from logbook.web.reminders.forms import WishesForm

__all__ = ["bp", "deputies", "queues"]


@bp.route("/letters/queue/<string:token>", methods=["GET", "POST"])
@to_links_too
@anyone
def open_queue(token: str) -> ResponseReturnValue:
    """The link of a digest. Looking uses nothing up: mail programs look at every link before
    anybody reads the letter. The button does."""
    found, person = links.queue_of_link(token), current.person()
    if person is not None and person.actor is not None:
        if found is not None and found.account_id != person.account_id:
            return render_template("reminders/not_yours.html"), 403
        if person.limited or found is None or found.program_id == person.actor.program_id:
            return redirect(url_for("approval.queue"))
    if found is None:
        return render_template("reminders/link_gone.html"), 410
    form = EmptyForm()
    if not form.validate_on_submit():
        return render_template("reminders/open_queue.html", form=form, found=found)
    if person is None:
        current.remember(links.open_queue(token))
    else:  # signed in, and at work in another program
        actor = identity.of_account(person.account_id)
        identity.switch_program(actor, person.session_id, found.program_id)
    return redirect(url_for("approval.queue"), 303)


@bp.route("/letters/stop/<string:token>", methods=["GET", "POST"])
@anyone
def stop(token: str) -> ResponseReturnValue:
    """Stop letters of one kind, from the letter itself (RFC 8058): the mail program sends the POST,
    with no cookie and no token of ours. All that it can do is to stop letters."""
    found = links.stop_of(token)
    if found is None:
        return render_template("reminders/link_gone.html"), 410
    if request.method == "POST":
        nudges.stop(found)
    return render_template("reminders/stop.html", done=request.method == "POST", kind=found.kind)


@bp.record_once
def let_mail_programs_post(state: BlueprintSetupState) -> None:
    state.app.extensions["csrf"].exempt(stop)


@bp.route("/letters", methods=["GET", "POST"])
@door(may_choose_letters)
def wishes() -> ResponseReturnValue:
    actor = current.actor()
    kept = wishes_of(actor.program_id, actor.id)
    form = WishesForm(digest=kept.digest.value, nudges=kept.nudges, weekly=kept.weekly)
    form.offer()
    if form.validate_on_submit():
        nudges.choose(actor, form.wishes())
        flash(gettext("Kept. Your next letters follow it."))
        return redirect(url_for(".wishes"), 303)
    code = 200 if request.method == "GET" else 422
    page = render_template(
        "reminders/wishes.html",
        form=form,
        supervises=actor.is_(Role.SUPERVISOR),
        directs=actor.is_(Role.DIRECTOR),
    )
    return page, code


@bp.post("/letters/nudges/<uuid:case_id>")
@door(may_open_own_log)
def nudge(case_id: UUID) -> ResponseReturnValue:
    said = gettext("Asked. Your supervisor gets a letter within minutes, unless they want none.")
    back = url_for("cases.show", case_id=case_id)
    return act_and_return(lambda: nudges.nudge(current.actor(), case_id), said, back)
