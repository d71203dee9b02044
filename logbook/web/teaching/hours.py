"""Hours of a month for several people: one table."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext

from logbook.domain.decisions import Message, say
from logbook.domain.opportunities import ActivityKind, Measure
from logbook.domain.portfolio import By, Period, last_periods, minutes_in
from logbook.policy.portfolio import may_record_hours
from logbook.queries import teaching as queries
from logbook.queries.attendance import hours_given
from logbook.queries.curriculum import curriculum_of
from logbook.queries.teaching import Trained
from logbook.services import hours as services
from logbook.services.hours import Given, Row
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.forms import choices, show
from logbook.web.guard import door
from logbook.web.teaching.blueprint import bp
from logbook.web.teaching.forms import HoursForm, an_id, beside_rows, hours_form
from logbook.web.teaching.telling import program_tabs
from logbook.web.words import language

MONTHS = 12
UNREADABLE = say("Write hours as 2, 1.5 or 1:30.")


@bp.route("/hours", methods=["GET", "POST"])
@door(may_record_hours)
def hours() -> ResponseReturnValue:
    """Choose kind and month, then give the hours of all who have any: all of them or none."""
    actor = current.actor()
    kinds = _kinds(actor.program_id)
    kind = kinds.get(request.values.get("kind", "")) or next(iter(kinds.values()), None)
    months = last_periods(current.today(), By.MONTH, MONTHS)
    month = next((one for one in months if _code(one) == request.values.get("month")), months[0])
    people = _people(kind) if kind else []
    form = hours_form(people)
    form.kind.choices = choices((one.id, one.name.in_(language())) for one in kinds.values())
    form.month.choices = choices((_code(one), _month(one)) for one in months)
    form.kind.data, form.month.data = kind.id if kind else "", _code(month)
    if request.method == "POST" and kind:
        try:
            return _record(form, Given(kind.id, month, form.title.data or ""), people)
        except Invalid as wrong:
            show(form, wrong)
    elif kind:
        form.title.data = kind.name.in_(language())
    page = render_template(
        "teaching/hours.html",
        form=form,
        people=people,
        given=hours_given(actor, kind.id, month) if kind else {},
        month=_month(month),
        tabs=program_tabs(actor, "hours"),
    )
    return page, 200 if request.method == "GET" else 422


def _record(form: HoursForm, given: Given, people: list[Trained]) -> ResponseReturnValue:
    if not form.validate():
        raise Invalid({})
    rows, unreadable = _rows(form, people)
    if unreadable:
        raise Invalid(unreadable)
    try:
        services.record(current.actor(), given, rows)
    except Invalid as wrong:
        ends = [row.enrollment_id.hex for row in rows]
        raise Invalid(beside_rows(wrong, ends, {"": "hours"})) from None
    flash(gettext("Recorded, and accepted at once."))
    return redirect(url_for(".hours", kind=given.kind, month=_code(given.period)), 303)


def _rows(form: HoursForm, people: list[Trained]) -> tuple[list[Row], dict[str, Message]]:
    """What was typed, row by row, and what of it cannot be read. A blank row is none."""
    rows, unreadable = [], {}
    for one in people:
        typed = form[f"hours-{one.id.hex}"].data or ""
        minutes = minutes_in(typed)
        if minutes is None:
            unreadable[f"hours-{one.id.hex}"] = UNREADABLE
        elif typed.strip():
            rows.append(Row(an_id(form[f"id-{one.id.hex}"].data), one.id, minutes))
    return rows, unreadable


def _kinds(program_id: UUID) -> dict[str, ActivityKind]:
    kinds = queries.kinds_of(program_id).items()
    return {code: one for code, one in kinds if one.measure is Measure.HOURS}


def _people(kind: ActivityKind) -> list[Trained]:
    """Whose curriculum counts hours of this kind."""
    actor = current.actor()
    found = []
    for one in queries.trained(actor, current.today()):
        known = curriculum_of(actor.program_id, one.version_id).offers.activities
        if kind.id in known and known[kind.id].measure is Measure.HOURS:
            found.append(one)
    return found


def _code(month: Period) -> str:
    """`2026-10`"""
    return f"{month.since:%Y-%m}"


def _month(month: Period) -> str:
    return str(format_date(month.since, "MMMM y"))
