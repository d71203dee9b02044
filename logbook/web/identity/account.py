"""A person's own account."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.policy.calendars import may_have_feed
from logbook.policy.own_record import may_open
from logbook.queries.devices import device_of, passkeys_of
from logbook.queries.tokens import tokens_of
from logbook.services import identity as services
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.forms import choices, show
from logbook.web.guard import signed_in
from logbook.web.identity.forms import AccountForm, ChangePasswordForm
from logbook.web.words import language

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.route("", methods=["GET", "POST"])
@signed_in
def settings() -> ResponseReturnValue:
    me = current.me()
    form = AccountForm(
        name=me.name, locale=me.locale or language(), theme=me.theme, shortcuts=me.shortcuts
    )
    form.theme.choices = choices(
        [("auto", gettext("As the device")), ("light", gettext("Light")), ("dark", gettext("Dark"))]
    )
    if form.validate_on_submit():
        services.change_settings(
            services.of_account(me.account_id),
            name=form.name.data,
            locale=form.locale.data,
            theme=form.theme.data,
            shortcuts=form.shortcuts.data,
        )
        flash(gettext("Your settings are saved."))
        return redirect(url_for(".settings"))
    code = 200 if request.method == "GET" else 422
    return render_template("identity/account.html", form=form, **_beside()), code


def _beside() -> dict[str, object]:
    """What else hangs on an account, and which of its pages are open."""
    me = current.me()
    return {
        "keeps_record": me.actor is not None and bool(may_open(me.actor)),
        "keeps_dates": me.actor is not None and bool(may_have_feed(me.actor)),
        "device": device_of(me.account_id),
        "passkeys": passkeys_of(me.account_id),
        "tokens": len(tokens_of(me.account_id)),
    }


@bp.route("/password", methods=["GET", "POST"])
@signed_in
def password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if request.method == "GET":
        return render_template("identity/change_password.html", form=form)
    try:
        if form.validate_on_submit():
            actor = services.of_account(current.me().account_id)
            services.change_password(actor, form.current.data, form.password.data)
            current.forget()
            flash(gettext("Your password is changed. Sign in with it."))
            return redirect(url_for("identity.sign_in"))
    except Invalid as wrong:
        show(form, wrong)
    return render_template("identity/change_password.html", form=form), 422
