"""Institutions are named, programs join them, and officers are appointed. No number is shown."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import DataRequired, Email, Length, NumberRange

from logbook.domain.suppression import LEAST, MOST
from logbook.policy.identity import may_administer
from logbook.queries import institution_officers as queries
from logbook.services import institutions as services
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.fields import WholeNumberField
from logbook.web.forms import Form, choices, show
from logbook.web.guard import door
from logbook.web.letters import post_password_link

bp = Blueprint("naming", __name__, url_prefix="/administration/institutions")


class InstitutionForm(Form):
    name = StringField(_("Name of the institution"), [DataRequired(), Length(max=120)])
    country = StringField(_("Country"), [DataRequired(), Length(max=2)])


class OfficerForm(Form):
    name = StringField(_("Name"), [DataRequired(), Length(max=120)])
    address = EmailField(_("E-mail address"), [DataRequired(), Email(), Length(max=254)])


class LeastForm(Form):
    least = WholeNumberField(_("Fewest people"), [NumberRange(min=LEAST, max=MOST)])


class JoinForm(Form):
    program = SelectField(_("Program"), [DataRequired()])


@bp.route("", methods=["GET", "POST"])
@door(may_administer)
def institutions() -> ResponseReturnValue:
    """All of them; a form names another."""
    form = InstitutionForm()
    try:
        if form.validate_on_submit():
            given = {"name": form.name.data, "country": form.country.data}
            institution_id = services.create(current.actor(), **given)
            return redirect(url_for(".institution", institution_id=institution_id), 303)
    except Invalid as wrong:
        show(form, wrong)
    code = 200 if request.method == "GET" else 422
    found = queries.all_institutions()
    return render_template("administration/institutions.html", rows=found, form=form), code


@bp.get("/<uuid:institution_id>")
@door(may_administer)
def institution(institution_id: UUID) -> ResponseReturnValue:
    return _page(institution_id)


def _page(
    institution_id: UUID, officer: OfficerForm | None = None, least: LeastForm | None = None
) -> ResponseReturnValue:
    """With what was typed, where something of it is wrong."""
    found = queries.named(institution_id)
    programs = queries.programs_of_institution(institution_id)
    join = JoinForm(formdata=None)
    join.program.choices = choices(
        ((one.id, one.name) for one in programs.others), empty=gettext("Choose a program")
    )
    page = render_template(
        "administration/institution.html",
        institution=found,
        programs=programs,
        officers=queries.officers(institution_id),
        join=join,
        officer=officer or OfficerForm(formdata=None),
        least=least or LeastForm(formdata=None, least=found.least),
    )
    return page, 422 if officer or least else 200


@bp.post("/<uuid:institution_id>/least")
@door(may_administer)
def set_least(institution_id: UUID) -> ResponseReturnValue:
    form = LeastForm()
    try:
        if form.validate_on_submit():
            services.set_least(current.actor(), institution_id, form.least.data)
            flash(gettext("Saved."))
            return redirect(url_for(".institution", institution_id=institution_id), 303)
    except Invalid as wrong:
        show(form, wrong)
    return _page(institution_id, least=form)


@bp.post("/<uuid:institution_id>/programs")
@door(may_administer)
def join(institution_id: UUID) -> ResponseReturnValue:
    try:
        program_id = UUID(request.form.get("program", ""))
    except ValueError:
        flash(gettext("Choose a program."), "bad")
        return redirect(url_for(".institution", institution_id=institution_id), 303)
    return act_and_return(
        lambda: services.join(current.actor(), institution_id, program_id),
        gettext("Its officers see from now on what the program comes to."),
        url_for(".institution", institution_id=institution_id),
    )


@bp.post("/<uuid:institution_id>/programs/<uuid:program_id>/leave")
@door(may_administer)
def leave(institution_id: UUID, program_id: UUID) -> ResponseReturnValue:
    return act_and_return(
        lambda: services.leave(current.actor(), institution_id, program_id),
        gettext("Its officers see nothing of the program any more."),
        url_for(".institution", institution_id=institution_id),
    )


@bp.post("/<uuid:institution_id>/officers")
@door(may_administer)
def appoint(institution_id: UUID) -> ResponseReturnValue:
    form = OfficerForm()
    if _appointed(institution_id, form):
        return redirect(url_for(".institution", institution_id=institution_id), 303)
    return _page(institution_id, officer=form)


def _appointed(institution_id: UUID | None, form: OfficerForm) -> bool:
    """Whether it is done; if not, the form says why."""
    try:
        if not form.validate_on_submit():
            return False
        name, address = form.name.data, form.address.data
        made = services.appoint(current.actor(), institution_id, name=name, address=address)
    except Invalid as wrong:
        show(form, wrong)
        return False
    if made.link is not None:
        post_password_link(made.link)
        flash(gettext("Appointed. A link to set a password went out by mail."))
    else:
        flash(gettext("Appointed. They sign in as before and choose where to work."))
    return True


@bp.post("/officers/<uuid:office_id>/dismiss")
@door(may_administer)
def dismiss(office_id: UUID) -> ResponseReturnValue:
    back = request.form.get("institution", "")
    try:
        onward = url_for(".institution", institution_id=UUID(back))
    except ValueError:
        onward = url_for(".national")
    return act_and_return(
        lambda: services.dismiss(current.actor(), office_id),
        gettext("No longer an officer."),
        onward,
    )


@bp.route("/national", methods=["GET", "POST"])
@door(may_administer)
def national() -> ResponseReturnValue:
    """Officers of all institutions."""
    form = OfficerForm()
    if _appointed(None, form):
        return redirect(url_for(".national"), 303)
    code = 200 if request.method == "GET" else 422
    found = queries.officers(None)
    return render_template("administration/national.html", officers=found, form=form), code
