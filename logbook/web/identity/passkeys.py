"""Passkeys on one's own account."""

import json
import secrets
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from logbook.domain.signatures import b64
from logbook.queries.devices import PasskeyRow, passkeys_of
from logbook.services import passkeys as services
from logbook.services.identity import of_account
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.forms import Form, show
from logbook.web.guard import signed_in
from logbook.web.presence import SigningForm, asked, proof_in
from logbook.web.words import words

bp = Blueprint("passkeys", __name__, url_prefix="/account/passkeys")

CHALLENGE = "passkey_challenge"
"""In the visit's cookie: what a device that makes a passkey has to answer to, once."""

KINDS = (-8, -7, -257)
"""EdDSA, ES256, RS256: as COSE numbers them."""


class AddForm(SigningForm):
    name = StringField(lazy_gettext("Name of the passkey"), [DataRequired(), Length(max=60)])
    answer = HiddenField(lazy_gettext("Passkey"), [Length(max=services.LONGEST)])


class NameForm(Form):
    name = StringField(lazy_gettext("Name of the passkey"), [DataRequired(), Length(max=60)])


@bp.get("")
@signed_in
def index() -> ResponseReturnValue:
    return _page()


@bp.post("")
@signed_in
def add() -> ResponseReturnValue:
    form, challenge = AddForm(), session.pop(CHALLENGE, "")
    form.passkey.data = ""
    try:
        if form.validate() and proof_in(form) is not None:
            actor = of_account(current.me().account_id)
            services.add(actor, form.name.data, form.answer.data or "", challenge)
            flash(gettext("The passkey can sign now."))
            return redirect(url_for(".index"), 303)
    except Invalid as wrong:
        show(form, wrong)
    form.answer.data, form.answer.raw_data = "", None
    return _page(form), 422


@bp.post("/<uuid:passkey_id>")
@signed_in
def rename(passkey_id: UUID) -> ResponseReturnValue:
    form = NameForm()
    try:
        services.rename(of_account(current.me().account_id), passkey_id, form.name.data or "")
    except Invalid as wrong:
        flash(" ".join(words(message) for message in wrong.complaints.values()), "warning")
    return redirect(url_for(".index"), 303)


@bp.post("/<uuid:passkey_id>/remove")
@signed_in
def remove(passkey_id: UUID) -> ResponseReturnValue:
    services.remove(of_account(current.me().account_id), passkey_id)
    flash(gettext("The passkey is removed. What it signed stays signed."))
    return redirect(url_for(".index"), 303)


def _page(form: AddForm | None = None) -> str:
    mine, place = passkeys_of(current.me().account_id), services.here()
    return render_template(
        "identity/passkeys.html",
        passkeys=mine,
        can_have=place.can_have_passkeys,
        wanted=json.dumps(_wanted(mine, place.rp_id)) if place.can_have_passkeys else "",
        form=form or AddForm(formdata=None),
        proof=asked(),
        failed=request.method == "POST",
    )


def _wanted(mine: list[PasskeyRow], rp_id: str) -> dict[str, object]:
    """What the browser is asked to make (WebAuthn Level 3, section 5.4)."""
    me = current.me()
    session[CHALLENGE] = challenge = secrets.token_urlsafe(32)
    known = [{"type": "public-key", "id": one.credential_id} for one in mine]
    return {
        "challenge": challenge,
        "rp": {"id": rp_id, "name": "Logbook"},
        "user": {"id": b64(me.account_id.bytes), "name": me.address, "displayName": me.name},
        "pubKeyCredParams": [{"type": "public-key", "alg": kind} for kind in KINDS],
        "excludeCredentials": known,
        "authenticatorSelection": {"residentKey": "preferred", "userVerification": "required"},
        "attestation": "none",
    }
