"""Who read one's record; and for those who read the ledger, who read whose."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import SelectField

from logbook.policy.audit import may_read_ledger
from logbook.policy.own_record import may_open
from logbook.queries.audit import people
from logbook.queries.record_reads import Place, readings
from logbook.web.current import actor
from logbook.web.forms import Form, choices
from logbook.web.guard import door
from logbook.web.own_record.blueprint import bp


class ReadersForm(Form):
    class Meta(Form.Meta):
        csrf = False

    owner = SelectField(lazy_gettext("Whose record"), default="", validate_choice=False)
    reader = SelectField(lazy_gettext("Read by"), default="", validate_choice=False)


@bp.get("/readers")
@door(may_open)
def own() -> ResponseReturnValue:
    """Everybody sees who read theirs."""
    rows, further = readings(actor(), actor().id, before=_place(request.args.get("before", "")))
    return render_template("own_record/readers.html", rows=rows, next_href=_next(further))


@bp.get("/readers/all")
@door(may_read_ledger)
def of_all() -> ResponseReturnValue:
    form = ReadersForm(formdata=request.args)
    members = [(one.id, one.name) for one in people(actor())]
    for field in (form.owner, form.reader):
        field.choices = choices(members, empty=gettext("Anybody"))
    rows, further = readings(
        actor(),
        _id(form.owner.data),
        _id(form.reader.data),
        _place(request.args.get("before", "")),
    )
    active = sum(bool(field.data) for field in (form.owner, form.reader))
    return render_template(
        "own_record/all_readers.html",
        rows=rows,
        form=form,
        active=active,
        next_href=_next(further),
    )


def _next(further: Place | None) -> str | None:
    if further is None:
        return None
    asked: dict[str, Any] = {
        name: value for name, value in request.args.items() if name in ("owner", "reader")
    }
    return url_for(str(request.endpoint), **asked, before=f"{further[0].isoformat()}_{further[1]}")


def _place(text: str) -> Place | None:
    instant, _, id_ = text.partition("_")
    try:
        at = datetime.fromisoformat(instant.replace(" ", "+"))
        return (at, UUID(id_)) if at.tzinfo else None
    except ValueError:
        return None


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
