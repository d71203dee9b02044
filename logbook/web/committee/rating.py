"""A member rates one fellow before the meeting, in the order of the agenda."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.domain.curriculum import Curriculum
from logbook.domain.milestones import aims, codes, scale_of, subcompetencies
from logbook.policy import committee as policy
from logbook.queries.committee_board import Board, Item
from logbook.queries.committee_file import SelfRated, self_ratings
from logbook.queries.curriculum import curriculum_of
from logbook.queries.milestones import ReviewView, latest, reviews_of
from logbook.services import committee_rating as services
from logbook.services.committee_rating import Thought
from logbook.services.refusals import Invalid, insist
from logbook.web import current
from logbook.web.committee.blueprint import bp
from logbook.web.committee.forms import PreRatingForm, an_id, pre_rating_form
from logbook.web.committee.meetings import the_board
from logbook.web.filters import day
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.teaching.forms import LEVELS
from logbook.web.teaching.telling import level_words
from logbook.web.words import language


@bp.route("/<uuid:meeting_id>/fellows/<uuid:fellow_id>/rating", methods=["GET", "POST"])
@door(policy.may_list)
def rate(meeting_id: UUID, fellow_id: UUID) -> ResponseReturnValue:
    """What is sent stays; then comes the next fellow."""
    actor = current.actor()
    found = the_board(meeting_id, fellow_id)
    item = found.item(fellow_id)
    assert item is not None
    form = pre_rating_form(curriculum_of(actor.program_id, item.version_id), rating_id=uuid4())
    if request.method == "GET":
        insist(policy.may_pre_rate(actor, found, fellow_id, found.place_of(actor, fellow_id)))
        return _sheet(found, item, form)
    try:
        if form.validate():
            thought = Thought(form.levels(), form.outcome, form.words.data or "")
            rating_id = an_id(form.rating_id.data) or uuid4()
            services.pre_rate(actor, meeting_id, fellow_id, rating_id, thought)
            return _onward(meeting_id, fellow_id)
    except Invalid as wrong:
        show(form, wrong)
    return _sheet(found, item, form), 422


def _onward(meeting_id: UUID, fellow_id: UUID) -> ResponseReturnValue:
    following = the_board(meeting_id, fellow_id).next_of(current.actor().id)
    if following is None:
        flash(gettext("All your ratings are in. Thank you."))
        return redirect(url_for(".detail", meeting_id=meeting_id), 303)
    flash(gettext("Your rating is in. The next fellow:"))
    return redirect(url_for(".rate", meeting_id=meeting_id, fellow_id=following), 303)


def _sheet(found: Board, item: Item, form: PreRatingForm) -> str:
    actor = current.actor()
    curriculum = curriculum_of(actor.program_id, item.version_id)
    own = self_ratings(actor, item.enrollment_id)
    before = latest(reviews_of(actor, item.enrollment_id))
    return render_template(
        "committee/rate.html",
        board=found,
        item=item,
        number=found.agenda.index(item) + 1,
        form=form,
        hints=hints(curriculum, before, own[0] if own else None),
        notes=notes(curriculum),
    )


def hints(
    curriculum: Curriculum, before: ReviewView | None, own: SelfRated | None
) -> dict[str, str]:
    """By field: the last recorded level, the fellow's own, and where it is aimed for."""
    scale, aimed = scale_of(curriculum), aims(curriculum)
    found = {}
    for one in subcompetencies(curriculum):
        said = [
            _said(gettext("Recorded %(day)s", day=day(before.reviewed_on)), before.levels[one.id])
            for before in [before]
            if before is not None and one.id in before.levels
        ]
        if own is not None and one.id in own.levels:
            said.append(_said(gettext("own rating"), level_words(scale, own.levels[one.id])))
        if one.id in aimed:
            said.append(_said(gettext("aimed for"), aimed[one.id].level.code))
        found[LEVELS + one.id] = " · ".join(said)
    return found


def _said(what: str, level: str) -> str:
    return f"{what}: {level}"


def notes(curriculum: Curriculum) -> dict[str, str]:
    """What each whole or half level means, by its code."""
    scale = scale_of(curriculum)
    if scale is None:
        return {}
    return {one.code: one.label.in_(language()) for one in codes(scale) if one.order}
