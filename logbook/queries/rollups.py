"""Roll-ups as officers may see them: what rests on few people is taken out here, before a page has
it. No case, progress or member is read, however many programs there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, func, select, union_all

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
from logbook.domain.suppression import Published, family_of, publish
from logbook.models.institutions import ProgramRollup
from logbook.models.programs import Program
from logbook.prepared import Prepared

Tracks = Mapping[str, Cell]
"""By curriculum; the whole program's own under no name."""
Tables = Mapping[Measure, Mapping[UUID, Tracks]]


_EDITION = Prepared(select(func.count(), func.sum(Program.times_summed_up)))


def edition() -> tuple[int, int]:
    """Of all roll-ups there are: another one as soon as any of them is another. There are thousands
    of them, and a hundred programs, each of which counts how often its own have changed."""
    row = _EDITION.one_or_none()
    return (0, 0) if row is None else (row[0], row[1] or 0)


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a program: of a track, for a part of a measure."""

    measure: Measure
    curriculum: str
    part: str
    cell: Cell


def tables_of(
    programs: Collection[UUID], today: date, of: Collection[Measure] = tuple(Measure)
) -> Tables:
    """What the programs come to, by measure, program and track: one statement."""
    keys = (ProgramRollup.program_id, ProgramRollup.measure, ProgramRollup.curriculum)
    tables: dict[Measure, dict[UUID, dict[str, Cell]]] = defaultdict(lambda: defaultdict(dict))
    rows = db.session.execute(_summed(programs, today, keys, of))
    for program_id, measure, track, *numbers in rows:
        if (cell := Cell(*numbers)) != NOTHING:
            tables[measure][program_id][track] = cell
    return tables


def _summed(
    programs: Collection[UUID],
    today: date,
    keys: tuple[Any, ...],
    of: Collection[Measure] = tuple(Measure),
) -> Any:
    """The rows that hold, summed up by these keys: how things stand from the newest month, what
    came from all months of the window. Two halves, so that each finds its months in the index."""
    newest = _newest(programs)
    stands = (
        _sums(keys)
        .join(
            newest,
            (newest.c.program_id == ProgramRollup.program_id)
            & (newest.c.month == ProgramRollup.month),
        )
        .where(ProgramRollup.measure.in_(set(of) & STATES))
    )
    came = _sums(keys).where(
        ProgramRollup.program_id.in_(programs),
        ProgramRollup.measure.in_(set(of) - STATES),
        ProgramRollup.month >= months_until(today, WINDOW_MONTHS)[0],
    )
    halves = [(stands, set(of) & STATES), (came, set(of) - STATES)]
    return union_all(*(half for half, measures in halves if measures))


def _newest(programs: Collection[UUID]) -> Subquery:
    """The month in which each program was last reckoned: there is a row of it, if only of no
    fellows."""
    return (
        select(ProgramRollup.program_id, func.max(ProgramRollup.month).label("month"))
        .where(ProgramRollup.program_id.in_(programs), ProgramRollup.measure == Measure.FELLOWS)
        .group_by(ProgramRollup.program_id)
        .subquery()
    )


def _sums(keys: tuple[Any, ...]) -> Select[*tuple[Any, ...]]:
    return select(
        *keys,
        func.sum(ProgramRollup.amount).label("amount"),
        func.sum(ProgramRollup.base).label("base"),
        func.max(ProgramRollup.people).label("people"),
    ).group_by(*keys)


def parts_of(program_id: UUID, today: date) -> list[Part]:
    """The rows of one program that its numbers are sums of: one statement."""
    keys = (ProgramRollup.measure, ProgramRollup.curriculum, ProgramRollup.part)
    rows = db.session.execute(_summed([program_id], today, keys))
    found = [Part(measure, track, part, Cell(*numbers)) for measure, track, part, *numbers in rows]
    return sorted(found, key=lambda one: (one.measure, one.curriculum, one.part))


def published_programs(tables: Tables, least: int) -> dict[Measure, Published[UUID]]:
    """Programs side by side, and their total."""
    cells = {
        measure: {one: beside(tracks.values()) for one, tracks in programs.items()}
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
    """None: withheld, or nothing was counted then."""


Months = dict[date, Cell]


def trends_of(
    programs: Collection[UUID],
    measure: Measure,
    published: Published[UUID] | None,
    least: int,
    today: date,
) -> dict[UUID, list[Month]]:
    """Month by month, of those programs that are shown: one statement. What came in the months adds
    up to what is shown, so that months are withheld as programs are."""
    found: dict[UUID, list[Month]] = {}
    for program_id, tables in _months_of(programs, measure, today).items():
        if published is None or program_id not in published.shown:
            continue
        months = _shown_months(tables, measure, least)
        if months:
            every = months_until(today, WINDOW_MONTHS)
            found[program_id] = [Month(month, months.get(month)) for month in every]
    return found


def _shown_months(tables: Mapping[Measure, Months], measure: Measure, least: int) -> Months:
    cells = tables[measure]
    if measure in STATES:
        return {month: cell for month, cell in cells.items() if cell.people >= least}
    months = publish(tables, least, same_people=True)[measure]
    return dict(months.shown) if months.total is not None else {}


def _months_of(
    programs: Collection[UUID], measure: Measure, today: date
) -> dict[UUID, dict[Measure, Months]]:
    """Of the measure and of those that are withheld with it, by program."""
    tracks: dict[tuple[UUID, Measure, date], list[Cell]] = defaultdict(list)
    for program_id, one, month, _, *numbers in db.session.execute(
        _by_month(programs, measure, today)
    ):
        if (cell := Cell(*numbers)) != NOTHING:
            tracks[program_id, one, month].append(cell)
    found: dict[UUID, dict[Measure, Months]] = defaultdict(lambda: defaultdict(dict))
    for (program_id, one, month), cells in tracks.items():
        found[program_id][one][month] = beside(cells)
    return found


def _by_month(
    programs: Collection[UUID], measure: Measure, today: date
) -> Select[*tuple[Any, ...]]:
    keys = (
        ProgramRollup.program_id,
        ProgramRollup.measure,
        ProgramRollup.month,
        ProgramRollup.curriculum,
    )
    return _sums(keys).where(
        ProgramRollup.program_id.in_(programs),
        ProgramRollup.measure.in_(family_of(measure)),
        ProgramRollup.month >= months_until(today, WINDOW_MONTHS)[0],
    )


def trend_of_all(trends: Mapping[UUID, list[Month]]) -> list[Month]:
    """In each month those programs of which it is shown, taken together: a sum of nothing but what
    is shown."""
    found = []
    for months in zip(*trends.values(), strict=True):
        cells = [one.cell for one in months if one.cell is not None]
        found.append(Month(months[0].month, together(cells) if cells else None))
    return found


def last_changed(programs: Collection[UUID]) -> Mapping[UUID, datetime]:
    """When a number of each program last changed: one statement."""
    rows = db.session.execute(
        select(ProgramRollup.program_id, func.max(ProgramRollup.reckoned_at))
        .where(ProgramRollup.program_id.in_(programs))
        .group_by(ProgramRollup.program_id)
    )
    return {row[0]: row[1] for row in rows}
