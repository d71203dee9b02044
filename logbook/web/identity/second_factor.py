"""A device that shows codes: set up, codes on paper, turned off."""

from urllib.parse import quote, urlsplit

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Length

from logbook.domain.one_time import DIGITS, STEP_SECONDS, as_text
from logbook.queries.devices import DeviceRow, device_of
from logbook.services import second_factor as services
from logbook.services.identity import of_account
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.forms import Form, show
from logbook.web.guard import signed_in
from logbook.web.presence import SigningForm, asked, proof_in
from logbook.web.qr import drawn

bp = Blueprint("second_factor", __name__, url_prefix="/account/device")


class FirstCodeForm(SigningForm):
    first_code = StringField(
        lazy_gettext("Code that the device shows now"), [DataRequired(), Length(max=40)]
    )


class TurnOffForm(Form):
    password = PasswordField(lazy_gettext("Your password"), [DataRequired(), Length(max=1024)])


@bp.get("")
@signed_in
def show_device() -> ResponseReturnValue:
    return _page()


@bp.post("/setting-up")
@signed_in
def begin() -> ResponseReturnValue:
    services.begin(of_account(current.me().account_id))
    return redirect(url_for(".show_device"), 303)


@bp.post("")
@signed_in
def turn_on() -> ResponseReturnValue:
    form = FirstCodeForm()
    try:
        if form.validate() and proof_in(form) is not None:
            codes = services.turn_on(of_account(current.me().account_id), form.first_code.data)
            return render_template("identity/recovery_codes.html", codes=codes)
    except Invalid as wrong:
        show(form, wrong)
    return _page(first=form), 422


@bp.post("/codes")
@signed_in
def make_codes() -> ResponseReturnValue:
    form = SigningForm()
    if form.validate() and proof_in(form) is not None:
        codes = services.make_recovery_codes(of_account(current.me().account_id))
        return render_template("identity/recovery_codes.html", codes=codes)
    return _page(codes=form), 422


@bp.post("/off")
@signed_in
def turn_off() -> ResponseReturnValue:
    form = TurnOffForm()
    try:
        if form.validate():
            services.turn_off(of_account(current.me().account_id), form.password.data)
            flash(gettext("The device is turned off."))
            return redirect(url_for(".show_device"), 303)
    except Invalid as wrong:
        show(form, wrong)
    return _page(off=form), 422


def _page(
    first: FirstCodeForm | None = None,
    codes: SigningForm | None = None,
    off: TurnOffForm | None = None,
) -> str:
    device = device_of(current.me().account_id)
    text, drawn = _secret(device)
    return render_template(
        "identity/device.html",
        device=device,
        secret=text,
        drawn=drawn,
        proof=asked(),
        first=first or FirstCodeForm(formdata=None),
        codes=codes or SigningForm(formdata=None),
        off=off or TurnOffForm(formdata=None),
        failed=request.method == "POST",
    )


def _secret(device: DeviceRow | None) -> tuple[str, Markup]:
    """As text and as a QR code, while the device is being set up and never after."""
    factor = services.of(current.me().account_id) if device else None
    if device is None or device.on_since is not None or factor is None:
        return "", Markup("")
    secret = services.secret_of(factor)
    if secret is None:  # the service's key was changed in the middle of it
        return "", Markup("")
    return as_text(secret), drawn(_address(as_text(secret)), gettext("QR code with the secret"))


def _address(secret: str) -> str:
    """What a device reads: whose secret it is, and how it makes its codes."""
    host = urlsplit(str(current_app.config["BASE_URL"])).hostname or ""
    name = quote(f"Logbook {host}:{current.me().address}")
    ways = f"digits={DIGITS}&period={STEP_SECONDS}&algorithm=SHA1"
    return f"otpauth://totp/{name}?secret={secret}&issuer={quote(f'Logbook {host}')}&{ways}"
