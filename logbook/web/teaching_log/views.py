"""What a supervisor has given, for the supervisor alone, and the year's certificate of it."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from logbook.policy.reminders import may_keep_teaching_log
from logbook.queries.teaching_log import TeachingYear, Year, teaching, years
from logbook.web import current
from logbook.web.guard import door

bp = Blueprint("teaching_log", __name__, url_prefix="/teaching-log")

MOST_HOURS = 2_000


@bp.get("")
@door(may_keep_teaching_log)
def index() -> ResponseReturnValue:
    page, all_years = _asked_for()
    return render_template("teaching_log/index.html", page=page, years=all_years)


@bp.get("/certificate")
@door(may_keep_teaching_log)
def certificate() -> ResponseReturnValue:
    """A sheet for paper. Hours are not recorded here: those that it names, its holder states."""
    page, _ = _asked_for()
    hours = request.args.get("hours", type=int)
    stated = hours if hours is not None and 0 < hours <= MOST_HOURS else None
    return render_template(
        "teaching_log/certificate.html", page=page, hours=stated, today=current.today()
    )


def _asked_for() -> tuple[TeachingYear, list[Year]]:
    """The year that the address names, else this one."""
    actor = current.actor()
    known = years(actor, current.now())
    name = request.args.get("year", known[0].name, type=int)
    year = next((one for one in known if one.name == name), None)
    if year is None:
        raise NotFound
    return teaching(actor, year), known
