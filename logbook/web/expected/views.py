"""What is expected of a fellow's log: clinic lists in, and what of them is not logged."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import NotFound

from logbook.domain.decisions import say
from logbook.domain.expected import Said
from logbook.policy import expected as policy
from logbook.policy.cases import may_log
from logbook.policy.programs import may_run
from logbook.queries import expected as queries
from logbook.queries.cases import enrollment_of
from logbook.queries.programs import enrollments, sites
from logbook.services import expected as services
from logbook.services.expected import Brought, Taken
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.cases.begun import Begun, begin
from logbook.web.expected.forms import BringForm
from logbook.web.forms import show
from logbook.web.guard import door

bp = Blueprint("expected", __name__, url_prefix="/expected")


@bp.get("/")
@door(policy.may_open_own)
def own() -> ResponseReturnValue:
    """Lists of the last days beside the log; of days without a list, what is usual."""
    actor, enrollment = current.actor(), enrollment_of(current.actor())
    if enrollment is None:
        return render_template("cases/not_enrolled.html")
    today = current.today()
    days = queries.days_expected(actor, enrollment, today)
    listed = {one.on for one in days}
    usual = [one for one in queries.days_usual(actor, enrollment, today) if one.on not in listed]
    return render_template(
        "expected/own.html", days=days, usual=usual, may_answer=bool(may_log(actor))
    )


@bp.route("/bring", methods=["GET", "POST"])
@door(policy.may_open_bringing)
def bring() -> ResponseReturnValue:
    """Paste a list, or send one. What became of it is said; nothing of it is shown again."""
    actor, form = current.actor(), BringForm(day=current.today())
    others = enrollments(actor) if may_run(actor) else []
    form.offer(others, sites(actor), current.today())
    if not others:
        del form.fellow
    try:
        if form.validate_on_submit():
            _tell(services.bring(actor, _fellow(form), _brought(form)))
            return redirect(url_for(".bring" if others else ".own"), 303)
    except Invalid as wrong:
        show(form, wrong)
    code = 200 if request.method == "GET" else 422
    return render_template("expected/bring.html", form=form, of_others=bool(others)), code


def _fellow(form: BringForm) -> UUID:
    if "fellow" not in form:
        return current.actor().id
    if not form.fellow.data:
        raise Invalid({"fellow": say("Choose a fellow in training.")})
    return UUID(form.fellow.data)


def _brought(form: BringForm) -> Brought:
    """A file before what was pasted."""
    sent = form.file.data.read() if form.file.data else (form.lines.data or "").encode()
    if not sent.strip():
        raise Invalid({"lines": say("Paste the list, or choose a file.")})
    site_id = UUID(form.site.data) if form.site.data else None
    return Brought(sent, form.day.data, form.name.data or "", site_id)


def _tell(taken: Taken) -> None:
    flash(
        ngettext("%(num)s entry is kept", "%(num)s entries are kept", taken.kept)
        + ", "
        + gettext(
            "%(added)s of them new; %(unknown)s without a procedure that we know. "
            "Nothing of a patient was kept.",
            added=taken.added,
            unknown=taken.unknown,
        )
    )


@bp.post("/<uuid:expected_id>/draft")
@door(may_log)
def draft(expected_id: UUID) -> ResponseReturnValue:
    """Begin the case of a line. Pressed twice, it is one case."""
    one = queries.expected_one(current.actor(), expected_id)
    if one.procedure is None:
        return redirect(url_for("cases.new", q=one.text), 303)
    begun = Begun(one.begins, one.procedure, one.on, site_id=one.site_id)
    return begin(begun, url_for(".own"))


@bp.post("/<uuid:expected_id>/dismiss")
@door(may_log)
def dismiss(expected_id: UUID) -> ResponseReturnValue:
    said = request.form.get("said", "")
    if said not in set(Said):
        raise NotFound
    return act_and_return(
        lambda: services.dismiss(current.actor(), expected_id, said),
        gettext("Taken off the list."),
        url_for(".own"),
    )
