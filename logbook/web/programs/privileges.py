"""What a supervisor may vouch for, on their member page, and what a program does without."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, Optional

from logbook.domain.curriculum import Curriculum
from logbook.domain.privileges import Checked, Scope
from logbook.policy.privileges import may_give, may_set_checked
from logbook.policy.programs import may_run
from logbook.queries import curriculum as curriculum_queries
from logbook.queries import privileges as queries
from logbook.queries import programs
from logbook.services import privileges as services
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.forms import Form, choices, show
from logbook.web.guard import door
from logbook.web.programs import signing
from logbook.web.programs.views import bp
from logbook.web.words import label, language

__all__ = ["bp", "signing"]

ALL = Scope.ALL.value


class PrivilegeForm(Form):
    privilege_id = HiddenField()
    code = SelectField(_("May vouch for"), validate_choice=False)
    starts_on = DateField(_("From"), [InputRequired()])
    ends_on = DateField(_("Last day"), [Optional()])


class CheckedForm(Form):
    checked = RadioField(_("Where a privilege is missing"), validate_choice=False)


@bp.route("/people/<uuid:member_id>/privileges", methods=["GET", "POST"])
@door(may_run)
def privileges(member_id: UUID) -> ResponseReturnValue:
    actor = current.actor()
    member = programs.member(actor, member_id)
    form = PrivilegeForm()
    if request.method == "GET":
        form = PrivilegeForm(
            formdata=None, privilege_id=str(uuid4()), code=ALL, starts_on=current.today()
        )
    try:
        if form.validate_on_submit():
            _give(form, member_id)
            flash(gettext("Given. It counts from its first day."))
            return redirect(url_for(".privileges", member_id=member_id), 303)
    except Invalid as wrong:
        show(form, wrong)
    return _page(member, form), 200 if request.method == "GET" else 422


def _give(form: PrivilegeForm, member_id: UUID) -> None:
    scope, _, code = str(form.code.data or "").partition(":")
    known = {choice.value for choice in _offered(_curricula())}
    if form.code.data not in known:
        scope, code = Scope.CATEGORY.value, ""  # the service says that it is none of the list
    services.give(
        current.actor(),
        _id_in(form.privilege_id.data),
        member_id,
        scope=Scope(scope),
        code=code,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
    )


def _id_in(said: str | None) -> UUID:
    try:
        return UUID(said or "")
    except ValueError:
        return uuid4()


def _page(member: programs.MemberRow, form: PrivilegeForm) -> str:
    actor, curricula = current.actor(), _curricula()
    form.code.choices = _offered(curricula)
    names = {str(one.value): str(one.label) for one in form.code.choices}
    checked = queries.checked_in(actor.program_id)
    deciding = CheckedForm(formdata=None, checked=checked.value)
    deciding.checked.choices = choices((one.value, label(one)) for one in Checked)
    return render_template(
        "programs/privileges.html",
        member=member,
        form=form,
        rows=queries.privileges_of(actor, member.id),
        names=names,
        may_give=may_give(actor, member.id),
        checked=checked,
        deciding=deciding if may_set_checked(actor) else None,
        today=current.today(),
    )


def _curricula() -> list[Curriculum]:
    actor = current.actor()
    return [
        curriculum_queries.curriculum_of(actor.program_id, one.id)
        for one in curriculum_queries.versions(actor)
    ]


def _offered(curricula: list[Curriculum]) -> list[SelectChoice]:
    """All, each category, each procedure of what the program trains on."""
    spoken = language()
    categories = {one.id: one for each in curricula for one in each.categories.values()}
    procedures = {one.id: one for each in curricula for one in each.procedures.values()}
    offered = [SelectChoice(value=ALL, label=gettext("All procedures"))]
    for scope, group, known in (
        (Scope.CATEGORY, gettext("Categories"), categories),
        (Scope.PROCEDURE, gettext("Procedures"), procedures),
    ):
        offered += [
            SelectChoice(value=f"{scope}:{one.id}", label=one.name.in_(spoken), optgroup=group)
            for one in known.values()
        ]
    return offered


@bp.post("/privileges/<uuid:privilege_id>/end")
@door(may_run)
def end_privilege(privilege_id: UUID) -> ResponseReturnValue:
    member_id = services.end(current.actor(), privilege_id)
    flash(gettext("Ended. What was signed with it stays."))
    return redirect(url_for(".privileges", member_id=member_id), 303)


@bp.post("/people/<uuid:member_id>/privileges/checked")
@door(may_set_checked)
def check_privileges(member_id: UUID) -> ResponseReturnValue:
    programs.member(current.actor(), member_id)
    form = CheckedForm()
    known = {one.value for one in Checked}
    checked = Checked(form.checked.data) if form.checked.data in known else Checked.OFF
    return act_and_return(
        lambda: services.set_checked(current.actor(), checked),
        gettext("Kept. It holds for what is signed from now on."),
        url_for(".privileges", member_id=member_id),
    )
