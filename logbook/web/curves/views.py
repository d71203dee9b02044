"""Learning curves: a fellow's own, and a fellow's for those who may see them. Only to be read."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from logbook.domain.curve_measures import Measured, series_of
from logbook.domain.learning_curves import Method
from logbook.policy.cases import may_open_own_log
from logbook.policy.cohort import may_see_cohort
from logbook.policy.curriculum import may_read
from logbook.queries import curves as queries
from logbook.queries.curve_cases import Learner
from logbook.web import current
from logbook.web.charts_curves import learning_curve
from logbook.web.curves.drawing import bands, drawing, watch_drawing
from logbook.web.curves.table import as_csv, table_rows
from logbook.web.exchange.exports import attachment
from logbook.web.guard import door

bp = Blueprint("curves", __name__, url_prefix="/curves")

SVG = "image/svg+xml; charset=utf-8"


@bp.get("")
@door(may_open_own_log)
def own() -> ResponseReturnValue:
    of = queries.own_learner(current.actor())
    return render_template("cases/not_enrolled.html") if of is None else _list(of)


@bp.get("/<string:procedure>")
@door(may_open_own_log)
def own_curve(procedure: str) -> ResponseReturnValue:
    of = queries.own_learner(current.actor())
    return render_template("cases/not_enrolled.html") if of is None else _page(of, procedure)


@bp.get("/of/<uuid:enrollment_id>")
@door(may_read)
def fellow(enrollment_id: UUID) -> ResponseReturnValue:
    return _list(queries.learner(current.actor(), enrollment_id))


@bp.get("/of/<uuid:enrollment_id>/<string:procedure>")
@door(may_read)
def fellow_curve(enrollment_id: UUID, procedure: str) -> ResponseReturnValue:
    return _page(queries.learner(current.actor(), enrollment_id), procedure)


@bp.get("/of/<uuid:enrollment_id>/<string:procedure>/curve.<any(svg,csv):form>")
@door(may_read)
def take(enrollment_id: UUID, procedure: str, form: str) -> ResponseReturnValue:
    """The chart or its table as a file."""
    of = queries.learner(current.actor(), enrollment_id)
    found = queries.curve(current.actor(), of, procedure, _method(), current.today())
    name = f"curve-{procedure}-{found.method}.{form}"
    if form == "svg":
        return attachment(name, learning_curve(drawing(found), alone=True).encode(), SVG)
    return attachment(name, as_csv(found))


def _list(of: Learner) -> ResponseReturnValue:
    actor = current.actor()
    return render_template(
        "curves/index.html",
        of=of,
        rows=queries.summaries(actor, of, current.today()),
        own=of.fellow_id == actor.id,
        oversees=bool(may_see_cohort(actor)),
    )


def _page(of: Learner, procedure: str) -> ResponseReturnValue:
    actor = current.actor()
    found = queries.curve(actor, of, procedure, _method(), current.today())
    return render_template(
        "curves/show.html",
        found=found,
        of=of,
        methods=Method,
        chart=drawing(found),
        watch_chart=watch_drawing(found, found.watch) if found.watch else None,
        rows=table_rows(found),
        bands=bands(found),
        series=series_of([Measured(one.level_sides, one.details) for one in found.cases]),
        own=of.fellow_id == actor.id,
        oversees=bool(may_see_cohort(actor)),
    )


def _method() -> Method:
    """By which the curve is drawn; LC-CUSUM unless the address asks for the other."""
    return Method.CUSUM if request.args.get("method") == Method.CUSUM else Method.LC_CUSUM
