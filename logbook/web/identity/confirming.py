"""Proving again who one is, on a page of its own; it leads back to where one was."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from logbook.web.guard import signed_in
from logbook.web.presence import SigningForm, asked, proof_in
from logbook.web.ways import safe_way

bp = Blueprint("confirming", __name__, url_prefix="/account")


class ConfirmForm(SigningForm):
    next = HiddenField()
    strong = HiddenField()


@bp.route("/confirm", methods=["GET", "POST"])
@signed_in
def confirm() -> ResponseReturnValue:
    form = ConfirmForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
        form.strong.data = request.args.get("strong", "")
        return _page(form), 200
    form.passkey.data = ""  # one signs a text, and here is none
    if form.validate() and proof_in(form, bool(form.strong.data)) is not None:
        return redirect(safe_way(form.next.data), 303)
    return _page(form), 422


def _page(form: ConfirmForm) -> str:
    return render_template(
        "identity/confirm.html",
        form=form,
        proof=asked(bool(form.strong.data)),
        back=safe_way(form.next.data),
    )
