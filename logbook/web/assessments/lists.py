"""All feedback in the order of time, what waits for an assessor, and the program's list."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import SearchField, SelectField

from logbook.domain.forms import Purpose
from logbook.policy.actors import Role
from logbook.policy.assessments import may_open_own, may_open_requests, may_oversee
from logbook.queries import assessments as queries
from logbook.queries import assessors as people
from logbook.queries import programs
from logbook.queries.assessments import Sought
from logbook.web import current
from logbook.web.approval.ids import ids_of
from logbook.web.assessments.blueprint import bp
from logbook.web.forms import Form, choices
from logbook.web.guard import door
from logbook.web.words import label


class SearchForm(Form):
    class Meta(Form.Meta):
        csrf = False

    fellow = SelectField(lazy_gettext("Fellow"), validate_choice=False)
    q = SearchField(lazy_gettext("Words in the feedback"))
    purpose = SelectField(lazy_gettext("Kind"), validate_choice=False)


@bp.get("")
@door(may_open_own)
def index() -> ResponseReturnValue:
    return _list("assessments.index", current.actor().id)


@bp.get("/overview")
@door(may_oversee)
def overview() -> ResponseReturnValue:
    return _list("assessments.overview", next(iter(ids_of(request.args.getlist("fellow"))), None))


@bp.get("/requests")
@door(may_open_requests)
def requests() -> ResponseReturnValue:
    actor, now = current.actor(), current.now()
    return render_template(
        "assessments/requests.html",
        waiting=queries.requests_of(actor, now),
        given=queries.given_by(actor, now),
    )


def _list(endpoint: str, fellow_id: UUID | None) -> ResponseReturnValue:
    actor, now = current.actor(), current.now()
    form = SearchForm(request.args)
    form.purpose.choices = choices(
        ((one.value, label(one).capitalize()) for one in Purpose), gettext("Both kinds")
    )
    overseen = endpoint == "assessments.overview"
    if overseen:
        fellows = (one for one in programs.members(actor) if Role.FELLOW in one.roles)
        form.fellow.choices = choices(((one.id, one.name) for one in fellows), gettext("All"))
    code, text = form.purpose.data, (form.q.data or "").strip()[:100]
    purpose = Purpose(code) if code in set(Purpose) else None
    after = next(iter(ids_of(request.args.getlist("after"))), None)
    rows, next_after = queries.page(actor, Sought(fellow_id, text, purpose, after), now)
    kept: dict[str, Any] = {**request.args.to_dict(), "after": next_after}
    return render_template(
        "assessments/index.html",
        rows=rows,
        form=form,
        overseen=overseen,
        active=sum(map(bool, (text, purpose, overseen and fellow_id))),
        endpoint=endpoint,
        next_url=url_for(endpoint, **kept) if next_after else None,
        coverage=people.coverage(actor, fellow_id, current.today()) if fellow_id else [],
    )
