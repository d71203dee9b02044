"""Acts on a case that need one tap and at most a reason."""

from collections.abc import Callable
from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from logbook.policy.cases import may_oversee
from logbook.policy.curriculum import may_read
from logbook.services import cases as services
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.cases.blueprint import bp
from logbook.web.guard import door


def _do(case_id: UUID, act: Callable[[], None], said: str) -> ResponseReturnValue:
    return act_and_return(act, said, url_for("cases.show", case_id=case_id))


@bp.post("/<uuid:case_id>/withdraw")
@door(may_read)
def withdraw(case_id: UUID) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    said = gettext("The case is withdrawn. It stays in the list and can be reopened.")
    return _do(case_id, lambda: services.withdraw(current.actor(), case_id, reason), said)


@bp.post("/<uuid:case_id>/reopen")
@door(may_read)
def reopen(case_id: UUID) -> ResponseReturnValue:
    said = gettext("The case is a draft again.")
    return _do(case_id, lambda: services.reopen(current.actor(), case_id), said)


@bp.post("/<uuid:case_id>/void")
@door(may_oversee)
def void(case_id: UUID) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    said = gettext("The case is voided; the reason stays with it.")
    return _do(case_id, lambda: services.void(current.actor(), case_id, reason), said)


@bp.post("/<uuid:case_id>/reassign")
@door(may_read)
def reassign(case_id: UUID) -> ResponseReturnValue:
    try:
        supervisor_id = UUID(request.form.get("supervisor", ""))
    except ValueError:
        raise BadRequest from None
    said = gettext("Another supervisor is asked.")
    return _do(case_id, lambda: services.reassign(current.actor(), case_id, supervisor_id), said)
