"""Roll-ups as officers may see them: what rests on few people is taken out here, before a page has
it. No case, progress or member is read, however many programs there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlalchemy.orm import aliased

from logbook.database import db
from logbook.domain.rollups import (
    NOTHING,
    STATES,
    WINDOW_MONTHS,
    Cell,
    Measure,
    beside,
    months_until,
    together,
)
from logbook.domain.suppression import Published, publish
from logbook.models.institutions import ProgramRollup
from logbook.models.programs import Program

_of_month = aliased(ProgramRollup)

_NEWEST = (
    select(func.max(_of_month.month))
    .where(
        _of_month.program_id == ProgramRollup.program_id,
        _of_month.measure == Measure.FELLOWS,
    )
    .scalar_subquery()
)
"""The month in which a program was last reckoned: there is a row of it, if only of no fellows."""

Tracks = Mapping[str, Cell]
"""By curriculum; the whole program's own under no name."""
Tables = Mapping[Measure, Mapping[UUID, Tracks]]


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a program: of a track, for a part of a measure."""

    measure: Measure
    curriculum: str
    part: str
    cell: Cell


def tables_of(which: ColumnElement[bool], today: date) -> Tables:
    """What the programs come to, by measure, program and track: one statement."""
    keys = (ProgramRollup.program_id, ProgramRollup.measure, ProgramRollup.curriculum)
    tables: dict[Measure, dict[UUID, dict[str, Cell]]] = defaultdict(lambda: defaultdict(dict))
    for program_id, measure, track, *numbers in db.session.execute(_summed(which, today, keys)):
        if (cell := Cell(*numbers)) != NOTHING:
            tables[measure][program_id][track] = cell
    return tables


def _summed(which: ColumnElement[bool], today: date, keys: tuple[Any, ...]) -> Any:
    """The rows that hold, summed up by these keys: how things stand from the newest month, what
    came from all months of the window."""
    since = months_until(today, WINDOW_MONTHS)[0]
    summed = (
        select(
            *keys,
            func.sum(ProgramRollup.amount).label("amount"),
            func.sum(ProgramRollup.base).label("base"),
            func.max(ProgramRollup.people).label("people"),
        )
        .join(Program, Program.id == ProgramRollup.program_id)
        .where(which)
        .group_by(*keys)
    )
    # Two halves, so that each finds its months in the index.
    came = set(Measure) - STATES
    return union_all(
        summed.where(ProgramRollup.measure.in_(STATES), ProgramRollup.month == _NEWEST),
        summed.where(ProgramRollup.measure.in_(came), ProgramRollup.month >= since),
    )


def parts_of(program_id: UUID, today: date) -> list[Part]:
    """The rows of one program that its numbers are sums of: one statement."""
    keys = (ProgramRollup.measure, ProgramRollup.curriculum, ProgramRollup.part)
    rows = db.session.execute(_summed(Program.id == program_id, today, keys))
    found = [Part(measure, track, part, Cell(*numbers)) for measure, track, part, *numbers in rows]
    return sorted(found, key=lambda one: (one.measure, one.curriculum, one.part))


def published_programs(tables: Tables, least: int) -> dict[Measure, Published[UUID]]:
    """Programs side by side, and their total."""
    cells = {
        measure: {one: beside(tracks.values(), measure) for one, tracks in programs.items()}
        for measure, programs in tables.items()
    }
    return publish(cells, least)


def published_tracks(
    tables: Tables, program_id: UUID, programs: Mapping[Measure, Published[UUID]], least: int
) -> dict[Measure, Published[str]]:
    """The tracks of one program. What is withheld of the program is withheld of each of them."""
    cells = {
        measure: tables[measure][program_id]
        for measure, found in programs.items()
        if program_id in found.shown
    }
    return publish(cells, least)


def published_parts(
    parts: Iterable[Part], tracks: Mapping[Measure, Published[str]], least: int
) -> dict[Measure, dict[str, Published[str]]]:
    """By measure and track, what is shown of the parts of each track that is shown itself."""
    found: dict[str, dict[Measure, dict[str, Cell]]] = defaultdict(lambda: defaultdict(dict))
    for one in parts:
        if one.measure in tracks and one.curriculum in tracks[one.measure].shown:
            found[one.curriculum][one.measure][one.part] = one.cell
    shown: dict[Measure, dict[str, Published[str]]] = defaultdict(dict)
    for track, tables in found.items():
        for measure, published in publish(tables, least, same_people=True).items():
            shown[measure][track] = published
    return shown


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a trend."""

    month: date
    cell: Cell | None
    """None: nothing was reckoned then."""


def trends_of(
    which: ColumnElement[bool],
    measure: Measure,
    published: Published[UUID] | None,
    least: int,
    today: date,
) -> dict[UUID, list[Month]]:
    """Month by month, of those programs that are shown and of which every month may be: one
    statement. A month that is missing among others could be found from the others and the whole.
    """
    months = months_until(today, WINDOW_MONTHS)
    keys = (ProgramRollup.program_id, ProgramRollup.month, ProgramRollup.curriculum)
    rows = db.session.execute(_by_month(which, measure, months[0], keys))
    by_program: dict[UUID, dict[date, dict[str, Cell]]] = defaultdict(lambda: defaultdict(dict))
    for program_id, month, track, *numbers in rows:
        if (cell := Cell(*numbers)) != NOTHING:
            by_program[program_id][month][track] = cell
    found = {
        program_id: {month: beside(tracks.values(), measure) for month, tracks in ours.items()}
        for program_id, ours in by_program.items()
        if published is not None and program_id in published.shown
    }
    return {
        program_id: [Month(month, cells.get(month)) for month in months]
        for program_id, cells in found.items()
        if all(cell.people >= least for cell in cells.values())
    }


def _by_month(
    which: ColumnElement[bool], measure: Measure, since: date, keys: tuple[Any, ...]
) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *keys,
            func.sum(ProgramRollup.amount),
            func.sum(ProgramRollup.base),
            func.max(ProgramRollup.people),
        )
        .join(Program, Program.id == ProgramRollup.program_id)
        .where(which, ProgramRollup.measure == measure, ProgramRollup.month >= since)
        .group_by(*keys)
    )


def trend_of_all(trends: Mapping[UUID, list[Month]]) -> list[Month]:
    """These programs taken together."""
    found = []
    for months in zip(*trends.values(), strict=True):
        cells = [one.cell for one in months if one.cell is not None]
        found.append(Month(months[0].month, together(cells) if cells else None))
    return found


def last_changed(which: ColumnElement[bool]) -> Mapping[UUID, datetime]:
    """When a number of each program last changed: one statement."""
    rows = db.session.execute(
        select(ProgramRollup.program_id, func.max(ProgramRollup.reckoned_at))
        .join(Program, Program.id == ProgramRollup.program_id)
        .where(which)
        .group_by(ProgramRollup.program_id)
    )
    return {row[0]: row[1] for row in rows}
