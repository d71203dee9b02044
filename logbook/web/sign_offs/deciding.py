"""What directors and the committee decide, each from the page of the sign-off."""

from uuid import UUID, uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from logbook.domain.sign_offs import Decided
from logbook.policy.sign_offs import may_open_waiting
from logbook.queries.sign_off_page import page
from logbook.services import sign_off_decisions as services
from logbook.services.refusals import Conflict, Invalid
from logbook.services.sign_off_decisions import Ruling
from logbook.services.sign_off_signing import Hand
from logbook.web import current
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.presence import presence
from logbook.web.sign_offs.blueprint import bp
from logbook.web.sign_offs.forms import DecideForm, an_id
from logbook.web.sign_offs.record import shown
from logbook.web.words import words


@bp.post("/<uuid:sign_off_id>/decisions")
@door(may_open_waiting)
def decide(sign_off_id: UUID) -> ResponseReturnValue:
    actor = current.actor()
    found = page(actor, sign_off_id, current.today())
    form = DecideForm()
    form.offer(found.line.curriculum.scales[found.line.scale], found.line.competency.target.level)
    if form.decided.data not in set(Decided):
        raise BadRequest
    ruling = Ruling(
        Decided(form.decided.data),
        form.words.data or "",
        form.seen.data or "",
        request.form.get("level") or None,
    )
    decision_id, status = an_id(form.decision_id.data) or uuid4(), 422
    try:
        if form.validate():
            services.decide(
                actor, sign_off_id, decision_id, _number(form), ruling, Hand(presence())
            )
            flash(gettext("Signed. It stands with your name on this page."))
            return redirect(url_for(".detail", sign_off_id=sign_off_id), 303)
    except Invalid as wrong:
        show(form, wrong)
    except Conflict as other:
        form.form_errors.append(words(other.reason))
        status = 409
    # What is there now goes into the form, so that it can be looked at and signed.
    form.seen.data, form.seen.raw_data = found.evidence.seen, None
    form.revision.data, form.revision.raw_data = found.line.revision, None
    return shown(found, form), status


def _number(form: DecideForm) -> int:
    try:
        return int(form.revision.data or "")
    except ValueError:
        raise BadRequest from None
