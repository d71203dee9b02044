"""Words are looked at while they are written. They are kept nowhere and not logged."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from werkzeug.exceptions import RequestEntityTooLarge

from logbook.web.guard import signed_in
from logbook.web.identifiers.hearing import stated
from logbook.web.identifiers.telling import told

bp = Blueprint("identifiers", __name__, url_prefix="/identifiers")

LONGEST = 10_000
"""More letters than any field takes."""


@bp.post("")
@signed_in
def check() -> ResponseReturnValue:
    """What in `text` may tell who a patient is: places, how to say it, and the page's part."""
    text = request.form.get("text", "").replace("\r\n", "\n")
    if len(text) > LONGEST:
        raise RequestEntityTooLarge
    said = stated()
    rows = told(text, lambda key, _one: said.get(key))
    many = ngettext(
        "%(num)d passage may tell who the patient is.",
        "%(num)d passages may tell who the patient is.",
        len(rows),
    )
    return jsonify(
        places=[[row.start, row.end] for row in rows],
        said=many if rows else "",
        part=render_template(
            "identifiers/_part.html", rows=rows, field=request.form.get("field", "")[:80]
        ),
    )
