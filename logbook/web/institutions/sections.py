"""A program's rows put under the measures that they add up to, and programs put in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from logbook.domain.rollups import Cell, Measure
from logbook.domain.suppression import FAMILIES, Published
from logbook.queries.institutions import ProgramPage
from logbook.queries.programs import Choice

SECTIONS: tuple[tuple[Measure, ...], ...] = (
    FAMILIES[0],
    (Measure.WAITING_LONG,),
    (Measure.RESPONSE_DAYS,),
    (Measure.ANSWERED,),
    FAMILIES[2],
    (Measure.CREDENTIALS,),
    (Measure.SIGN_OFFS,),
    FAMILIES[1],
)
"""Measures of the same base stand beside each other; the longest table comes last."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a section; without a part, it speaks of the whole track."""

    track: str
    part: str
    cells: list[Cell | None]
    """By the measures of the section; None where it is withheld."""


@dataclass(frozen=True, slots=True)
class Section:
    """Measures side by side, and the rows that add up to them."""

    measures: tuple[Measure, ...]
    whole: list[Cell | None]
    lines: list[Line]
    several: bool
    """More tracks than one."""


def sections_of(page: ProgramPage) -> list[Section]:
    """Those measures of which there is more than one row: the others are one row themselves."""
    found = [
        _section(page, measures)
        for measures in SECTIONS
        if any(one in page.whole for one in measures)
    ]
    return [one for one in found if len(one.lines) > 1]


def _section(page: ProgramPage, measures: tuple[Measure, ...]) -> Section:
    known = tuple(one for one in measures if one in page.whole)
    first = page.tracks.get(known[0])
    tracks = sorted({*first.shown, *first.withheld}) if first else []
    lines = [line for track in tracks for line in _lines(page, known, track)]
    whole = [page.whole[one] for one in known]
    return Section(known, whole, lines, len(tracks) > 1)


def _lines(page: ProgramPage, measures: tuple[Measure, ...], track: str) -> list[Line]:
    parts = {part: None for measure in measures for part in _parts(page, measure, track)}
    if not parts:
        return [Line(track, "", [None for _ in measures])]
    return [
        Line(track, part, [_cell(page, measure, track, part) for measure in measures])
        for part in parts
    ]


def _parts(page: ProgramPage, measure: Measure, track: str) -> list[str]:
    found = page.parts.get(measure, {}).get(track)
    return sorted({*found.shown, *found.withheld}, key=_place) if found else []


def _place(part: str) -> tuple[int, str]:
    """Ages by their days, everything else by its code."""
    days = part.partition("-")[0]
    return (int(days), "") if days.isdecimal() else (0, part)


def _cell(page: ProgramPage, measure: Measure, track: str, part: str) -> Cell | None:
    found = page.parts.get(measure, {}).get(track)
    return found.shown.get(part) if found else None


def ordered(programs: Sequence[Choice], by: Published[UUID] | None) -> list[Choice]:
    """By name; by a column, the highest number first and what is not shown last, by name: the place
    of a number that is withheld would tell something of it."""
    if by is None:
        return list(programs)
    shown: Mapping[UUID, Cell] = by.shown
    return sorted(
        programs,
        key=lambda one: (one.id not in shown, -_height(shown[one.id]) if one.id in shown else 0),
    )


def _height(cell: Cell) -> float:
    return cell.amount if cell.share is None else cell.share
