"""Tables and charts of pages as files: whatever a page shows is what its file has.

A page is asked for again with `file` in its address. It is made as always, by its own view and for
those who may see it, and the table (or all charts) is taken out of what would have been shown. So
there is one way to make a file, and no number in it that is not on the page.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from flask import Flask, Response, g, request
from flask_babel import gettext
from markupsafe import Markup, escape

from logbook.services.spreadsheets import Cell
from logbook.web import current
from logbook.web.chart_files import IMAGES, PNG, SVG, charts_in, file_name, zipped
from logbook.web.sheets import KINDS, Sheet, sent

ASKED, WHICH = "file", "table"
WHOLE = re.compile(r"-?(0|[1-9]\d{0,14})")
UNSPOKEN = frozenset({"svg", "script", "template", "button", "select", "textarea"})
"""What is no text of a cell."""


@dataclass
class _Table:
    rows: list[list[str]] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)
    """Columns of buttons."""


class _Reader(HTMLParser):
    """The cells of the table that has this number and may be taken away; tables do not stand in
    tables here."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number, self.found = number, _Table()
        self.inside = self.in_cell = False
        self.unspoken, self.wide = 0, 1
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.inside = dict(attrs).get("data-file") == str(self.number)
        if not self.inside:
            return
        if tag in UNSPOKEN:
            self.unspoken += 1
        elif tag == "tr":
            self.found.rows.append([])
        elif tag in ("td", "th"):
            told = dict(attrs)
            if "lb-col-actions" in (told.get("class") or ""):
                self.found.left_out.add(len(self.found.rows[-1]))
            self.in_cell, self.said, self.wide = True, [], int(told.get("colspan") or 1)
        elif self.in_cell:
            self.said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if not self.inside:
            return
        if tag in UNSPOKEN:
            self.unspoken = max(0, self.unspoken - 1)
        elif tag in ("td", "th") and self.in_cell:
            text = " ".join("".join(self.said).split())
            self.found.rows[-1] += [text, *[""] * (self.wide - 1)]
            self.in_cell = False
        elif tag == "table":
            self.inside = False
        elif self.in_cell:
            self.said.append(" ")

    def handle_data(self, data: str) -> None:
        if self.in_cell and not self.unspoken:
            self.said.append(data)


def table_in(page: str, number: int) -> Sheet | None:
    """The table as a sheet; None where the page has none of this number. The first is 1."""
    reader = _Reader(number)
    reader.feed(page)
    rows = [
        [cell for place, cell in enumerate(row) if place not in reader.found.left_out]
        for row in reader.found.rows
    ]
    return Sheet(rows[0], [[_cell(one) for one in row] for row in rows[1:]]) if rows else None


def _cell(text: str) -> Cell:
    """Whole numbers count as such; all else is text as it was read."""
    return int(text) if WHOLE.fullmatch(text) else text


def _as_file(response: Response) -> Response:
    """Only of a page that was shown; whatever else the address asks for stays as it is."""
    form = request.args.get(ASKED)
    page_shown = response.status_code == 200 and response.mimetype == "text/html"
    if form is None or not page_shown or request.method != "GET" or current.person() is None:
        return response
    page = response.get_data(as_text=True)
    if form in IMAGES and (charts := charts_in(page)):
        made = Response(zipped(charts, form), content_type="application/zip")
        name = f"{_page_name()}-{current.today().isoformat()}.zip"
        made.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return made
    if form in KINDS:
        number = request.args.get(WHICH, 1, type=int)
        if sheet := table_in(page, number):
            return sent(f"{_page_name()}-{number}", sheet, form)
    return response


def _page_name() -> str:
    return file_name((request.endpoint or "page").replace(".", "-").replace("_", "-"))


class Links(Markup):
    """The links under a table, and its number on the page."""

    number: int


def table_files(caption: str) -> Links | None:
    """Called once for each table that may be taken away, in the order of the page."""
    if request.method != "GET" or current.person() is None:
        return None
    number = g.tables = g.get("tables", 0) + 1
    asked = {name: values for name, values in request.args.lists() if name not in (ASKED, WHICH)}
    links = " ".join(
        f'<a href="{escape(_address(asked, form, number))}" rel="nofollow" download>{escape(name)}'
        f'<span class="visually-hidden">, {escape(caption)}</span></a>'
        for form, name in (("xlsx", gettext("as XLSX")), ("csv", gettext("as CSV")))
    )
    said = escape(gettext("Take this table away:"))
    found = Links(f'<p class="lb-as-file">{said} {links}</p>')  # all was escaped
    found.number = number
    return found


def _address(asked: dict[str, list[str]], form: str, number: int | None = None) -> str:
    wanted: dict[str, list[str]] = {**asked, ASKED: [form]}
    if number is not None:
        wanted[WHICH] = [str(number)]
    return f"{request.path}?{urlencode(wanted, doseq=True)}"


def chart_files() -> Markup:
    """A link to all charts of a page, as each kind of image."""
    asked = {name: values for name, values in request.args.lists() if name not in (ASKED, WHICH)}
    said = escape(gettext("All charts of this page:"))
    links = " ".join(
        f'<a href="{escape(_address(asked, form))}" rel="nofollow" download>{escape(name)}</a>'
        for form, name in ((SVG, gettext("as SVG")), (PNG, gettext("as PNG")))
    )
    return Markup(f'<p class="lb-as-file">{said} {links}</p>')  # noqa: S704  (all was escaped)


def set_up(app: Flask) -> None:
    app.add_template_global(table_files)
    app.add_template_global(chart_files)
    app.after_request(_as_file)
