"""Moving chosen enrollments to an edition, each with what it would change."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import NotFound

from logbook.policy.curriculum import may_write
from logbook.queries.curriculum import confirmed_curriculum
from logbook.queries.curriculum_effect import effects, followers, followers_of
from logbook.services import moving as services
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.publishing.blueprint import bp
from logbook.web.publishing.forms import MoveForm
from logbook.web.publishing.telling import in_a_line
from logbook.web.words import words


@bp.route("/<uuid:version_id>/move", methods=["GET", "POST"])
@door(may_write)
def move(version_id: UUID) -> ResponseReturnValue:
    actor, today = current.actor(), current.today()
    then = confirmed_curriculum(actor, version_id)
    form = MoveForm()
    try:
        if form.validate_on_submit():
            return _move(version_id, form)
    except Invalid as wrong:
        _complain(form, wrong)
    those = [one for one in followers(actor, today, then.id) if one.version_id != version_id]
    told = effects(actor, those, then, today, version_id)
    able = [one for one in told if not one.refused]
    form.offer(able)
    page = render_template(
        "publishing/move.html",
        version_id=version_id,
        then=then,
        form=form,
        effects=able,
        staying=[one for one in told if one.refused],
        lines={str(one.follower.id): in_a_line(one) for one in told},
        there=followers_of(actor, today, version_id),
    )
    return page, 200 if request.method == "GET" else 422


def _move(version_id: UUID, form: MoveForm) -> ResponseReturnValue:
    try:
        chosen = form.chosen()
    except ValueError:
        raise NotFound from None
    count = services.move_enrollments(current.actor(), version_id, chosen, form.reason.data or "")
    flash(
        ngettext(
            "%(num)s fellow follows this edition now.",
            "%(num)s fellows follow this edition now.",
            count,
        )
        if count
        else gettext("They follow this edition already.")
    )
    return redirect(url_for("curriculum.version", version_id=version_id), 303)


def _complain(form: MoveForm, wrong: Invalid) -> None:
    """What is wrong with one of those chosen stands with the choice of them."""
    people = [one for name, one in wrong.complaints.items() if name.startswith("enrollments.")]
    rest = {name: one for name, one in wrong.complaints.items() if "." not in name}
    show(form, rest)
    form.enrollments.errors = [*form.enrollments.errors, *(words(one) for one in people)]
