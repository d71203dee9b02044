"""Acts on an assessment that need one tap and at most a few words."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from logbook.domain.assessments import State
from logbook.policy.assessments import may_open_own, may_open_requests
from logbook.policy.curriculum import may_read
from logbook.queries.assessments import assessment
from logbook.services import assessing, assessments
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.approval.ids import ids_of
from logbook.web.assessments.blueprint import bp
from logbook.web.assessments.forms import AcknowledgeForm, own_rating
from logbook.web.assessments.record import shown
from logbook.web.forms import show as complain
from logbook.web.guard import door


def _do(assessment_id: UUID, act: Callable[[], None], said: str) -> ResponseReturnValue:
    return act_and_return(act, said, url_for("assessments.show", assessment_id=assessment_id))


@bp.post("/<uuid:assessment_id>/decline")
@door(may_open_requests)
def decline(assessment_id: UUID) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    said = gettext("Declined; the fellow asks somebody else.")
    return _do(
        assessment_id, lambda: assessments.decline(current.actor(), assessment_id, reason), said
    )


@bp.post("/<uuid:assessment_id>/withdraw")
@door(may_read)
def withdraw(assessment_id: UUID) -> ResponseReturnValue:
    said = gettext("The request is withdrawn.")
    return _do(assessment_id, lambda: assessments.withdraw(current.actor(), assessment_id), said)


@bp.post("/<uuid:assessment_id>/move")
@door(may_read)
def move(assessment_id: UUID) -> ResponseReturnValue:
    chosen = ids_of([request.form.get("assessor", "")])
    if not chosen:
        raise BadRequest
    said = gettext("Asked; the time to answer begins anew.")
    return _do(
        assessment_id, lambda: assessments.move(current.actor(), assessment_id, chosen[0]), said
    )


@bp.post("/<uuid:assessment_id>/rating")
@door(may_open_own)
def rate(assessment_id: UUID) -> ResponseReturnValue:
    """The fellow's own rating, before what the assessor said is shown."""
    one = assessment(current.actor(), assessment_id, current.now())
    rating = own_rating(one.form_data, one.curriculum, request.form)
    own = {field.short_name: field.data for field in rating if field.data}
    try:
        assessments.rate_oneself(current.actor(), assessment_id, own)
    except Invalid as wrong:
        complain(rating, {name[4:]: text for name, text in wrong.complaints.items()})
        return shown(assessment_id, rating=rating), 422
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


@bp.post("/<uuid:assessment_id>/acknowledgement")
@door(may_open_own)
def acknowledge(assessment_id: UUID) -> ResponseReturnValue:
    one = assessment(current.actor(), assessment_id, current.now())
    if one.state is State.ACKNOWLEDGED:  # sent twice
        return redirect(url_for(".show", assessment_id=assessment_id), 303)
    form, useful = AcknowledgeForm(), request.form.get("useful")
    if useful not in ("yes", "no"):
        raise BadRequest
    try:
        assessing.acknowledge(
            current.actor(), assessment_id, useful == "yes", form.comment.data or ""
        )
    except Invalid as wrong:
        complain(form, wrong)
        return shown(assessment_id, reading=form), 422
    flash(gettext("Acknowledged. It stays as it was said."))
    return redirect(url_for(".show", assessment_id=assessment_id), 303)
