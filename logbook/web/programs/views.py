"""The program's affairs: members, invitations, sites, enrollments."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.domain.sites import Capability
from logbook.policy.actors import Role
from logbook.policy.programs import may_give, may_run, may_see_members, may_set_since
from logbook.policy.webhooks import may_manage
from logbook.queries import curriculum as curriculum_queries
from logbook.queries import programs as queries
from logbook.queries.rotations import trained
from logbook.queries.training_end import training_end
from logbook.services import curriculum as curriculum_services
from logbook.services import programs as services
from logbook.services import sites as site_services
from logbook.services.programs import PROFESSIONS, Invited
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.forms import choices, show
from logbook.web.guard import door
from logbook.web.letters import post_invitation
from logbook.web.programs.forms import (
    CapabilitiesForm,
    EnrollForm,
    EnrollmentForm,
    InviteForm,
    LeaveForm,
    RolesForm,
    SinceForm,
    SiteForm,
)
from logbook.web.words import label, language, profession_label

bp = Blueprint("programs", __name__, url_prefix="/program")

PLACE_ROLES = (
    Role.FELLOW,
    Role.SUPERVISOR,
    Role.DIRECTOR,
    Role.COORDINATOR,
    Role.COMMITTEE,
    Role.AUDITOR,
)


def role_choices() -> list[object]:
    """The roles that this member may give."""
    actor = current.actor()
    return choices(
        (role.value, label(role)) for role in PLACE_ROLES if may_give(actor, frozenset({role}))
    )


@bp.get("/people")
@door(may_see_members)
def members() -> ResponseReturnValue:
    actor = current.actor()
    return render_template(
        "programs/members.html",
        members=queries.members(actor),
        invitations=queries.open_invitations(actor, current.now()),
        enrollments=queries.enrollments(actor),
        sites=queries.sites_equipped(actor),
        may_run=may_run(actor),
        program_id=actor.program_id,
        may_tell=may_manage(actor),
        today=current.today(),
        site_form=SiteForm(),
    )


@bp.route("/people/invite", methods=["GET", "POST"])
@door(may_run)
def invite() -> ResponseReturnValue:
    form = InviteForm()
    form.roles.choices = role_choices()
    form.profession.choices = choices((code, profession_label(code)) for code in PROFESSIONS)
    if request.method == "GET":
        return render_template("programs/invite.html", form=form)
    try:
        if form.validate_on_submit():
            return _invite(form)
    except Invalid as wrong:
        show(form, wrong)
    return render_template("programs/invite.html", form=form), 422


def _invite(form: InviteForm) -> ResponseReturnValue:
    me, actor = current.me(), current.actor()
    invited = Invited(
        address=form.address.data,
        name=form.name.data,
        roles=frozenset(Role(code) for code in form.roles.data),
        profession=form.profession.data,
    )
    link = services.invite(actor, actor.program_id, invited)
    address = post_invitation(link, me.program_name or "", me.name)
    return render_template("programs/invited.html", invited=invited, address=address)


@bp.post("/invitations/<uuid:invitation_id>/revoke")
@door(may_run)
def revoke(invitation_id: UUID) -> ResponseReturnValue:
    services.revoke_invitation(current.actor(), invitation_id)
    flash(gettext("The invitation is revoked; its link opens nothing any more."))
    return redirect(url_for(".members"))


@bp.route("/people/<uuid:member_id>", methods=["GET", "POST"])
@door(may_run)
def member(member_id: UUID) -> ResponseReturnValue:
    """One member: roles, since when, leaving, coming back."""
    found = queries.member(current.actor(), member_id)
    form = RolesForm(roles=[role.value for role in found.roles])
    form.roles.choices = choices((role.value, label(role)) for role in PLACE_ROLES)
    try:
        if form.validate_on_submit():
            roles = frozenset(Role(code) for code in form.roles.data)
            services.change_roles(current.actor(), member_id, roles)
            flash(gettext("The roles are changed."))
            return redirect(url_for(".members"))
    except Invalid as wrong:
        show(form, wrong)
    return _of_member(found, form=form), 200 if request.method == "GET" else 422


@bp.post("/people/<uuid:member_id>/since")
@door(may_run)
def set_since(member_id: UUID) -> ResponseReturnValue:
    """Set right since when somebody is here."""
    found = queries.member(current.actor(), member_id)
    since = SinceForm()
    try:
        if since.validate_on_submit():
            services.set_since(current.actor(), member_id, since.since.data)
            flash(gettext("Kept. It says which days they may sign for."))
            return redirect(url_for(".member", member_id=member_id), 303)
    except Invalid as wrong:
        show(since, wrong)
    return _of_member(found, since=since), 422


@bp.post("/people/<uuid:member_id>/leave")
@door(may_run)
def leave(member_id: UUID) -> ResponseReturnValue:
    found = queries.member(current.actor(), member_id)
    leaving = LeaveForm()
    try:
        if leaving.validate_on_submit():
            services.leave(current.actor(), member_id, leaving.on.data)
            flash(gettext("%(name)s is marked as having left.", name=found.name))
            return redirect(url_for(".members"))
    except Invalid as wrong:
        show(leaving, wrong)
    return _of_member(found, leaving=leaving), 422


def _of_member(
    found: queries.MemberRow,
    form: RolesForm | None = None,
    since: SinceForm | None = None,
    leaving: LeaveForm | None = None,
) -> str:
    """The page of a member, with the one form that was sent as it came."""
    if form is None:
        form = RolesForm(formdata=None, roles=[role.value for role in found.roles])
        form.roles.choices = choices((role.value, label(role)) for role in PLACE_ROLES)
    return render_template(
        "programs/member.html",
        member=found,
        form=form,
        since=since or SinceForm(formdata=None, since=found.joined_on),
        may_set_since=may_set_since(current.actor(), found.id),
        leaving=leaving or LeaveForm(formdata=None, on=current.today()),
    )


@bp.post("/people/<uuid:member_id>/return")
@door(may_run)
def come_back(member_id: UUID) -> ResponseReturnValue:
    services.come_back(current.actor(), member_id)
    flash(gettext("Welcome back: the membership is open again."))
    return redirect(url_for(".members"))


@bp.post("/sites")
@door(may_run)
def add_site() -> ResponseReturnValue:
    form = SiteForm()
    try:
        if form.validate_on_submit():
            services.add_site(current.actor(), form.name.data.strip())
            flash(gettext("The site is added."))
            return redirect(url_for(".members") + "#sites")
    except Invalid as wrong:
        show(form, wrong)
    return render_template("programs/site.html", form=form), 422


@bp.route("/sites/<uuid:site_id>", methods=["GET", "POST"])
@door(may_run)
def site(site_id: UUID) -> ResponseReturnValue:
    """What a site has; the gaps of fellows are explained by it."""
    found = queries.site(current.actor(), site_id)
    form = CapabilitiesForm(capabilities=[one.value for one in found.capabilities or ()])
    form.capabilities.choices = choices((one.value, label(one)) for one in Capability)
    if form.validate_on_submit():
        has = [Capability(code) for code in form.capabilities.data]
        site_services.equip(current.actor(), site_id, has)
        flash(gettext("Kept. What fellows are told to do next follows."))
        return redirect(url_for(".members") + "#sites")
    code = 200 if request.method == "GET" else 422
    return render_template("programs/equip.html", form=form, site=found), code


@bp.route("/enrollments/new", methods=["GET", "POST"])
@door(may_run)
def enroll() -> ResponseReturnValue:
    form = EnrollForm()
    actor = current.actor()
    form.fellow.choices = choices(
        (one.id, one.name) for one in queries.members(actor) if Role.FELLOW in one.roles
    )
    form.version.choices = choices(
        (one.id, f"{one.title.in_(language())} {one.edition}")
        for one in curriculum_queries.versions(actor)
    )
    try:
        if form.validate_on_submit():
            curriculum_services.enroll(
                actor,
                UUID(form.fellow.data),
                UUID(form.version.data),
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                full_time_percent=form.full_time_percent.data,
            )
            flash(gettext("The fellow is enrolled."))
            return redirect(url_for(".members") + "#enrollments")
    except Invalid as wrong:
        show(form, wrong)
    code = 200 if request.method == "GET" else 422
    return render_template("programs/enroll.html", form=form), code


@bp.route("/enrollments/<uuid:enrollment_id>", methods=["GET", "POST"])
@door(may_run)
def enrollment(enrollment_id: UUID) -> ResponseReturnValue:
    found = queries.enrollment(current.actor(), enrollment_id)
    form = EnrollmentForm(
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        full_time_percent=found.full_time_percent,
    )
    try:
        if form.validate_on_submit():
            curriculum_services.change_enrollment(
                current.actor(),
                enrollment_id,
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                full_time_percent=form.full_time_percent.data,
            )
            flash(gettext("The enrollment is changed; the pace follows."))
            return redirect(url_for(".members") + "#enrollments")
    except Invalid as wrong:
        show(form, wrong)
    code = 200 if request.method == "GET" else 422
    end = training_end(current.actor(), trained(current.actor(), enrollment_id))
    page = render_template("programs/enrollment.html", form=form, enrollment=found, end=end)
    return page, code
