"""The packet of a meeting: asked for, made step by step, fetched as PDF or workbook."""

from uuid import UUID, uuid4

from flask import current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from werkzeug.exceptions import BadRequest

from logbook.policy.committee import may_answer as may_read_packets
from logbook.queries.committee_board import board
from logbook.queries.committee_packets import packet as find_packet
from logbook.services import committee_packet as services
from logbook.web import current
from logbook.web.committee.blueprint import bp
from logbook.web.committee.forms import an_id
from logbook.web.guard import door
from logbook.web.words import language, words

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.post("/<uuid:meeting_id>/packet")
@door(may_read_packets)
def ask(meeting_id: UUID) -> ResponseReturnValue:
    """The page made the id: a second tap asks for the same packet."""
    sent = an_id(request.form.get("packet_id")) or uuid4()
    packet_id = services.ask(current.actor(), meeting_id, sent, language())
    return redirect(url_for(".packet", packet_id=packet_id), 303)


@bp.get("/packets/<uuid:packet_id>")
@door(may_read_packets)
def packet(packet_id: UUID) -> ResponseReturnValue:
    """How far it has come, or where it is to be fetched."""
    found = find_packet(current.actor(), packet_id)
    about = board(current.actor(), found.meeting_id)
    come = services.come_to(
        about, current_app.config["COPIES"], packet_id, found.ready_at is not None
    )
    return render_template(
        "committee/packet.html", packet=found, board=about, come=come, kept=services.KEPT
    )


@bp.post("/packets/<uuid:packet_id>")
@door(may_read_packets)
def make(packet_id: UUID) -> ResponseReturnValue:
    """Do the next step, in the language in which the packet was asked for."""
    actor = current.actor()
    found = find_packet(actor, packet_id)
    with force_locale(found.language):
        services.advance(
            actor, packet_id, current_app.config["COPIES"], words, current.today(), current.now()
        )
    return redirect(url_for(".packet", packet_id=packet_id), 303)


@bp.post("/packets/<uuid:packet_id>/file")
@door(may_read_packets)
def fetch(packet_id: UUID) -> ResponseReturnValue:
    form = request.form.get("form", "pdf")
    if form not in TYPES:
        raise BadRequest
    actor = current.actor()
    file = services.take(actor, packet_id, current_app.config["COPIES"], form, current.now())
    held_on = board(actor, find_packet(actor, packet_id).meeting_id).held_on
    name = f"committee-{held_on.isoformat()}.{form}"
    return send_file(file, TYPES[form], as_attachment=True, download_name=name, etag=False)
