"""Which credentials a supervisor must have to sign, and what happens without."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField

from logbook.domain.privileges import Checked
from logbook.policy.privileges import may_set_credentials
from logbook.queries import signing_credentials as queries
from logbook.services import privileges as services
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.forms import Form, choices, show
from logbook.web.guard import door
from logbook.web.programs.forms import TicksField
from logbook.web.programs.views import bp
from logbook.web.words import label, language

__all__ = ["bp"]


class SigningForm(Form):
    kinds = TicksField(_("Credentials that signing needs"), validate_choice=False)
    checked = RadioField(_("Where one of them has lapsed"), validate_choice=False)

    def offer(self) -> None:
        known = queries.kinds_of(current.actor().program_id)
        self.kinds.choices = choices((kind, name.in_(language())) for kind, name in known.items())
        self.checked.choices = choices((one.value, label(one)) for one in Checked)

    @property
    def chosen(self) -> Checked:
        known = {one.value for one in Checked}
        return Checked(self.checked.data) if self.checked.data in known else Checked.OFF


@bp.route("/signing", methods=["GET", "POST"])
@door(may_set_credentials)
def signing() -> ResponseReturnValue:
    form = SigningForm()
    if request.method == "GET":
        asked = queries.asked_in(current.actor().program_id)
        form = SigningForm(formdata=None, checked=asked.checked.value, kinds=sorted(asked.kinds))
    form.offer()
    if form.validate_on_submit():
        try:
            services.set_credentials(current.actor(), form.chosen, form.kinds.data or [])
        except Invalid as wrong:
            show(form, wrong)
        else:
            flash(gettext("Kept. It holds for what is signed from now on."))
            return redirect(url_for(".signing"), 303)
    status = 200 if request.method == "GET" else 422
    return render_template("programs/signing.html", form=form), status
