"""One fellow's year on one page, and the judgements behind one of its charts."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.exceptions import NotFound

from logbook.domain.complications import FEWEST_CASES, FEWEST_FELLOWS, PUBLISHED
from logbook.domain.year import Said
from logbook.policy.cases import may_open_own_log
from logbook.policy.cohort import may_see_cohort, may_see_progress
from logbook.policy.curriculum import may_read
from logbook.queries.cases import enrollment_of
from logbook.queries.curves import CurveCounts, counts_of
from logbook.queries.follow_ups import late_complications
from logbook.queries.forecast_page import risks_of
from logbook.queries.gaps import gaps_of
from logbook.queries.progress import progress_of
from logbook.queries.year import Year, year_of
from logbook.queries.year_levels import levels_in
from logbook.web import current
from logbook.web.guard import door
from logbook.web.kept import keep
from logbook.web.year import charts
from logbook.web.year.links import Links
from logbook.web.year.shelves import shelves

bp = Blueprint("year", __name__, url_prefix="/year")


@dataclass(frozen=True, slots=True)
class Beside:
    """A room that belongs beside this page, and what it says of the fellow."""

    title: str
    href: str
    note: str
    presses: bool


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
    return keep("year/show.html", lambda: _shown(enrollment_id))


def _shown(enrollment_id: UUID) -> dict[str, Any]:
    actor, today = current.actor(), current.today()
    gaps = gaps_of(actor, enrollment_id, today)
    if not may_see_progress(actor, gaps.progress.enrolled.fellow_id):
        raise NotFound
    year = year_of(actor, gaps, today, current.now())
    links = Links(actor, year.enrolled)
    return {
        "year": year,
        "enrolled": year.enrolled,
        "today": today,
        "shelves": shelves(year.courses, links),
        "charts": charts,
        "links": links,
        "own": year.enrolled.fellow_id == actor.id,
        "oversees": bool(may_see_cohort(actor)),
        "published": PUBLISHED,
        "fewest": (FEWEST_FELLOWS, FEWEST_CASES),
        "beside": _beside(year, links),
        "late_complications": late_complications(actor, enrollment_id),
    }


def _beside(year: Year, links: Links) -> list[Beside]:
    """What the curves and the forecast of this fellow say, in a line each."""
    actor, today = current.actor(), current.today()
    curves = counts_of(actor, year.enrolled.id, today)
    risks = risks_of(actor, year.progress, today)
    return [
        Beside(gettext("Learning curves"), links.curves, _said_of(curves), curves.flagged > 0),
        Beside(
            gettext("Forecast"),
            links.forecast,
            gettext("The training has not begun, or it ended more than a year ago.")
            if risks is None
            else ngettext(
                "%(num)s requirement is at risk, %(likely)s are likely.",
                "%(num)s requirements are at risk, %(likely)s are likely.",
                risks.at_risk,
                likely=risks.likely,
            ),
            presses=risks is not None and risks.at_risk > 0,
        ),
    ]


def _said_of(found: CurveCounts) -> str:
    said = ngettext("%(num)s procedure", "%(num)s procedures", found.curves)
    few = found.curves - found.told
    parts = [said, gettext("too few cases in %(n)s", n=few) if few else ""]
    if found.flagged:
        parts.append(gettext("worth a look together since the sign-off: %(n)s", n=found.flagged))
    return "; ".join(part for part in parts if part) + "."
