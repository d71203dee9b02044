"""Webhooks, for the director: what other systems are told, and what became of it."""

from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from logbook.domain.webhooks import ADDRESS_LENGTH, Told
from logbook.policy.webhooks import may_manage
from logbook.queries import webhooks as queries
from logbook.services import webhooks as services
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.forms import choices, show
from logbook.web.guard import door
from logbook.web.presence import SigningForm, asked, proof_in
from logbook.web.words import label

bp = Blueprint("webhooks", __name__, url_prefix="/webhooks")


class WebhookForm(SigningForm):
    webhook_id = HiddenField()
    address = StringField(lazy_gettext("Address"), [DataRequired(), Length(max=ADDRESS_LENGTH)])
    tells = SelectMultipleField(
        lazy_gettext("What it is told"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )


@bp.get("")
@door(may_manage)
def index() -> ResponseReturnValue:
    return _page()


@bp.post("")
@door(may_manage)
def make() -> ResponseReturnValue:
    """Asks who one is: from then on something leaves the house."""
    form = WebhookForm()
    form.passkey.data = ""
    try:
        if form.validate() and proof_in(form) is not None:
            known = set(Told)
            tells = frozenset(Told(code) for code in form.tells.data or () if code in known)
            address = form.address.data or ""
            secret = services.make(current.actor(), _id_in(form), address, tells)
            return render_template("webhooks/made.html", secret=secret, address=address)
    except Invalid as wrong:
        show(form, wrong)
    return _page(form), 422


@bp.post("/<uuid:webhook_id>/remove")
@door(may_manage)
def remove(webhook_id: UUID) -> ResponseReturnValue:
    services.remove(current.actor(), webhook_id)
    flash(gettext("The webhook is removed. It is told nothing more."))
    return redirect(url_for(".index"), 303)


def _id_in(form: WebhookForm) -> UUID:
    try:
        return UUID(form.webhook_id.data or "")
    except ValueError:
        return uuid4()


def _page(form: WebhookForm | None = None) -> str:
    form = form or WebhookForm(
        formdata=None, webhook_id=str(uuid4()), tells=[one.value for one in Told]
    )
    form.tells.choices = choices((one.value, label(one)) for one in Told)
    return render_template(
        "webhooks/index.html",
        webhooks=queries.webhooks(current.actor()),
        tellings=queries.last_tellings(current.actor()),
        form=form,
        proof=asked(),
        failed=request.method == "POST",
    )
