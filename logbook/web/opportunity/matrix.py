"""The tables of categories as a page shows them: each number with the address of its rows."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext

from logbook.domain.sharing import Had, Lacking, Sharing
from logbook.domain.small_cells import Crossed
from logbook.queries.opportunity import CategoryRow, Opportunity
from logbook.web.standing import rounded
from logbook.web.words import language


@dataclass(frozen=True, slots=True)
class Cell:
    n: int | None
    """None: not shown."""
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    code: str
    name: str
    cells: list[Cell | None]
    """None: the fellow's curriculum does not know the category."""
    total: Cell
    sharing: Sharing | None


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: list[tuple[str, str]]
    """Name, and what stands below it."""
    lines: list[Line]
    totals: list[Cell]
    """Of the columns."""
    whole: Cell
    hides: bool
    """Whether any count is not shown."""


def by_fellow(found: Opportunity) -> Matrix:
    columns = [
        (one.fellow, gettext("%(n)s months", n=rounded(one.months(found.within))))
        for one in found.fellows
    ]
    asked = {one.id: {"enrollment": one.id} for one in found.fellows}
    return _matrix(found, found.by_fellow, columns, asked, with_rates=True)


def by_site(found: Opportunity) -> Matrix:
    asked: dict[Hashable, dict[str, Any]] = {one: {"site": one} for one in found.sites}
    asked[None] = {"site": "none"}
    names = [
        (found.sites[one].name if one in found.sites else gettext("No site named"), "")
        for one in found.by_site.columns
    ]
    return _matrix(found, found.by_site, names, asked)


def by_supervisor(found: Opportunity) -> Matrix:
    asked: dict[Hashable, dict[str, Any]] = {one: {"supervisor": one} for one in found.supervisors}
    asked[None] = {"supervisor": "none"}
    names = [
        (found.supervisors.get(one, gettext("Nobody")), "") if one else (gettext("Nobody"), "")
        for one in found.by_supervisor.columns
    ]
    return _matrix(found, found.by_supervisor, names, asked)


def _matrix(
    found: Opportunity,
    crossed: Crossed,
    columns: list[tuple[str, str]],
    asked: Mapping[Any, dict[str, Any]],
    with_rates: bool = False,
) -> Matrix:
    lines = [_line(row, crossed, asked, with_rates) for row in found.categories]
    return Matrix(
        columns=columns,
        lines=lines,
        totals=[Cell(crossed.of_column(one), "", _rows(**asked[one])) for one in crossed.columns],
        whole=Cell(crossed.whole, "", _rows()),
        hides=bool(crossed.hidden),
    )


def _line(
    row: CategoryRow, crossed: Crossed, asked: Mapping[Any, dict[str, Any]], with_rates: bool
) -> Line:
    code = row.category.id
    cells: list[Cell | None] = []
    for column in crossed.columns:
        had = row.had.get(column) if with_rates else None
        if with_rates and had is None:
            cells.append(None)
            continue
        n = crossed.shown(code, column)
        note = _rate(had) if had and n is not None else ""
        cells.append(Cell(n, note, _rows(category=code, **asked[column])))
    total = Cell(crossed.of_row(code), "", _rows(category=code))
    return Line(code, row.category.name.in_(language()), cells, total, row.sharing)


def _rate(had: Had) -> str:
    return gettext("%(n)s a month", n=rounded(had.rate)) if had.cases else ""


def _rows(**asked: Any) -> str:
    return url_for("opportunity.cases", **asked)


def lacking_words(found: Opportunity, row: CategoryRow, one: Lacking) -> str:
    """What is said of a fellow who had far less than an even share; no number that the table does
    not show."""
    names = {each.id: each.fellow for each in found.fellows}
    n = found.by_fellow.shown(row.category.id, one.fellow)
    said = {
        "fellow": names[one.fellow],
        "category": row.category.name.in_(language()),
        "even": round(one.even_share),
        "n": n if n is not None else gettext("few"),
    }
    if one.by_the_lists:
        return gettext(
            "%(fellow)s had %(n)s of %(category)s; an even share would be about %(even)s. It is"
            " little beside their other cases too: the lists do not bring it.",
            **said,
        )
    return gettext(
        "%(fellow)s had %(n)s of %(category)s; an even share would be about %(even)s. They log"
        " fewer cases of other categories too.",
        **said,
    )
