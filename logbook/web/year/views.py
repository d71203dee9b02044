"""One fellow's year on one page, and the judgements behind one of its charts."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.complications import FEWEST_CASES, FEWEST_FELLOWS, PUBLISHED
from logbook.domain.readiness import Standing
from logbook.domain.year import Said
from logbook.policy.cases import may_open_own_log
from logbook.policy.cohort import may_see_cohort, may_see_progress
from logbook.policy.curriculum import may_read
from logbook.queries.cases import enrollment_of
from logbook.queries.gaps import gaps_of
from logbook.queries.progress import progress_of
from logbook.queries.year import Course, Year, year_of
from logbook.queries.year_levels import levels_in
from logbook.web import current
from logbook.web.guard import door
from logbook.web.year import charts
from logbook.web.year.links import Links

bp = Blueprint("year", __name__, url_prefix="/year")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Competencies that stand alike."""

    id: str
    title: str
    standing: Standing
    courses: list[Course]


@bp.get("")
@door(may_open_own_log)
def own() -> ResponseReturnValue:
    enrollment = enrollment_of(current.actor())
    if enrollment is None:
        return render_template("cases/not_enrolled.html")
    return _page(enrollment.id)


@bp.get("/<uuid:enrollment_id>")
@door(may_read)
def fellow(enrollment_id: UUID) -> ResponseReturnValue:
    """For the fellow, and for those who oversee the program."""
    return _page(enrollment_id)


@bp.get("/<uuid:enrollment_id>/levels/<string:competency>/<string:scale>")
@door(may_read)
def levels(enrollment_id: UUID, competency: str, scale: str) -> ResponseReturnValue:
    """The table behind a chart: each judgement with its record, the latest first."""
    actor = current.actor()
    enrolled = progress_of(actor, enrollment_id, current.today()).enrolled
    if not may_see_progress(actor, enrolled.fellow_id):
        raise NotFound
    found = levels_in(actor, enrolled, competency, scale)
    if found is None:
        raise NotFound
    return render_template(
        "year/levels.html",
        curriculum=found[0],
        found=found[1],
        enrolled=enrolled,
        own=enrolled.fellow_id == actor.id,
        by_case=Said.CASE,
    )


def _page(enrollment_id: UUID) -> ResponseReturnValue:
    actor, today = current.actor(), current.today()
    gaps = gaps_of(actor, enrollment_id, today)
    if not may_see_progress(actor, gaps.progress.enrolled.fellow_id):
        raise NotFound
    year = year_of(actor, gaps, today, current.now())
    return render_template(
        "year/show.html",
        year=year,
        enrolled=year.enrolled,
        today=today,
        shelves=_shelves(year.courses),
        charts=charts,
        links=Links(actor, year.enrolled),
        own=year.enrolled.fellow_id == actor.id,
        oversees=bool(may_see_cohort(actor)),
        published=PUBLISHED,
        fewest=(FEWEST_FELLOWS, FEWEST_CASES),
        beside=_beside(year),
    )


def _shelves(courses: Sequence[Course]) -> list[Shelf]:
    """The most pressing first; a standing that no competency has is left out."""
    titles = {
        Standing.BEHIND: gettext("At risk"),
        Standing.ON_COURSE: gettext("On course"),
        Standing.EARLY: gettext("Too early to say"),
        Standing.MET: gettext("Met"),
        Standing.UNSET: gettext("No figure set"),
        Standing.OPTIONAL: gettext("Optional"),
    }
    return [
        Shelf(f"standing-{standing.value}", title, standing, there)
        for standing, title in titles.items()
        if (there := [one for one in courses if one.group.standing is standing])
    ]


def _beside(year: Year) -> list[tuple[str, str]]:
    """Rooms that belong beside this page, by title and address: learning curves and the forecast
    of this fellow, as soon as there are such rooms."""
    return []
