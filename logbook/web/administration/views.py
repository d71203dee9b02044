"""The installation: its programs and their first directors. No clinical record is shown here."""

from uuid import UUID
from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import DataRequired, Email, Length, NumberRange

from logbook.policy.actors import Role, job
from logbook.policy.identity import may_administer
from logbook.queries import programs as queries
from logbook.services import curriculum, second_factor
from logbook.services import programs as services
from logbook.services.programs import Invited
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.fields import WholeNumberField
from logbook.web.forms import Form, choices, show
from logbook.web.guard import door
from logbook.web.letters import post_devices_taken_off, post_invitation

bp = Blueprint("administration", __name__, url_prefix="/administration")

FIRST_CURRICULUM = "pain_medicine.yaml"


class ProgramForm(Form):
    name = StringField(_("Name of the program"), [DataRequired(), Length(max=120)])
    time_zone = SelectField(_("Time zone"))
    year_begins_month = WholeNumberField(
        _("Month in which the academic year begins"), [NumberRange(min=1, max=12)], default=7
    )


class DirectorForm(Form):
    name = StringField(_("Name"), [DataRequired(), Length(max=120)])
    address = EmailField(_("E-mail address"), [DataRequired(), Email(), Length(max=254)])


class LostForm(Form):
    address = EmailField(_("E-mail address"), [DataRequired(), Email(), Length(max=254)])


@bp.get("/programs")
@door(may_administer)
def programs() -> ResponseReturnValue:
    return render_template("administration/programs.html", programs=queries.all_programs())


@bp.route("/programs/new", methods=["GET", "POST"])
@door(may_administer)
def create() -> ResponseReturnValue:
    form = ProgramForm(time_zone="UTC")
    form.time_zone.choices = choices((zone, zone) for zone in sorted(available_timezones()))
    try:
        if form.validate_on_submit():
            program_id = services.create_program(
                current.actor(),
                name=form.name.data.strip(),
                time_zone=form.time_zone.data,
                year_begins_month=form.year_begins_month.data,
            )
            document = curriculum.read_document(curriculum.SHIPPED / FIRST_CURRICULUM)
            curriculum.publish(job(program_id), document)
            return redirect(url_for(".invite_director", program_id=program_id))
    except Invalid as wrong:
        show(form, wrong)
    code = 200 if request.method == "GET" else 422
    return render_template("administration/create.html", form=form), code


@bp.route("/programs/<uuid:program_id>/director", methods=["GET", "POST"])
@door(may_administer)
def invite_director(program_id: UUID) -> ResponseReturnValue:
    program = queries.program(program_id)
    form = DirectorForm()
    if form.validate_on_submit():
        invited = Invited(form.address.data, form.name.data, frozenset({Role.DIRECTOR}))
        link = services.invite(current.actor(), program_id, invited)
        address = post_invitation(link, program.name, current.me().name)
        return render_template("programs/invited.html", invited=invited, address=address)
    code = 200 if request.method == "GET" else 422
    return render_template("administration/invite_director.html", form=form, program=program), code


@bp.route("/lost-devices", methods=["GET", "POST"])
@door(may_administer)
def lost_devices() -> ResponseReturnValue:
    """Help whoever has lost what they sign with, after making sure that it is they who ask."""
    form = LostForm()
    try:
        if form.validate_on_submit():
            who = second_factor.reset(current.actor(), form.address.data)
            post_devices_taken_off(who)
            flash(gettext("Done. %(name)s is told by mail.", name=who.name))
            return redirect(url_for(".programs"), 303)
    except Invalid as wrong:
        show(form, wrong)
    code = 200 if request.method == "GET" else 422
    return render_template("administration/lost_devices.html", form=form), code
