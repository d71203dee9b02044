"""The curriculum as it was published, and the confirming of its figures."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.requirements import FigureStanding
from logbook.policy.curriculum import may_confirm, may_read, may_write
from logbook.queries import curriculum as queries
from logbook.queries.cases import enrollment_of
from logbook.services import curriculum as services
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
        return render_template("curriculum/none.html")
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
    )


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
