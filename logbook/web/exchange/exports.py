"""Taking a log out. A page asks first: what leaves is told to the ledger."""

from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from logbook.policy.exchange import may_export, may_open_export
from logbook.queries import exchange_log as queries
from logbook.services.exchange_export import export as take_out
from logbook.services.refusals import insist
from logbook.web import current
from logbook.web.exchange.blueprint import bp
from logbook.web.guard import door
from logbook.web.words import language

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/export.<any(csv,xlsx):form>")
@door(may_open_export)
def export(form: str) -> ResponseReturnValue:
    """What would leave, and in which form."""
    actor, fellow_id = current.actor(), _fellow_id()
    owner = queries.owner(actor, fellow_id)
    insist(may_export(actor, fellow_id))
    rows = queries.size(actor, fellow_id)
    return render_template("exchange/export.html", owner=owner, rows=rows, form=form)


@bp.post("/export.<any(csv,xlsx):form>")
@door(may_open_export)
def take(form: str) -> ResponseReturnValue:
    """The file itself."""
    found = take_out(current.actor(), _fellow_id(), form, language())
    return attachment(found.file_name, found.content, KINDS[form])


def attachment(file_name: str, content: bytes, kind: str = KINDS["csv"]) -> Response:
    """A file to be saved, never shown."""
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _fellow_id() -> UUID:
    """Whose log: the reader's own unless the address names another; nobody's for no id."""
    asked = request.args.get("fellow")
    try:
        return UUID(asked) if asked else current.actor().id
    except ValueError:
        return UUID(int=0)
