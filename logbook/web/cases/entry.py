"""Logging a case, and changing one: one screen, prefilled from the last of its kind."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.decisions import say
from logbook.policy.cases import may_log
from logbook.queries import cases as queries
from logbook.queries.approval import answer_it_came_back_with
from logbook.queries.seen_together import seen_of
from logbook.services import cases as services
from logbook.services.refusals import Conflict, Invalid
from logbook.web import current
from logbook.web.cases.blueprint import bp
from logbook.web.cases.choosing import kinds_to_choose
from logbook.web.cases.prefill import as_it_stands, beginning
from logbook.web.cases.reading import day_of, entered, revision
from logbook.web.cases.scanned import forget, scanned
from logbook.web.cases.sheet import Sheet, again, form_for, shown
from logbook.web.cases.shorthand import carried_along
from logbook.web.cases.versions import two_versions
from logbook.web.guard import door
from logbook.web.identifiers.telling import recall_statements
from logbook.web.words import language


@bp.get("/new")
@door(may_log)
def new() -> ResponseReturnValue:
    """Choose what to log; with `?procedure=` the form of that kind."""
    actor = current.actor()
    enrollment = queries.enrollment_of(actor)
    if enrollment is None:
        return render_template("cases/not_enrolled.html")
    curriculum = enrollment.curriculum
    procedure = curriculum.procedures.get(request.args.get("procedure", ""))
    if procedure is None:
        text = request.args.get("q", "").strip()
        return render_template("cases/new.html", page=kinds_to_choose(actor, curriculum, text))
    begun = beginning(actor, procedure, _day_asked())
    case_id = services.new_case_id()
    sheet = Sheet(curriculum, procedure, case_id, current.today(), begun)
    asked = carried_along(curriculum, procedure)
    values = begun.values | asked | scanned() | {"case_id": str(case_id)}
    return shown(form_for(sheet, values), sheet)


@bp.post("/<uuid:case_id>")
@door(may_log)
def log(case_id: UUID) -> ResponseReturnValue:
    """Log a case under the id that its page was given: sent twice, it is one case."""
    enrollment = queries.enrollment_of(current.actor())
    code = request.form.get("procedure", "")
    if enrollment is None:
        raise NotFound
    if code not in enrollment.curriculum.procedures:
        # The page may be older than a move of its fellow to another edition.
        raise Conflict(
            say("The curriculum that you follow now does not have this procedure. Choose another.")
        )
    procedure = enrollment.curriculum.procedures[code]
    sheet = Sheet(enrollment.curriculum, procedure, case_id, current.today())
    try:
        said = entered(procedure)
        services.log(current.actor(), case_id, enrollment.id, said)
    except Invalid as wrong:
        return again(sheet, wrong)
    except services.Stale:
        return two_versions(queries.case(current.actor(), case_id), said, sheet)
    forget(said.code)
    return _kept(sheet)


@bp.route("/<uuid:case_id>/edit", methods=["GET", "POST"])
@door(may_log)
def edit(case_id: UUID) -> ResponseReturnValue:
    case = queries.case(current.actor(), case_id)
    if case.fellow_id != current.actor().id:
        raise NotFound
    procedure = case.curriculum.procedures[case.procedure]
    seen = seen_of(current.actor(), case_id) is not None
    sheet = Sheet(
        case.curriculum,
        procedure,
        case_id,
        current.today(),
        editing=case,
        returned=answer_it_came_back_with(current.actor(), case),
        seen=seen,
    )
    if request.method == "GET":
        recall_statements(case_id)
        return shown(form_for(sheet, as_it_stands(case)), sheet)
    try:
        said = entered(procedure)
        services.change(current.actor(), case_id, revision(), said)
    except Invalid as wrong:
        return again(sheet, wrong)
    except services.Stale:
        return two_versions(queries.case(current.actor(), case_id), said, sheet)
    return _kept(sheet)


def _kept(sheet: Sheet) -> ResponseReturnValue:
    step = request.form.get("step")
    name = sheet.procedure.short.in_(language())
    if step == "draft" and sheet.can_be_draft:
        flash(gettext("%(name)s is kept as a draft.", name=name))
    else:
        flash(gettext("%(name)s is logged and waits for its supervisor.", name=name))
    if step == "next":
        return redirect(_next_of(sheet), 303)
    return redirect(url_for("cases.show", case_id=sheet.case_id), 303)


def _next_of(sheet: Sheet) -> str:
    """A fresh entry of the same kind; of the same day, when that is not today: the rest follows
    from the case that was just logged."""
    day = day_of(request.form)
    kept = None if day == sheet.today.isoformat() else day
    return url_for("cases.new", procedure=sheet.procedure.id, day=kept)


def _day_asked() -> date:
    """The day that the address begins the form with; today where it says none that has been."""
    today = current.today()
    try:
        return min(date.fromisoformat(request.args.get("day", "")), today)
    except ValueError:
        return today
