"""Bringing the hospital's record in: the file, what its columns hold, what becomes of its rows."""

from typing import Any
from uuid import UUID

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.domain.decisions import Message
from logbook.domain.hospital_states import ImportState
from logbook.domain.hospital_table import FIELDS, ColumnMap
from logbook.policy.hospital import may_import
from logbook.queries import hospital as queries
from logbook.queries.hospital import ImportView
from logbook.services import hospital as services
from logbook.services.hospital_files import UnknownColumns
from logbook.services.hospital_keys import hospital_key
from logbook.services.reconciling import compare
from logbook.services.refusals import Invalid
from logbook.services.spreadsheets import write_csv
from logbook.web import current
from logbook.web.exchange.exports import attachment
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.hospital.blueprint import bp
from logbook.web.hospital.forms import ColumnsForm, FileForm, field_words
from logbook.web.hospital.telling import place_told
from logbook.web.words import words

LARGEST_REQUEST = 66 * 1024 * 1024
"""A file a little too large still gets a sentence beside its field."""
SHOWN = 50
TAKES_FILES = ("hospital.start", "hospital.columns")


@bp.url_value_preprocessor
def let_files_in(endpoint: str | None, _parts: dict[str, Any] | None) -> None:
    """Only here may a request be so large; what is sent waits in a file of its own, not in
    memory. Before anything reads the form: the check of its token does."""
    if endpoint in TAKES_FILES:
        request.max_content_length = LARGEST_REQUEST


@bp.route("/import", methods=["GET", "POST"])
@door(may_import)
def start() -> ResponseReturnValue:
    """Send a file. Of a table that nobody has said anything of, its columns are asked first."""
    form = FileForm()
    try:
        if form.validate_on_submit():
            return redirect(url_for(".show_import", import_id=_prepared(form)))
    except UnknownColumns as unknown:
        kept = services.remember_columns(current.actor(), unknown.header)
        flash(gettext("Such a table is new here. Say what its columns hold, and send it again."))
        return redirect(url_for(".columns", columns_id=kept))
    except Invalid as wrong:
        show(form, wrong)
    code = 200 if request.method == "GET" else 422
    return render_template("hospital/start.html", form=form), code


def _prepared(form: FileForm | ColumnsForm) -> UUID:
    sent = form.file.data
    key = hospital_key(current_app.config["HOSPITAL_KEY"])
    return services.prepare(current.actor(), sent.filename or "", sent.stream, key)


@bp.route("/columns/<uuid:columns_id>", methods=["GET", "POST"])
@door(may_import)
def columns(columns_id: UUID) -> ResponseReturnValue:
    """Say what the columns of a kind of table hold; with a file, read it at once."""
    actor, kept = current.actor(), queries.columns(current.actor(), columns_id)
    before = {f"column-{place}": name for name, place in kept.matching.columns.items()}
    chosen = dict(request.form) if request.method == "POST" else before
    form = ColumnsForm(order=kept.matching.order.value, system=kept.matching.system)
    try:
        if form.validate_on_submit():
            matching = ColumnMap(_places(chosen, len(kept.header)), *form.reading())
            services.say_columns(actor, columns_id, matching)
            if form.file.data:
                return redirect(url_for(".show_import", import_id=_prepared(form)))
            flash(gettext("Kept. Tables with these headings are read so from now on."))
            return redirect(url_for(".start"), 303)
    except Invalid as wrong:
        show(form, wrong)
    except UnknownColumns:
        form.file.errors = [gettext("This file has other headings than the table above.")]
    code = 200 if request.method == "GET" else 422
    page = render_template(
        "hospital/columns.html", form=form, kept=kept, chosen=chosen, fields=field_words()
    )
    return page, code


def _places(chosen: dict[str, str], width: int) -> dict[str, int]:
    """Field to column; of two columns for one field the first is taken."""
    found: dict[str, int] = {}
    for place in range(width):
        name = chosen.get(f"column-{place}", "")
        if name in FIELDS:
            found.setdefault(name, place)
    return found


@bp.get("/imports/<uuid:import_id>")
@door(may_import)
def show_import(import_id: UUID) -> ResponseReturnValue:
    """The one page of an import: before, during and after it."""
    one = queries.hospital_import(current.actor(), import_id)
    ready = one.state is ImportState.READY
    return render_template(
        "hospital/import.html",
        one=one,
        preview=queries.preview(current.actor(), import_id) if ready else None,
        faults=_faults(one)[:SHOWN],
    )


@bp.post("/imports/<uuid:import_id>/step")
@door(may_import)
def step(import_id: UUID) -> ResponseReturnValue:
    """Bring the next rows in; the page asks again until none is left. Then both records are
    compared."""
    more = services.advance(current.actor(), import_id)
    if not more:
        compare(current.actor())
    return redirect(url_for(".show_import", import_id=import_id))


@bp.post("/imports/<uuid:import_id>/give-up")
@door(may_import)
def give_up(import_id: UUID) -> ResponseReturnValue:
    services.give_up(current.actor(), import_id)
    flash(gettext("Given up. Nothing of the file was kept."))
    return redirect(url_for(".index"), 303)


@bp.get("/imports/<uuid:import_id>/report.csv")
@door(may_import)
def report(import_id: UUID) -> Response:
    """What could not be used: the place in the file, and why."""
    one = queries.hospital_import(current.actor(), import_id)
    header = [gettext("Where in the file"), gettext("What is wrong")]
    return attachment("hospital-report.csv", write_csv(header, _faults(one)))


def _faults(one: ImportView) -> list[tuple[str, str]]:
    return [(place_told(place), words(Message(text, params))) for place, text, params in one.faults]
