"""Cases that a fellow forgot: suggested by a supervisor, begun or declined by the fellow."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.suggestions import Suggested
from logbook.policy import suggestions as policy
from logbook.policy.cases import may_log
from logbook.queries import suggestions as queries
from logbook.queries.curriculum import curriculum_of
from logbook.queries.programs import sites
from logbook.queries.suggestions import Theirs
from logbook.services import suggestions as services
from logbook.services.cases import new_case_id
from logbook.services.refusals import Invalid, insist
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.cases.begun import Begun, begin
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.suggestions.forms import SuggestForm
from logbook.web.words import language

bp = Blueprint("suggestions", __name__, url_prefix="/suggestions")


@bp.get("/")
@door(policy.may_suggest)
def index() -> ResponseReturnValue:
    """Whom to suggest a case to, and what became of those that were suggested."""
    actor = current.actor()
    return render_template(
        "suggestions/index.html",
        fellows=queries.fellows_of(actor, current.today()),
        made=queries.made_by(actor),
    )


@bp.route("/to/<uuid:enrollment_id>", methods=["GET", "POST"])
@door(policy.may_suggest)
def new(enrollment_id: UUID) -> ResponseReturnValue:
    """A stranger's fellow, or one who never named this supervisor, is not found."""
    actor, today = current.actor(), current.today()
    theirs = {one.enrollment_id: one for one in queries.fellows_of(actor, today)}
    if enrollment_id not in theirs:
        raise NotFound
    to = theirs[enrollment_id]
    form = SuggestForm(suggestion_id=str(new_case_id()), performed_on=today, side="")
    form.offer(curriculum_of(actor.program_id, to.version_id), sites(actor), language())
    try:
        if form.validate_on_submit():
            return _suggested(form, to)
    except Invalid as wrong:
        show(form, wrong)
    code = 200 if request.method == "GET" else 422
    yesterday = today - timedelta(days=1)
    page = render_template(
        "suggestions/new.html", form=form, to=to, today=today, yesterday=yesterday
    )
    return page, code


def _suggested(form: SuggestForm, to: Theirs) -> ResponseReturnValue:
    told = Suggested(
        procedure=form.procedure.data,
        performed_on=form.performed_on.data,
        side=form.side.data or None,
        words=form.words.data or "",
    )
    site_id = UUID(form.site.data) if form.site.data else None
    where = services.To(to.enrollment_id, site_id)
    services.suggest(current.actor(), _id_of(form), where, told)
    flash(gettext("%(name)s finds it on the first page, as a draft to begin.", name=to.name))
    return redirect(url_for(".index"), 303)


def _id_of(form: SuggestForm) -> UUID:
    """As the page was given it; another one where it says nonsense."""
    try:
        return UUID(form.suggestion_id.data)
    except ValueError:
        return new_case_id()


@bp.post("/<uuid:suggestion_id>/draft")
@door(may_log)
def draft(suggestion_id: UUID) -> ResponseReturnValue:
    """Begin the case. Pressed twice, it is one case; the fellow is its author."""
    actor, one = current.actor(), queries.suggestion(current.actor(), suggestion_id)
    insist(policy.may_answer(actor, one))
    begun = Begun(
        case_id=one.begins,
        procedure=one.procedure,
        performed_on=one.performed_on,
        site_id=one.site_id,
        supervisor_id=one.supervisor_id,
        side=one.side,
    )
    return begin(begun, url_for("home.show"))


@bp.post("/<uuid:suggestion_id>/decline")
@door(may_log)
def decline(suggestion_id: UUID) -> ResponseReturnValue:
    return act_and_return(
        lambda: services.decline(current.actor(), suggestion_id),
        gettext("Taken off your list. Your supervisor sees that it was not yours."),
        url_for("home.show"),
    )
