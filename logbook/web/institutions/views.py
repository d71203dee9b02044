"""The dashboards of institutions: roll-ups side by side, and nothing behind them but rows of
roll-ups."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext
from markupsafe import Markup

from logbook.domain.funnels import INNER, OUTER
from logbook.domain.rollups import NO_SUMS, SHARES, Cell, Measure
from logbook.policy.actors import Actor
from logbook.policy.institutions import may_compare, may_open, may_open_rollups
from logbook.queries import institutions as queries
from logbook.queries.institutions import Dashboard
from logbook.queries.institutions_compared import Comparison, comparison
from logbook.queries.rollups import Month, edition
from logbook.web import current
from logbook.web.exchange.exports import attachment
from logbook.web.guard import door
from logbook.web.institutions import charts, tables
from logbook.web.institutions.labels import (
    IN_TABLE,
    cell_note,
    cell_words,
    measure_name,
    measure_words,
    names_of,
    part_name,
    place_words,
    short_name,
    track_name,
)
from logbook.web.institutions.sections import ordered, sections_of
from logbook.web.kept import keep
from logbook.web.standing import percent, rounded

bp = Blueprint("institutions", __name__, url_prefix="/institutions")

WORDS = {
    "cell_words": cell_words,
    "cell_note": cell_note,
    "measure_name": measure_name,
    "measure_words": measure_words,
    "names_of": names_of,
    "part_name": part_name,
    "place_words": place_words,
    "short_name": short_name,
    "track_name": track_name,
}


@bp.get("")
@door(may_open)
def index() -> ResponseReturnValue:
    """Institutions side by side; an officer of one has only that."""
    actor = current.actor()
    if not may_compare(actor):
        return redirect(url_for(".show", institution_id=actor.institution_id))
    return keep("institutions/index.html", lambda: _compared(actor), edition())


def _compared(actor: Actor) -> dict[str, Any]:
    found = comparison(actor, asked(SHARES, Measure.BEHIND), current.today())
    return {"page": found, "measures": SHARES, "chart": _funnel(found), **WORDS}


@bp.get("/table.csv")
@door(may_compare)
def compared_csv() -> ResponseReturnValue:
    found = comparison(current.actor(), asked(SHARES, Measure.BEHIND), current.today())
    return attachment("institutions.csv", tables.of_comparison(found))


@bp.get("/<uuid:institution_id>")
@door(may_open)
def show(institution_id: UUID) -> ResponseReturnValue:
    """The programs of one institution: by name, or by a column."""
    return keep("institutions/show.html", lambda: _shown(institution_id), edition())


def _shown(institution_id: UUID) -> dict[str, Any]:
    found, by = _dashboard(institution_id), named(IN_TABLE, "sort")
    return {
        "page": found,
        "rows": ordered(found.programs, found.measures.get(by) if by else None),
        "by": by,
        "columns": IN_TABLE,
        "no_sums": NO_SUMS,
        "chart": course(found.measure, found.trend),
        "oversees_all": bool(may_compare(current.actor())),
        **WORDS,
    }


@bp.get("/<uuid:institution_id>/table.csv")
@door(may_open)
def csv(institution_id: UUID) -> ResponseReturnValue:
    """The same table with the same cells withheld."""
    found = _dashboard(institution_id)
    return attachment(f"{found.institution.slug}.csv", tables.of_dashboard(found))


def _dashboard(institution_id: UUID) -> Dashboard:
    measure = asked(IN_TABLE, Measure.ANSWERED)
    return queries.dashboard(current.actor(), institution_id, measure, current.today())


@bp.get("/programs/<uuid:program_id>")
@door(may_open_rollups)
def program(program_id: UUID) -> ResponseReturnValue:
    """The rows that one program's numbers are sums of. Who oversees the program sees the same."""
    actor, measure = current.actor(), asked(IN_TABLE, Measure.ANSWERED)
    found = queries.program_page(actor, program_id, measure, current.today())
    return render_template(
        "institutions/program.html",
        page=found,
        sections=sections_of(found),
        order=tuple(Measure),
        measure=measure,
        columns=IN_TABLE,
        chart=course(measure, found.trend),
        own=program_id == actor.program_id,
        **WORDS,
    )


def asked(known: tuple[Measure, ...], usual: Measure) -> Measure:
    """Which measure the address names; the usual one where it names none that is known."""
    return named(known, "measure") or usual


def named(known: tuple[Measure, ...], name: str) -> Measure | None:
    code = request.args.get(name)
    return next((one for one in known if one.value == code), None)


def course(measure: Measure, months: list[Month]) -> Markup | None:
    """None where there is no course: it takes two months."""
    values = [
        (str(format_date(one.month, "LLL")), _year(n, one.month), _height(measure, one.cell))
        for n, one in enumerate(months)
    ]
    if sum(value is not None for *_, value in values) < 2:
        return None
    return charts.course(
        values,
        lambda value: _scale_words(measure, value),
        gettext("%(measure)s by month", measure=measure_name(measure)),
        gettext("The numbers are in the table below."),
    )


def _year(place: int, month: date) -> str:
    """Below the first month, unless the next one has its own, and where a year begins."""
    return str(month.year) if month.month == 1 or (place == 0 and month.month != 12) else ""


def _height(measure: Measure, cell: Cell | None) -> float | None:
    if cell is None:
        return None
    if measure is Measure.RESPONSE_DAYS:
        return cell.amount / 10
    return float(cell.amount) if cell.share is None else cell.share


def _scale_words(measure: Measure, value: float) -> str:
    return percent(value) if measure in SHARES else str(rounded(value))


def _funnel(found: Comparison) -> Markup | None:
    """None where there is nothing to compare."""
    if found.pooled is None or found.pooled.share is None:
        return None
    points = [
        (str(n), one.cell.base, one.cell.share, one.place)
        for n, one in enumerate(found.rows, start=1)
        if one.cell is not None and one.cell.share is not None and one.place is not None
    ]
    return charts.funnel(
        points,
        found.pooled.share,
        lambda base: (found.limits(base, INNER), found.limits(base, OUTER)),
        gettext("%(measure)s by institution", measure=measure_name(found.measure)),
        gettext("Each point has the number of its row in the table below."),
    )
