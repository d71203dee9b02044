"""The tables of officers as files. What is withheld on the page is withheld here."""

from uuid import UUID

from flask_babel import gettext

from logbook.domain.rollups import COUNTS, Cell, Measure
from logbook.domain.suppression import Published
from logbook.queries.institutions import Dashboard
from logbook.queries.institutions_compared import Compared, Comparison
from logbook.services.spreadsheets import Cell as Written
from logbook.services.spreadsheets import write_csv
from logbook.web.institutions.labels import measure_name, place_words


def of_dashboard(page: Dashboard) -> bytes:
    """A row for each program and measure, and one for the total of each measure."""
    rows: list[list[Written]] = []
    for measure in Measure:
        published = page.measures.get(measure)
        if published is None:
            continue
        for one in page.programs:
            cell = published.shown.get(one.id)
            why = _why(published, one.id)
            rows.append([one.name, measure_name(measure), *_numbers(measure, cell), why])
        if published.total is not None:
            total = _numbers(measure, published.total)
            rows.append([gettext("All programs"), measure_name(measure), *total, ""])
    header = [gettext("Program"), gettext("Measure"), *_columns(), gettext("Note")]
    return write_csv(header, rows)


def _why(published: Published[UUID], program_id: UUID) -> str:
    if program_id in published.shown:
        return ""
    return gettext("too few") if program_id in published.withheld else gettext("nothing to count")


def of_comparison(page: Comparison) -> bytes:
    header = [
        gettext("Institution"),
        gettext("Country"),
        gettext("Measure"),
        *_columns(),
        gettext("95 % interval from"),
        gettext("to"),
        gettext("Note"),
    ]
    return write_csv(header, [_compared(page.measure, one) for one in page.rows])


def _compared(measure: Measure, one: Compared) -> list[Written]:
    ends: list[Written] = [None, None]
    if one.interval is not None:
        ends = [round(one.interval.low, 4), round(one.interval.high, 4)]
    note = place_words(one.place) if one.place else ""
    return [
        one.institution.name,
        one.institution.country,
        measure_name(measure),
        *_numbers(measure, one.cell),
        *ends,
        note if one.cell else gettext("too few"),
    ]


def _columns() -> list[str]:
    return [gettext("How many"), gettext("Of"), gettext("Share")]


def _numbers(measure: Measure, cell: Cell | None) -> list[Written]:
    """The number, what it is a share of, and the share (0 to 1)."""
    if cell is None:
        return [None, None, None]
    if measure is Measure.RESPONSE_DAYS:
        return [cell.amount / 10, cell.base, None]
    if measure in COUNTS:
        return [cell.amount, None, None]
    return [cell.amount, cell.base, None if cell.share is None else round(cell.share, 4)]
