"""What becomes of the rows; bringing them in, and taking an import back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from logbook.domain.curriculum import Curriculum
from logbook.policy.exchange import may_import
from logbook.queries import exchange as queries
from logbook.queries.exchange import BatchView, KeptCase, RowView
from logbook.services import exchange as services
from logbook.services import exchange_steps as steps
from logbook.services.exchange_preview import preview as first_rows
from logbook.services.spreadsheets import Cell, write_csv
from logbook.web import current
from logbook.web.cases.telling import place_of, role_in_words, short_of
from logbook.web.exchange.blueprint import bp
from logbook.web.exchange.exports import attachment
from logbook.web.exchange.labels import field_label, problems_told
from logbook.web.guard import door

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Faulty:
    """A wrong row beside its reasons."""

    number: int
    date: str
    procedure: str
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Kept:
    """A case that stays although its import was undone."""

    case: KeptCase
    procedure: str


@bp.get("/<uuid:batch_id>")
@door(may_import)
def preview(batch_id: UUID) -> ResponseReturnValue:
    """The one page of an import after its columns are matched: before, during and after it."""
    actor = current.actor()
    batch = queries.batch(actor, batch_id)
    if batch.state == "uploaded":
        return redirect(url_for(".match", batch_id=batch_id))
    curriculum = queries.curriculum(actor, batch)
    counts = queries.counts(actor, batch_id)
    tally: Mapping[str, Any] = batch.matching.get("tally", {})
    return render_template(
        "exchange/preview.html",
        batch=batch,
        counts=counts,
        tally=tally,
        wanting=[(field_label(curriculum, name), n) for name, n in tally.get("wanting", [])],
        fresh=batch.total - counts.faulty - counts.there,
        faulty=_faulty(curriculum, batch, queries.faulty_rows(actor, batch_id, SHOWN)),
        understood=_understood(batch) if batch.state == "ready" else [],
        kept=_kept(curriculum, batch) if batch.state == "undone" else [],
        own=batch.fellow_id == actor.id,
    )


@bp.post("/<uuid:batch_id>/step")
@door(may_import)
def step(batch_id: UUID) -> ResponseReturnValue:
    """Bring the next rows in; the page asks again until none is left."""
    steps.advance(current.actor(), batch_id)
    return redirect(url_for(".preview", batch_id=batch_id))


@bp.post("/<uuid:batch_id>/undo")
@door(may_import)
def undo(batch_id: UUID) -> ResponseReturnValue:
    withdrawn = services.undo(current.actor(), batch_id)
    flash(
        ngettext(
            "The import is undone: %(num)s case withdrawn.",
            "The import is undone: %(num)s cases withdrawn.",
            withdrawn,
        )
    )
    return redirect(url_for(".preview", batch_id=batch_id))


@bp.get("/<uuid:batch_id>/faulty.csv")
@door(may_import)
def faulty(batch_id: UUID) -> Response:
    """The wrong rows as they came, each with its reasons, to be mended and sent again."""
    actor = current.actor()
    batch = queries.batch(actor, batch_id)
    curriculum = queries.curriculum(actor, batch)
    width = len(batch.header)
    rows: list[list[Cell]] = [
        [
            row.number,
            " ".join(problems_told(curriculum, row.problems)),
            *[*row.cells, *[""] * width][:width],
        ]
        for row in queries.faulty_rows(actor, batch_id)
    ]
    header = [gettext("Row in the file"), gettext("What is wrong"), *batch.header]
    return attachment("faulty-rows.csv", write_csv(header, rows))


def _faulty(curriculum: Curriculum, batch: BatchView, rows: Sequence[RowView]) -> list[Faulty]:
    columns: Mapping[str, int] = batch.matching.get("columns", {})

    def cell(row: RowView, field: str) -> str:
        place = columns.get(field, len(row.cells))
        return row.cells[place] if place < len(row.cells) else ""

    return [
        Faulty(
            row.number,
            cell(row, "performed_on"),
            cell(row, "procedure"),
            problems_told(curriculum, row.problems),
        )
        for row in rows
    ]


def _understood(batch: BatchView) -> list[dict[str, object]]:
    found = first_rows(current.actor(), batch)
    return [
        {
            "number": row.number,
            "performed_on": row.content.performed_on,
            "procedure": short_of(found.curriculum, row.content.procedure),
            "place": place_of(found.curriculum, row.content.details),
            "role": role_in_words(found.curriculum, row.content.role),
            "supervisor": row.supervisor,
            "state": row.state,
        }
        for row in found.rows
    ]


def _kept(curriculum: Curriculum, batch: BatchView) -> list[Kept]:
    found = queries.still_approved(current.actor(), batch)
    return [Kept(case, short_of(curriculum, case.procedure)) for case in found]
