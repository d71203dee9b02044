"""In the room: the supervisor's phone shows a code, the fellow's phone reads it."""

from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from wtforms import StringField
from wtforms.validators import Length

from logbook.domain.one_time import STEP_SECONDS, as_typed
from logbook.domain.seen_together import LENGTH, grouped
from logbook.policy.cases import may_log
from logbook.policy.seen_together import may_show_codes
from logbook.queries import programs
from logbook.queries import seen_together as queries
from logbook.services import seen_together as services
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.cases.scanned import forget, remember
from logbook.web.cases.telling import short_of
from logbook.web.forms import Form, show
from logbook.web.guard import door
from logbook.web.qr import drawn

bp = Blueprint("seen_together", __name__, url_prefix="/seen-together")


class CodeForm(Form):
    code = StringField(validators=[Length(max=20)])


@bp.get("")
@door(may_show_codes)
def codes() -> ResponseReturnValue:
    """The code of this half minute; without a script, loading the page again shows the next."""
    now = current.now()
    found = services.shown(current.actor(), now)
    return render_template(
        "seen_together/codes.html",
        shown=found,
        code=grouped(found.code) if found else "",
        drawn=_drawn(found.code) if found else "",
        now_ms=int(now.timestamp() * 1000),
        step_seconds=STEP_SECONDS,
    )


@bp.post("")
@door(may_show_codes)
def begin() -> ResponseReturnValue:
    services.begin(current.actor())
    return redirect(url_for(".codes"), 303)


@bp.get("/scanned")
@door(may_log)
def scanned() -> ResponseReturnValue:
    """Where the QR code leads: to a case that waits, or to a new one. Looking uses nothing up."""
    code = as_typed(request.args.get("code", ""))
    supervisor = _supervisor(request.args.get("by", ""))
    if len(code) != LENGTH or not (code.isascii() and code.isdecimal()):
        raise NotFound
    remember(supervisor.id, code)
    return _offer(supervisor, code)


@bp.post("/cases/<uuid:case_id>")
@door(may_log)
def confirm(case_id: UUID) -> ResponseReturnValue:
    form = CodeForm()
    code = str(form.code.data or "")
    try:
        services.confirm(current.actor(), case_id, code)
    except Invalid as wrong:
        show(form, wrong)
        return render_template("seen_together/again.html", form=form, case_id=case_id), 422
    forget(as_typed(code))
    flash(gettext("Confirmed: you were there together."))
    return redirect(url_for("cases.show", case_id=case_id), 303)


def _supervisor(said: str) -> programs.Choice:
    """One of the program now; 404 for anybody else."""
    found = [
        one for one in programs.supervisors(current.actor(), current.today()) if str(one.id) == said
    ]
    if not found:
        raise NotFound
    return found[0]


def _offer(supervisor: programs.Choice, code: str) -> ResponseReturnValue:
    waiting = queries.unseen_cases(current.actor(), supervisor.id)
    return render_template(
        "seen_together/scanned.html",
        supervisor=supervisor,
        code=code,
        grouped=grouped(code),
        cases=[(one, short_of(one.curriculum, one.procedure)) for one in waiting],
    )


def _drawn(code: str) -> Markup:
    path = url_for(".scanned", by=current.actor().id, code=code)
    base = str(current_app.config["BASE_URL"]).rstrip("/")
    return drawn(f"{base}{path}", gettext("QR code that the fellow scans"), scale=6)
