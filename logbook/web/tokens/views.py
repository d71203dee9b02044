"""Personal tokens, in one's account: made, shown once, let sign, revoked."""

from uuid import UUID, uuid4

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from werkzeug.exceptions import NotFound
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from logbook.domain.scopes import LIVES, NAME_LENGTH, Scope
from logbook.domain.signatures import Presence
from logbook.policy.curriculum import may_read
from logbook.queries.tokens import tokens_of
from logbook.services import tokens as services
from logbook.services.identity import of_account
from logbook.services.refusals import Invalid
from logbook.services.tokens import Wanted
from logbook.web import current
from logbook.web.forms import choices, show
from logbook.web.guard import signed_in
from logbook.web.presence import SigningForm, asked, is_enough, presence, proof_in
from logbook.web.words import label

bp = Blueprint("tokens", __name__, url_prefix="/account/tokens")


class TokenForm(SigningForm):
    token_id = HiddenField()
    name = StringField(lazy_gettext("Name of the token"), [DataRequired(), Length(max=NAME_LENGTH)])
    scopes = SelectMultipleField(
        lazy_gettext("What it may do"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )
    days = RadioField(lazy_gettext("How long it lives"), validate_choice=False)


@bp.get("")
@signed_in
def index() -> ResponseReturnValue:
    return _page()


@bp.post("")
@signed_in
def make() -> ResponseReturnValue:
    """Asks who one is, as a signature does: whoever finds a browser open makes none."""
    form, me = TokenForm(), current.me()
    form.passkey.data = ""
    if me.actor is None or not may_read(me.actor):
        return redirect(url_for(".index"), 303)
    try:
        if form.validate() and proof_in(form) is not None:
            token = services.make(of_account(me.account_id), _id_in(form), _wanted(form))
            return render_template(
                "tokens/made.html",
                token=token,
                name=form.name.data,
                base=str(current_app.config["BASE_URL"]).rstrip("/"),
            )
    except Invalid as wrong:
        show(form, wrong)
    return _page(form), 422


@bp.post("/<uuid:token_id>/revoke")
@signed_in
def revoke(token_id: UUID) -> ResponseReturnValue:
    services.revoke(of_account(current.me().account_id), token_id)
    flash(gettext("The token is revoked. Nothing gets in with it any more."))
    return redirect(url_for(".index"), 303)


@bp.route("/<uuid:token_id>/sign", methods=["GET", "POST"])
@signed_in
def let_sign(token_id: UUID) -> ResponseReturnValue:
    """For ten minutes from the proof. A passkey opens no sitting, so it is not asked here."""
    me, form = current.me(), SigningForm()
    row = next((one for one in tokens_of(me.account_id) if one.id == token_id), None)
    if row is None:
        raise NotFound
    if Scope.QUEUE_ANSWER not in row.scopes:
        return redirect(url_for(".index"), 303)
    code = 200
    if request.method == "POST":
        form.passkey.data = ""
        at = presence().at if is_enough() else current.now()
        by = proof_in(form) if form.validate() else None
        if by is not None:
            services.let_sign(of_account(me.account_id), token_id, Presence(by.method, at))
            flash(gettext("%(name)s may sign in your name now, for ten minutes.", name=row.name))
            return redirect(url_for(".index"), 303)
        code = 422
    proof = asked()
    return render_template("tokens/let_sign.html", row=row, form=form, proof=proof), code


def _wanted(form: TokenForm) -> Wanted:
    actor = current.actor()
    days = str(form.days.data or "")
    return Wanted(
        program_id=actor.program_id,
        name=form.name.data or "",
        scopes=services.scopes_in(form.scopes.data or ()),
        days=int(days) if days.isascii() and days.isdecimal() and len(days) < 5 else 0,
    )


def _id_in(form: TokenForm) -> UUID:
    try:
        return UUID(form.token_id.data or "")
    except ValueError:
        return uuid4()


def _page(form: TokenForm | None = None) -> str:
    me = current.me()
    form = form or TokenForm(formdata=None, token_id=str(uuid4()), days=str(LIVES[1]))
    form.scopes.choices = choices((one.value, label(one)) for one in Scope)
    form.days.choices = choices(
        (days, ngettext("%(num)s day", "%(num)s days", days)) for days in LIVES
    )
    return render_template(
        "tokens/index.html",
        tokens=tokens_of(me.account_id),
        form=form,
        proof=asked(),
        failed=request.method == "POST",
        can_make=me.actor is not None and bool(may_read(me.actor)),
        program=me.program_name,
        now=current.now(),
    )
