"""What concerns oneself: letters and plans, and how a fellow rates their own milestones."""

from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.domain.milestones import aims, scale_of
from logbook.policy import committee as policy
from logbook.policy.curriculum import may_read
from logbook.queries.committee_decisions import letters_to, plans, plans_of
from logbook.queries.committee_file import own_curriculum, self_ratings
from logbook.queries.milestones import latest, reviews_of
from logbook.services import committee_rating as services
from logbook.services.refusals import Conflict, Invalid
from logbook.web import current
from logbook.web.committee.blueprint import bp
from logbook.web.committee.forms import SelfForm, an_id
from logbook.web.committee.rating import hints, notes
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.teaching.forms import with_levels
from logbook.web.teaching.telling import sub_names
from logbook.web.words import words


@bp.get("/own")
@door(policy.may_open_own)
def own() -> ResponseReturnValue:
    actor, today = current.actor(), current.today()
    found = own_curriculum(actor)
    curriculum = found[1] if found else None
    return render_template(
        "committee/own.html",
        letters=letters_to(actor, actor.id),
        plans=plans_of(actor, actor.id, today),
        ratings=self_ratings(actor, found[0]) if found else [],
        scale=scale_of(curriculum) if curriculum else None,
        names=sub_names(curriculum) if curriculum else {},
        aims=aims(curriculum) if curriculum else {},
        today=today,
    )


@bp.get("/plans")
@door(may_read)
def seen_to() -> ResponseReturnValue:
    """All plans that the actor may see: those that they see to, and their own."""
    return render_template("committee/plans.html", plans=plans(current.actor(), current.today()))


@bp.route("/self", methods=["GET", "POST"])
@door(policy.may_rate_self)
def rate_self() -> ResponseReturnValue:
    """Once a day; the committee reads it beside its own ratings."""
    actor = current.actor()
    found = own_curriculum(actor)
    if found is None or scale_of(found[1]) is None:
        flash(gettext("Your curriculum has no milestones that a committee rates."), "warn")
        return redirect(url_for(".own"), 303)
    enrollment_id, curriculum = found
    form = with_levels(SelfForm, curriculum)(rating_id=uuid4())
    before = self_ratings(actor, enrollment_id)
    code = 200
    if request.method == "GET":
        form.fill(before[0].levels if before else {})
    else:
        code = _sent(form)
        if code == 303:
            flash(gettext("Your own rating is in."))
            return redirect(url_for(".own"), 303)
    recorded = latest(reviews_of(actor, enrollment_id))
    page = render_template(
        "committee/self.html",
        form=form,
        hints=hints(curriculum, recorded, None),
        notes=notes(curriculum),
    )
    return page, code


def _sent(form: SelfForm) -> int:
    """303 when it is kept, or the code of the page that says why not."""
    try:
        if form.validate():
            rating_id = an_id(form.rating_id.data) or uuid4()
            services.rate_self(current.actor(), rating_id, form.levels(), form.words.data or "")
            return 303
    except Invalid as wrong:
        show(form, wrong)
    except Conflict as other:
        form.form_errors.append(words(other.reason))
        return 409
    return 422
