"""The curriculum as it was published, and the confirming of its figures."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import NotFound
from wtforms import DateField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from logbook.domain.curriculum import Curriculum
from logbook.domain.requirements import FigureStanding
from logbook.policy.curriculum import may_confirm, may_read
from logbook.queries import curriculum as queries
from logbook.queries.cases import enrollment_of
from logbook.services import curriculum as services
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.cases.choosing import shelves
from logbook.web.fields import WholeNumberField
from logbook.web.forms import Form
from logbook.web.forms import show as show_complaints
from logbook.web.guard import door

bp = Blueprint("curriculum", __name__, url_prefix="/curriculum")


class FigureForm(Form):
    value = WholeNumberField(_("Figure"), [InputRequired(), NumberRange(min=0, max=100_000)])
    document = StringField(_("Document in which it stands"), [DataRequired(), Length(max=200)])
    edition = StringField(_("Edition"), [DataRequired(), Length(max=80)])
    dated = DateField(_("Date of the document"), [InputRequired()])


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
    by_competency = {
        competency.id: [one for one in curriculum.requirements.values() if one.competency == key]
        for key, competency in curriculum.competencies.items()
    }
    return render_template(
        "curriculum/show.html",
        curriculum=curriculum,
        version_id=version_id,
        versions=queries.versions(actor),
        requirements=by_competency,
        shelves=shelves(curriculum),
        standing=FigureStanding,
        may_confirm=may_confirm(actor),
    )


@bp.route("/<uuid:version_id>/figures/<string:requirement>", methods=["GET", "POST"])
@door(may_confirm)
def confirm(version_id: UUID, requirement: str) -> ResponseReturnValue:
    """A director states in which document, edition and date a figure stands."""
    curriculum = queries.confirmed_curriculum(current.actor(), version_id)
    wanted = curriculum.requirements.get(requirement)
    if wanted is None:
        raise NotFound
    form = FigureForm(**_begun(curriculum, requirement))
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


def _begun(curriculum: Curriculum, requirement: str) -> dict[str, int | str | date | None]:
    """What the form begins with: the last confirmation, else the bare figure. Never a document
    that nobody has looked into."""
    figure = curriculum.requirements[requirement].figure
    if (said := figure.confirmation) is not None:
        return {
            "value": said.value,
            "document": said.document,
            "edition": said.edition,
            "dated": said.dated,
        }
    return {"value": figure.count}
