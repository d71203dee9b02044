"""Cases in from a spreadsheet, a log out to one."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from logbook.policy.curriculum import may_read
from logbook.policy.exchange import may_import
from logbook.web.guard import door

bp = Blueprint("exchange", __name__, url_prefix="/exchange")


@bp.get("/import")
@door(may_import)
def start() -> ResponseReturnValue:
    return ""


@bp.get("/export.<string:form>")
@door(may_read)
def export(form: str) -> ResponseReturnValue:
    return ""
