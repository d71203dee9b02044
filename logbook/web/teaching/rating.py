"""Rating a fellow's milestones: a draft is kept, looked at once more, and recorded."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.curriculum import Curriculum
from logbook.domain.milestones import Aim, ReviewState, aims, codes, scale_of, subcompetencies
from logbook.policy.milestones import may_rate, may_rate_fellow
from logbook.queries import milestones as queries
from logbook.queries.curriculum import curriculum_of
from logbook.queries.milestones import ReviewView
from logbook.queries.teaching import Trained, enrolled
from logbook.services import milestones as services
from logbook.services.milestones import Rated, StaleReview
from logbook.services.refusals import Invalid, insist
from logbook.web import current
from logbook.web.filters import day
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.teaching.blueprint import bp
from logbook.web.teaching.forms import LEVELS, ReviewForm, an_id, review_form
from logbook.web.teaching.milestones import gate_names, review_crumbs
from logbook.web.teaching.telling import level_words, sub_names
from logbook.web.words import language, words


@bp.get("/milestones/fellows/<uuid:enrollment_id>/rate")
@door(may_rate)
def new_review(enrollment_id: UUID) -> ResponseReturnValue:
    """Begin a review, or the correction of a recorded one: then it begins with what that said."""
    fellow, curriculum = _whom(enrollment_id)
    if scale_of(curriculum) is None:
        return render_template("teaching/no_scale.html", fellow=fellow)
    form = review_form(curriculum)
    form.reviewed_on.data = current.today()
    if request.args.get("amends"):
        before = queries.review(current.actor(), an_id(request.args["amends"]))
        form.amends.data, form.reviewed_on.data = str(before.id), before.reviewed_on
        form.fill(before.levels)
    return _sheet(form, fellow, curriculum, uuid4())


@bp.route(
    "/milestones/fellows/<uuid:enrollment_id>/reviews/<uuid:review_id>", methods=["GET", "POST"]
)
@door(may_rate)
def write_review(enrollment_id: UUID, review_id: UUID) -> ResponseReturnValue:
    """Keep the draft; to be recorded it is looked at once more."""
    fellow, curriculum = _whom(enrollment_id)
    view = queries.begun(current.actor(), review_id)
    if scale_of(curriculum) is None or (view is None and request.method == "GET"):
        raise NotFound
    if view is not None and view.state is ReviewState.RECORDED:
        return redirect(url_for(".review", review_id=review_id), 303)
    form = review_form(curriculum)
    if request.method == "GET":
        assert view is not None
        _fill(form, view)
        return _sheet(form, fellow, curriculum, review_id)
    code = 422
    try:
        if form.validate():
            return _keep(form, enrollment_id, review_id)
    except Invalid as wrong:
        show(form, wrong)
    except StaleReview as stale:
        # What was chosen is kept; sent once more it takes the place of what is there now.
        form.form_errors.append(words(stale.reason))
        now = queries.begun(current.actor(), review_id)
        form.revision.data, code = str(now.revision) if now else "", 409
    return _sheet(form, fellow, curriculum, review_id), code


def _keep(form: ReviewForm, enrollment_id: UUID, review_id: UUID) -> ResponseReturnValue:
    services.write(
        current.actor(),
        review_id,
        enrollment_id,
        int(form.revision.data) if (form.revision.data or "").isdecimal() else None,
        Rated(
            form.reviewed_on.data,
            form.levels(),
            an_id(form.amends.data) if form.amends.data else None,
        ),
        record=False,
    )
    if request.form.get("step") == "check":
        return redirect(url_for(".check_review", review_id=review_id), 303)
    flash(gettext("The draft is kept. Only those who rate see it."))
    way = url_for(".write_review", enrollment_id=enrollment_id, review_id=review_id)
    return redirect(way, 303)


@bp.get("/milestones/reviews/<uuid:review_id>/check")
@door(may_rate)
def check_review(review_id: UUID) -> ResponseReturnValue:
    """All that would be recorded, beside the review before."""
    view = queries.review(current.actor(), review_id)
    if view.state is ReviewState.RECORDED:
        return redirect(url_for(".review", review_id=review_id), 303)
    fellow, curriculum = _whom(view.enrollment_id)
    scale, names, aimed = scale_of(curriculum), sub_names(curriculum), aims(curriculum)
    before = _before(queries.reviews_of(current.actor(), fellow.id), view.amends_id)
    return render_template(
        "teaching/check.html",
        review=view,
        fellow=fellow,
        before=before,
        rows=[
            (
                name,
                level_words(scale, before.levels.get(code)) if before else "–",
                level_words(scale, view.levels.get(code)),
                aimed[code].level.code if code in aimed else "–",
            )
            for code, name in names.items()
        ],
        missing=[name for code, name in names.items() if code not in view.levels],
        crumbs=review_crumbs(fellow),
    )


@bp.post("/milestones/reviews/<uuid:review_id>/record")
@door(may_rate)
def record_review(review_id: UUID) -> ResponseReturnValue:
    """From now on it is evidence, and its fellow sees it."""
    view = queries.review(current.actor(), review_id)
    fellow, curriculum = _whom(view.enrollment_id)
    revision = request.form.get("revision", "")
    try:
        services.write(
            current.actor(),
            review_id,
            fellow.id,
            int(revision) if revision.isdecimal() else None,
            Rated(view.reviewed_on, view.levels, view.amends_id),
            record=True,
        )
    except Invalid as wrong:
        form = review_form(curriculum)
        _fill(form, view)
        show(form, wrong)
        return _sheet(form, fellow, curriculum, review_id), 422
    flash(gettext("Recorded. The fellow sees it from now on."))
    return redirect(url_for(".review", review_id=review_id), 303)


def _whom(enrollment_id: UUID) -> tuple[Trained, Curriculum]:
    actor = current.actor()
    fellow = enrolled(actor, enrollment_id)
    insist(may_rate_fellow(actor, fellow.fellow_id))
    return fellow, curriculum_of(actor.program_id, fellow.version_id)


def _fill(form: ReviewForm, view: ReviewView) -> None:
    """As the draft stands."""
    form.revision.data, form.reviewed_on.data = str(view.revision), view.reviewed_on
    form.amends.data = str(view.amends_id or "")
    form.fill(view.levels)


def _is_another_draft(view: ReviewView, review_id: UUID) -> bool:
    return view.state is ReviewState.DRAFT and not view.agreed and view.id != review_id


def _before(found: list[ReviewView], amends_id: UUID | None) -> ReviewView | None:
    """What a review is compared to: the one that it corrects, or the last that stands."""
    if amends_id is not None:
        return next((one for one in found if one.id == amends_id), None)
    return queries.latest(found)


def _sheet(form: ReviewForm, fellow: Trained, curriculum: Curriculum, review_id: UUID) -> str:
    amends_id = an_id(form.amends.data) if form.amends.data else None
    found, scale = queries.reviews_of(current.actor(), fellow.id), scale_of(curriculum)
    before = _before(found, amends_id)
    assert scale is not None
    aimed = aims(curriculum)
    return render_template(
        "teaching/rate.html",
        form=form,
        fellow=fellow,
        review_id=review_id,
        corrects=amends_id is not None,
        other=next((one for one in found if _is_another_draft(one, review_id)), None),
        hints={
            LEVELS + one.id: _hint(before, curriculum, one.id, aimed.get(one.id))
            for one in subcompetencies(curriculum)
        },
        notes={one.code: one.label.in_(language()) for one in codes(scale) if one.order},
        gated=gate_names(curriculum),
        today=current.today(),
        crumbs=review_crumbs(fellow),
    )


def _hint(before: ReviewView | None, curriculum: Curriculum, code: str, aim: Aim | None) -> str:
    """What stands beside the choice: the review before, and where it is aimed for."""
    said = gettext("Not rated before.")
    if before is not None:
        said = gettext(
            "%(day)s: %(level)s.",
            day=day(before.reviewed_on),
            level=level_words(scale_of(curriculum), before.levels.get(code)),
        )
    if aim is None:
        return said
    return said + " " + gettext("Aimed for: %(level)s.", level=aim.level.code)
