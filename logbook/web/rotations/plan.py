"""The plan of a program: its fellows and a year of their time, side by side."""

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from logbook.domain.days import day_after
from logbook.domain.periods import Period
from logbook.domain.plan import (
    BlockLength,
    Stretch,
    academic_year,
    blocks_of,
    stretches,
    week_of,
    year_from,
)
from logbook.policy.rotations import may_plan, may_see_plan
from logbook.queries import rotations as queries
from logbook.queries.rotations import FellowYear, LeaveView, RotationView, Trained
from logbook.web import current
from logbook.web.guard import door
from logbook.web.rotations.blueprint import bp

EARLIEST, LATEST = 2000, 2100


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    trained: Trained
    stretches: list[Stretch[RotationView, LeaveView]]


@bp.get("")
@door(may_see_plan)
def plan() -> ResponseReturnValue:
    year = year_asked_for()
    return render_template(
        "rotations/plan.html",
        year=year,
        this_year=academic_year(current.today(), queries.year_begins_month(current.actor())),
        months=_months(year),
        lines=[_line(one, year) for one in queries.plan(current.actor(), year)],
        may_plan=may_plan(current.actor()),
        today=current.today(),
    )


def _line(one: FellowYear, year: Period) -> Line:
    whose = one.trained
    return Line(whose, stretches(year, one.rotations, one.away, whose.training))


def _months(year: Period) -> list[tuple[Period, int]]:
    """Each month, and how many weeks wide it is."""
    return [
        (month, week_of(year, day_after(month.last)) - week_of(year, month.first))
        for month in blocks_of(year, BlockLength.MONTH)
    ]


def year_asked_for() -> Period:
    """The academic year that the address names by the year in which it begins; else this one."""
    first_month = queries.year_begins_month(current.actor())
    asked = request.args.get("year", type=int)
    if asked is None or not EARLIEST <= asked <= LATEST:
        return academic_year(current.today(), first_month)
    return year_from(asked, first_month)
