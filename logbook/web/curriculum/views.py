"""The curriculum as it was published, and the confirming of its figures."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.document import CurriculumError
from logbook.domain.requirements import FigureStanding
from logbook.policy.curriculum import may_confirm, may_read, may_write
from logbook.policy.programs import may_see_members
from logbook.queries import curriculum as queries
from logbook.queries.cases import enrollment_of
from logbook.queries.curriculum_effect import Follower, followers_of
from logbook.services import curriculum as services
from logbook.services import publishing
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.cases.choosing import shelves
from logbook.web.curriculum.forms import FigureForm
from logbook.web.forms import show as show_complaints
from logbook.web.guard import door

bp = Blueprint("curriculum", __name__, url_prefix="/curriculum")


@bp.get("")
@door(may_read)
def show() -> ResponseReturnValue:
    """The version of one's own enrollment, or the newest one."""
    versions = queries.versions(current.actor())
    own = enrollment_of(current.actor())
    asked = own.version_id if own else (versions[0].id if versions else None)
    if asked is None:
        return render_template("curriculum/none.html", may_write=may_write(current.actor()))
    return _page(asked)


@bp.get("/<uuid:version_id>")
@door(may_read)
def version(version_id: UUID) -> ResponseReturnValue:
    return _page(version_id)


def _page(version_id: UUID) -> ResponseReturnValue:
    actor = current.actor()
    curriculum = queries.confirmed_curriculum(actor, version_id)
    requirements = list(curriculum.requirements.values())
    by_competency = {
        key: [one for one in requirements if one.competency == key]
        for key in curriculum.competencies
    }
    return render_template(
        "curriculum/show.html",
        curriculum=curriculum,
        version_id=version_id,
        versions=queries.versions(actor),
        requirements=by_competency,
        suggested=sum(one.unconfirmed for one in requirements),
        shelves=shelves(curriculum),
        standing=FigureStanding,
        may_confirm=may_confirm(actor),
        may_write=may_write(actor),
        followers=_followers(version_id),
    )


def _followers(version_id: UUID) -> list[Follower] | None:
    """For those who may see who is a member."""
    actor = current.actor()
    return followers_of(actor, current.today(), version_id) if may_see_members(actor) else None


@bp.route("/adopt", methods=["GET", "POST"])
@door(may_write)
def adopt() -> ResponseReturnValue:
    """Make a curriculum that comes with Logbook the program's own."""
    if request.method == "POST":
        try:
            version_id = publishing.adopt(current.actor(), request.form.get("name", ""))
        except CurriculumError:
            raise NotFound from None
        flash(gettext("The curriculum is published here. Its suggested figures wait for you."))
        return redirect(url_for(".version", version_id=version_id), 303)
    there = {(one.curriculum, one.edition) for one in queries.versions(current.actor())}
    return render_template("curriculum/adopt.html", offers=publishing.on_offer(), there=there)


@bp.route("/<uuid:version_id>/figures/<string:requirement>", methods=["GET", "POST"])
@door(may_confirm)
def confirm(version_id: UUID, requirement: str) -> ResponseReturnValue:
    """A director states in which document, edition and date a figure stands."""
    curriculum = queries.confirmed_curriculum(current.actor(), version_id)
    wanted = curriculum.requirements.get(requirement)
    if wanted is None or wanted.figure is None:
        raise NotFound
    form = FigureForm.of(wanted.figure)
    try:
        if form.validate_on_submit():
            services.confirm_figure(
                current.actor(),
                version_id,
                requirement,
                value=form.value.data,
                document=form.document.data,
                edition=form.edition.data,
                dated=form.dated.data,
            )
            flash(gettext("The figure is confirmed, with its document, by you."))
            return redirect(url_for(".version", version_id=version_id) + f"#{wanted.id}")
    except Invalid as wrong:
        show_complaints(form, wrong)
    code = 200 if request.method == "GET" else 422
    source = curriculum.sources.get(wanted.figure.check or wanted.figure.source)
    page = render_template("curriculum/confirm.html", form=form, wanted=wanted, source=source)
    return page, code
