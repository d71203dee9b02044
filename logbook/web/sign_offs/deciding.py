"""What directors and the committee decide, each from the page of the sign-off."""

from uuid import UUID, uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from logbook.domain.sign_offs import Decided
from logbook.policy.sign_offs import may_open_waiting
from logbook.queries.sign_off_page import SignOffPage, page
from logbook.services import sign_off_decisions as services
from logbook.services.refusals import Conflict, Invalid
from logbook.services.sign_off_decisions import Ruling
from logbook.web import current
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.presence import asked_of_passkey
from logbook.web.sign_offs.blueprint import bp
from logbook.web.sign_offs.forms import DecideForm, an_id
from logbook.web.sign_offs.proof import proof_for
from logbook.web.sign_offs.record import shown
from logbook.web.words import words


@bp.post("/<uuid:sign_off_id>/decisions")
@door(may_open_waiting)
def decide(sign_off_id: UUID) -> ResponseReturnValue:
    actor = current.actor()
    found, form = _sent(sign_off_id)
    by = proof_for(form, found.line.competency.sign_off) if form.validate() else None
    if by is None:
        return _back(found, form)
    try:
        services.decide(actor, sign_off_id, _id_of(form), _number(form), _ruling(form), by)
    except Invalid as wrong:
        show(form, wrong)
        return _back(found, form)
    except Conflict as other:
        form.form_errors.append(words(other.reason))
        return _back(found, form, 409)
    flash(gettext("Signed. It stands with your name on this page."))
    return redirect(url_for(".detail", sign_off_id=sign_off_id), 303)


@bp.post("/<uuid:sign_off_id>/decisions/statement")
@door(may_open_waiting)
def decision_statement(sign_off_id: UUID) -> ResponseReturnValue:
    """What a passkey is asked to sign if this form is sent as it is. Changes nothing."""
    actor, now = current.actor(), current.now()
    found, form = _sent(sign_off_id)
    if not form.validate():
        return _back(found, form)
    try:
        text = services.to_be_signed(
            actor, sign_off_id, _id_of(form), _number(form), _ruling(form), now
        )
    except Invalid as wrong:
        show(form, wrong)
        return _back(found, form)
    except Conflict as other:
        form.form_errors.append(words(other.reason))
        return _back(found, form, 409)
    return asked_of_passkey(text)


def _sent(sign_off_id: UUID) -> tuple[SignOffPage, DecideForm]:
    found = page(current.actor(), sign_off_id, current.today())
    form = DecideForm()
    form.offer(found.line.curriculum.scales[found.line.scale], found.line.competency.target.level)
    if form.decided.data not in set(Decided):
        raise BadRequest
    return found, form


def _id_of(form: DecideForm) -> UUID:
    return an_id(form.decision_id.data) or uuid4()


def _ruling(form: DecideForm) -> Ruling:
    return Ruling(
        Decided(form.decided.data),
        form.words.data or "",
        form.seen.data or "",
        request.form.get("level") or None,
    )


def _back(found: SignOffPage, form: DecideForm, status: int = 422) -> ResponseReturnValue:
    # What is there now goes into the form, so that it can be looked at and signed.
    form.seen.data, form.seen.raw_data = found.evidence.seen, None
    form.revision.data, form.revision.raw_data = found.line.revision, None
    return shown(found, form), status


def _number(form: DecideForm) -> int:
    try:
        return int(form.revision.data or "")
    except ValueError:
        raise BadRequest from None
