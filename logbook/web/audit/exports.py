"""The entries that a reader of the ledger asked for, as a file that is sent while it is read."""

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO

from flask import Response, render_template, stream_with_context
from flask.typing import ResponseReturnValue

from logbook.policy.audit import may_read_ledger
from logbook.queries.audit import EntryRow, people
from logbook.queries.audit_export import in_order
from logbook.queries.audit_names import Kind, Named
from logbook.services.ledger_export import take_out
from logbook.services.spreadsheets import guarded
from logbook.web import current
from logbook.web.audit.blueprint import bp
from logbook.web.audit.forms import asked_for
from logbook.web.audit.titles import TITLES
from logbook.web.guard import door
from logbook.web.words import language

KINDS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
BYTE_ORDER_MARK = "\ufeff"
"""Lets Excel know that a CSV is UTF-8."""

HASHED = ("log", "seq", "at", "event", "actor_id", "subject_id", "facts")
TOLD = ("title", "what_happened", "by_whom", "record")
HASHES = ("content", "previous", "leaf")
COLUMNS = (*HASHED, *TOLD, *HASHES)


@bp.post("/export.<any(csv,jsonl):form>")
@door(may_read_ledger)
def export(form: str) -> ResponseReturnValue:
    """What the filters in the address ask for; with words in the reader's language, and with
    everything that an entry's hash is made of."""
    actor = current.actor()
    asked = asked_for(actor, people(actor), current.me().time_zone)
    wanted = take_out(actor, asked.wanted(), form)
    write = as_csv if form == "csv" else as_json_lines
    lines = write(told(entry) for entry in in_order(actor, wanted))
    response = Response(stream_with_context(lines), content_type=KINDS[form])
    name = f"ledger-{current.today().isoformat()}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def told(entry: EntryRow) -> dict[str, object]:
    """An entry by the names of the columns."""
    return {
        "log": entry.log,
        "seq": entry.seq,
        "at": entry.at.isoformat(timespec="microseconds"),
        "event": entry.event,
        "actor_id": str(entry.actor.id),
        "subject_id": str(entry.subject.id),
        "facts": entry.kept,
        "title": str(TITLES.get(entry.event, entry.event)),
        "what_happened": in_words(entry),
        "by_whom": name_of(entry.actor),
        "record": name_of(entry.subject),
        "content": entry.content,
        "previous": entry.previous,
        "leaf": entry.leaf,
    }


def in_words(entry: EntryRow) -> str:
    """The sentence of the page, without its markup."""
    return render_template("audit/_in_words.html", entry=entry, locale=language()).strip()


def name_of(named: Named) -> str:
    """Whom or what an id means; nothing where nobody knows."""
    return "" if named.kind is Kind.UNKNOWN else named.words.in_(language())


def as_csv(rows: Iterable[dict[str, object]]) -> Iterator[str]:
    """No cell is taken for a formula."""
    yield BYTE_ORDER_MARK + csv_line(COLUMNS)
    for row in rows:
        yield csv_line([row[name] for name in COLUMNS])


def csv_line(cells: Iterable[object]) -> str:
    out = StringIO(newline="")
    csv.writer(out).writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()


def as_json_lines(rows: Iterable[dict[str, object]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"
