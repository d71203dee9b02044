"""Several rotations at once: a grid of fellows and blocks of a year, filled in as one form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4, uuid5

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.domain.decisions import Message
from logbook.domain.periods import Period
from logbook.domain.plan import BlockLength, blocks_of, within
from logbook.policy.rotations import may_plan
from logbook.queries import rotations as queries
from logbook.queries.programs import sites
from logbook.queries.rotations import FellowYear, RotationView, Trained
from logbook.services import rotations as services
from logbook.services.refusals import Invalid
from logbook.services.rotations import Planned, PlannedFor
from logbook.web import current
from logbook.web.guard import door
from logbook.web.rotations.blueprint import bp
from logbook.web.rotations.forms import an_id
from logbook.web.rotations.kinds import kinds_offered
from logbook.web.rotations.plan import year_asked_for


@dataclass(frozen=True, slots=True)
class Cell:
    """One block of one fellow: to be planned, planned already, or outside the training."""

    name: str
    """Of its field."""
    block: Period
    free: Period | None
    """What of the block can be planned."""
    planned: tuple[RotationView, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Row:
    trained: Trained
    kinds: Mapping[str, str]
    cells: list[Cell]


@dataclass(slots=True)
class Sheet:
    """The grid as it is shown, with what was chosen on it and what is wrong with that."""

    plan_id: UUID
    year: Period
    length: BlockLength
    blocks: list[Period]
    rows: list[Row]
    kinds: Mapping[str, str]
    chosen_sites: Mapping[str, str]
    wrong: dict[str, Message] = field(default_factory=dict)

    def asked(self) -> list[tuple[Cell, Row]]:
        """The cells in which something is chosen."""
        return [
            (cell, row)
            for row in self.rows
            for cell in row.cells
            if cell.free is not None and cell.chosen
        ]


@bp.route("/year", methods=["GET", "POST"])
@door(may_plan)
def year() -> ResponseReturnValue:
    sheet = _sheet(year_asked_for())
    if request.method == "POST":
        cells = sheet.asked()
        plans = [_plan_of(sheet, cell, row) for cell, row in cells]
        try:
            if plans:
                services.plan_together(current.actor(), plans)
                flash(gettext("The year is planned."))
                return redirect(url_for(".plan", year=sheet.year.first.year), 303)
            flash(gettext("Nothing was chosen yet."), "bad")
        except Invalid as wrong:
            sheet.wrong = _by_cell(wrong, [cell for cell, _ in cells])
    page = render_template(
        "rotations/year.html", sheet=sheet, lengths=_lengths(), sites=sites(current.actor())
    )
    return page, 200 if request.method == "GET" else 422


def _sheet(year: Period) -> Sheet:
    length = _length_asked_for()
    blocks = blocks_of(year, length)
    rows = [_row(one, blocks) for one in queries.plan(current.actor(), year)]
    kinds = kinds_offered(row.trained for row in rows)
    return Sheet(
        plan_id=an_id(request.form["plan_id"]) if "plan_id" in request.form else uuid4(),
        year=year,
        length=length,
        blocks=blocks,
        rows=rows,
        kinds=kinds,
        chosen_sites={kind: request.form.get(f"site-{kind}", "") for kind in kinds},
    )


def _row(one: FellowYear, blocks: list[Period]) -> Row:
    cells = []
    for number, block in enumerate(blocks):
        name = f"cell-{one.trained.id.hex}-{number}"
        chosen = request.form.get(name, "")
        planned = tuple(item for item in one.rotations if item.period.meets(block))
        # What was chosen stays to be seen, also where somebody else has planned meanwhile.
        free = None if planned and not chosen else within(block, one.trained.training)
        cells.append(Cell(name, block, free, planned, chosen))
    return Row(one.trained, kinds_offered([one.trained]), cells)


def _plan_of(sheet: Sheet, cell: Cell, row: Row) -> PlannedFor:
    """Its id follows from all that was chosen: sent twice it is one, chosen otherwise another."""
    assert cell.free is not None
    chosen_site = sheet.chosen_sites.get(cell.chosen, "")
    site_id = an_id(chosen_site) if chosen_site else None
    planned = Planned(cell.chosen, site_id, cell.free.first, cell.free.last)
    return PlannedFor(uuid5(sheet.plan_id, f"{row.trained.id} {planned}"), row.trained.id, planned)


def _by_cell(wrong: Invalid, cells: list[Cell]) -> dict[str, Message]:
    """Complaints are by place in the plan; of a plan of one by field."""
    return {
        (cells[int(place)] if place.isdecimal() else cells[0]).name: said
        for place, said in wrong.complaints.items()
    }


def _length_asked_for() -> BlockLength:
    asked = request.args.get("blocks", "")
    return BlockLength(asked) if asked in set(BlockLength) else BlockLength.MONTH


def _lengths() -> list[tuple[BlockLength, str]]:
    return [
        (BlockLength.MONTH, gettext("Months")),
        (BlockLength.FOUR_WEEKS, gettext("Four weeks")),
        (BlockLength.QUARTER, gettext("Quarters")),
    ]
