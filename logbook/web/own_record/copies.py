"""Taking one's whole record along: asked for, made part by part, fetched."""

from pathlib import Path
from uuid import UUID, uuid4

from flask import current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from logbook.domain.type_ahead import words_of
from logbook.policy.own_record import may_open
from logbook.queries import record_copies as queries
from logbook.services import record_copies as services
from logbook.web import current
from logbook.web.guard import door
from logbook.web.own_record.blueprint import bp
from logbook.web.words import language, words


def folder() -> Path:
    found: Path = current_app.config["COPIES"]
    return found


@bp.get("")
@door(may_open)
def show() -> ResponseReturnValue:
    """What one has here for life: the copies, and who read the record."""
    actor = current.actor()
    return render_template(
        "own_record/show.html",
        copies=queries.copies(actor),
        has_record=queries.is_or_was_fellow(actor),
        has_left=actor.left,
        new_copy=uuid4(),
        kept=services.KEPT,
    )


@bp.post("/copies")
@door(may_open)
def ask() -> ResponseReturnValue:
    """The page made the id: a second tap asks for the same copy."""
    copy_id = services.ask(current.actor(), _sent_id(), language())
    return redirect(url_for(".copy", copy_id=copy_id), 303)


@bp.get("/copies/<uuid:copy_id>")
@door(may_open)
def copy(copy_id: UUID) -> ResponseReturnValue:
    """How far it has come, or where it is to be fetched."""
    found = queries.copy_(current.actor(), copy_id)
    come = services.come_to(folder(), found.id, found.ready_at is not None)
    return render_template("own_record/copy.html", copy=found, come=come, kept=services.KEPT)


@bp.post("/copies/<uuid:copy_id>")
@door(may_open)
def step(copy_id: UUID) -> ResponseReturnValue:
    """Do the next part, in the language in which the copy was asked for."""
    actor = current.actor()
    found = queries.copy_(actor, copy_id)
    with force_locale(found.language):
        services.advance(actor, copy_id, folder(), words)
    return redirect(url_for(".copy", copy_id=copy_id), 303)


@bp.post("/copies/<uuid:copy_id>/file")
@door(may_open)
def fetch(copy_id: UUID) -> ResponseReturnValue:
    """The file, sent from the disk piece by piece; that it left is told to the ledger."""
    file = services.take(current.actor(), copy_id, folder())
    owner = "-".join(word for word in words_of(current.me().name) if word.isascii())
    name = f"record-{owner or 'fellow'}-{current.today().isoformat()}.zip"
    return send_file(file, "application/zip", as_attachment=True, download_name=name, etag=False)


def _sent_id() -> UUID:
    try:
        return UUID(request.form.get("copy_id", ""))
    except ValueError:
        return uuid4()
