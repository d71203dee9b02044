"""A table of a page as a file: CSV, or a workbook with what its columns mean on a second sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response
from flask_babel import gettext

from logbook.services.spreadsheets import Cell, write_csv, write_workbook
from logbook.web import current

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    legend: Sequence[tuple[str, str]] = ()


def sent(name: str, sheet: Sheet, form: str) -> Response:
    """To be saved under this name and today's date, never shown."""
    if form == "csv":
        content = write_csv(sheet.header, sheet.rows)
    else:
        legend = [*sheet.legend, (gettext("Made on"), current.today().isoformat())]
        titles = gettext("Table"), gettext("Legend")
        content = write_workbook(sheet.header, sheet.rows, legend, titles)
    response = Response(content, content_type=KINDS[form])
    file_name = f"{name}-{current.today().isoformat()}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
