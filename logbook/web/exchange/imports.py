"""Bringing a file in: choose it, and say what its columns hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from logbook.domain.exchange_columns import identifying
from logbook.domain.exchange_dates import order_of
from logbook.policy.exchange import may_import
from logbook.queries import exchange as queries
from logbook.queries.exchange import BatchView, RowView
from logbook.services import exchange as services
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.exchange.blueprint import bp
from logbook.web.exchange.forms import MatchForm, UploadForm, field_choices
from logbook.web.forms import show
from logbook.web.guard import door

SAMPLES = 3
OPEN = ("uploaded", "ready")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file as it is to be matched."""

    place: int
    heading: str
    samples: Sequence[str]
    chosen: str
    left_out: bool
    """Its heading says that it tells who the patient is: it was not kept."""

    @property
    def name(self) -> str:
        return f"column-{self.place}"


@bp.route("/import", methods=["GET", "POST"])
@door(may_import)
def start() -> ResponseReturnValue:
    """Choose the fellow and the file."""
    actor = current.actor()
    enrollments = queries.enrollments(actor)
    if not enrollments:
        return render_template("cases/not_enrolled.html")
    form = UploadForm(enrollment=request.args.get("enrollment"))
    form.offer(enrollments)
    try:
        if form.validate_on_submit():
            sent = form.file.data
            chosen = UUID(form.enrollment.data)
            batch_id = services.prepare(actor, chosen, sent.filename, sent.read())
            return redirect(url_for(".match", batch_id=batch_id))
    except Invalid as wrong:
        show(form, wrong)
    code = 200 if request.method == "GET" else 422
    own = len(enrollments) == 1 and enrollments[0].fellow_id == actor.id
    return render_template("exchange/start.html", form=form, own=own), code


@bp.route("/<uuid:batch_id>/match", methods=["GET", "POST"])
@door(may_import)
def match(batch_id: UUID) -> ResponseReturnValue:
    """Say what the columns hold."""
    actor = current.actor()
    batch = queries.batch(actor, batch_id)
    if batch.state not in OPEN:
        return redirect(url_for(".preview", batch_id=batch_id))
    form = MatchForm(order=_order(batch), role=batch.matching.get("role"))
    curriculum = queries.curriculum(actor, batch)
    form.offer(curriculum)
    columns = _columns(batch, queries.rows(actor, batch_id, SAMPLES))
    try:
        if form.validate_on_submit():
            services.match(actor, batch_id, form.matching(_chosen(columns)))
            return redirect(url_for(".preview", batch_id=batch_id))
    except Invalid as wrong:
        show(form, wrong)
    code = 200 if request.method == "GET" else 422
    fields = field_choices(curriculum)
    page = render_template(
        "exchange/match.html", batch=batch, form=form, columns=columns, fields=fields
    )
    return page, code


def _order(batch: BatchView) -> str | None:
    """How the dates are written; None where they can be read both ways and nobody has said."""
    if batch.state == "ready":
        return str(batch.matching["order"])
    rows = queries.rows(current.actor(), batch.id)
    found = order_of(services.dates_in(rows, batch.matching.get("columns", {})))
    return found.value if found else None


def _columns(batch: BatchView, rows: Sequence[RowView]) -> list[Column]:
    """The columns with what was chosen for each: now, or before."""
    before = {
        f"column-{place}": field for field, place in batch.matching.get("columns", {}).items()
    }
    chosen: Mapping[str, str] = request.form if request.method == "POST" else before
    left_out = set(identifying(batch.header))
    return [
        Column(
            place,
            heading,
            [row.cells[place] for row in rows if place < len(row.cells) and row.cells[place]],
            chosen.get(f"column-{place}", ""),
            place in left_out,
        )
        for place, heading in enumerate(batch.header)
    ]


def _chosen(columns: Sequence[Column]) -> dict[str, int]:
    """Field to column; of two columns for one field the first is taken."""
    chosen: dict[str, int] = {}
    for column in columns:
        if column.chosen and not column.left_out:
            chosen.setdefault(column.chosen, column.place)
    return chosen
