"""Milestones as they were recorded: of all fellows, of one over time, and one review."""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from logbook.domain.competencies import Scale
from logbook.domain.curriculum import Curriculum
from logbook.domain.milestones import Aim, ReviewState, aims, gates, scale_of
from logbook.policy.cohort import may_see_progress
from logbook.policy.curriculum import may_read
from logbook.policy.milestones import may_rate, may_rate_fellow
from logbook.policy.teaching import may_open, may_see_sessions
from logbook.queries import milestones as queries
from logbook.queries.cases import enrollment_of
from logbook.queries.curriculum import curriculum_of
from logbook.queries.milestones import ReviewView
from logbook.queries.teaching import Trained, enrolled
from logbook.web import current
from logbook.web.charts import level_course
from logbook.web.guard import door
from logbook.web.teaching.blueprint import bp
from logbook.web.teaching.telling import (
    crumbs,
    fellow_tabs,
    level_words,
    orders,
    program_tabs,
    sub_names,
)
from logbook.web.words import language

COLUMNS = 6
"""Reviews that stand beside each other, the latest ones."""


@dataclass(frozen=True, slots=True)
class Line:
    """One subcompetency over the reviews."""

    name: str
    levels: list[str]
    """As words, the oldest first."""
    aim: Aim | None
    chart: Markup | None


@dataclass(frozen=True, slots=True)
class Part:
    """The subcompetencies of one domain."""

    name: str
    lines: list[Line]


@bp.get("/milestones")
@door(may_open)
def milestones() -> ResponseReturnValue:
    """Where all stand; for a fellow, the own reviews."""
    actor = current.actor()
    if not may_see_sessions(actor):
        enrollment = enrollment_of(actor)
        if enrollment is None:
            return render_template("teaching/not_enrolled.html")
        return _history(enrollment.id)
    return render_template(
        "teaching/milestones.html",
        rated=queries.rated(actor, current.today()),
        may_rate=may_rate(actor),
        tabs=program_tabs(actor, "milestones"),
    )


@bp.get("/milestones/fellows/<uuid:enrollment_id>")
@door(may_read)
def history(enrollment_id: UUID) -> ResponseReturnValue:
    """For the fellow, and for those who oversee the program."""
    return _history(enrollment_id)


def _history(enrollment_id: UUID) -> ResponseReturnValue:
    actor = current.actor()
    fellow = enrolled(actor, enrollment_id)
    if not may_see_progress(actor, fellow.fellow_id):
        raise NotFound
    curriculum = curriculum_of(actor.program_id, fellow.version_id)
    found = queries.reviews_of(actor, enrollment_id)
    standing = [one for one in found if one.stands][:COLUMNS][::-1]
    return render_template(
        "teaching/history.html",
        fellow=fellow,
        own=fellow.fellow_id == actor.id,
        reviews=standing,
        parts=parts(curriculum, standing),
        earlier=[one for one in found if one.corrected_by_id],
        draft=queries.draft_in(found),
        gated=gate_names(curriculum),
        scale=scale_of(curriculum),
        may_rate=may_rate_fellow(actor, fellow.fellow_id),
        crumbs=crumbs(actor, fellow),
        tabs=fellow_tabs(enrollment_id, "history"),
    )


def parts(curriculum: Curriculum, reviews: list[ReviewView]) -> list[Part]:
    """The table behind the charts: domains, their subcompetencies, a level a review."""
    scale, aimed, names = scale_of(curriculum), aims(curriculum), sub_names(curriculum)
    if scale is None:
        return []
    return [
        Part(
            domain.name.in_(language()),
            [
                _line(
                    scale, names[one.id], [r.levels.get(one.id) for r in reviews], aimed.get(one.id)
                )
                for one in domain.subcompetencies
            ],
        )
        for domain in curriculum.domains.values()
        if domain.subcompetencies
    ]


def _line(scale: Scale, name: str, codes: list[str | None], aim: Aim | None) -> Line:
    said = [level_words(scale, code) for code in codes]
    label = gettext("%(name)s: %(levels)s", name=name, levels=", ".join(said))
    aimed = gettext("aimed for: %(level)s", level=aim.level.code) if aim else ""
    places = orders(scale, codes)
    top = max(level.order for level in scale.levels)
    chart = None
    if any(places):
        chart = level_course(places, top, aim.level.order if aim else None, label, aimed)
    return Line(name, said, aim, chart)


def gate_names(curriculum: Curriculum) -> list[str]:
    """Subcompetencies whose level this program makes a condition; mostly none."""
    names = sub_names(curriculum)
    return [names[one] for one in gates(curriculum) if one in names]


@bp.get("/milestones/reviews/<uuid:review_id>")
@door(may_open)
def review(review_id: UUID) -> ResponseReturnValue:
    """One review as it was recorded; a draft leads to where it is written."""
    actor = current.actor()
    view = queries.review(actor, review_id)
    if view.state is ReviewState.DRAFT:
        return redirect(
            url_for(".write_review", enrollment_id=view.enrollment_id, review_id=review_id)
        )
    fellow = enrolled(actor, view.enrollment_id)
    curriculum = curriculum_of(actor.program_id, fellow.version_id)
    return render_template(
        "teaching/review.html",
        review=view,
        parts=parts(curriculum, [view]),
        fellow=fellow,
        may_correct=view.stands and may_rate_fellow(actor, view.fellow_id),
        crumbs=review_crumbs(fellow),
    )


def review_crumbs(fellow: Trained) -> list[tuple[str, str]]:
    history_url = url_for(".history", enrollment_id=fellow.id)
    return [*crumbs(current.actor(), fellow), (gettext("Milestones"), history_url)]
