"""Institutions side by side, for a national officer: roll-ups only."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.funnels import Limits, Place, limits, place, wilson
from logbook.domain.rollups import Cell, Measure, together
from logbook.domain.suppression import family_of
from logbook.models.programs import Program
from logbook.policy.actors import Actor
from logbook.queries.institution_visibility import programs_visible_to
from logbook.queries.institutions import InstitutionRow, institutions
from logbook.queries.rollups import Tables, published_programs, tables_of


@dataclass(frozen=True, slots=True)
class Compared:
    """One institution in the funnel of a measure."""

    institution: InstitutionRow
    programs: int
    cell: Cell | None
    """None: withheld, or nothing to count."""
    interval: Limits | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All institutions in one measure, against what all that are shown come to together."""

    measure: Measure
    rows: list[Compared]
    pooled: Cell | None
    """None where fewer than two are shown: there is nothing to compare."""

    def limits(self, base: int, within: float) -> Limits:
        assert self.pooled is not None and self.pooled.share is not None
        return limits(self.pooled.share, base, within)


def comparison(actor: Actor, measure: Measure, today: date) -> Comparison:
    """Three statements. An institution is shown by the total that its own page shows; the pooled
    share is of those that are shown, so that nothing can be taken away from it."""
    found = institutions(actor)
    which = Program.institution_id.is_not(None) & programs_visible_to(actor)
    asked = select(Program.id, Program.institution_id).where(which)
    home = {row[0]: row[1] for row in db.session.execute(asked)}
    tables = tables_of(list(home), today, family_of(measure))
    totals: dict[UUID, Cell] = {}
    for one in found:
        ours = _within(tables, {id_ for id_, where in home.items() if where == one.id})
        published = published_programs(ours, one.least).get(measure)
        if published is not None and published.total is not None and published.total.base:
            totals[one.id] = published.total
    pooled = together(totals.values()) if len(totals) > 1 else None
    many = list(home.values())
    return Comparison(
        measure,
        [_compared(one, many.count(one.id), totals.get(one.id), pooled) for one in found],
        pooled,
    )


def _compared(
    one: InstitutionRow, programs: int, cell: Cell | None, pooled: Cell | None
) -> Compared:
    if cell is None:
        return Compared(one, programs, None, None, None)
    interval = wilson(cell.amount, cell.base)
    share = pooled.share if pooled else None
    found = place(cell.amount, cell.base, share) if share is not None else None
    return Compared(one, programs, cell, interval, found)


def _within(tables: Tables, programs: set[UUID]) -> Tables:
    return {
        measure: {id_: tracks for id_, tracks in found.items() if id_ in programs}
        for measure, found in tables.items()
    }
