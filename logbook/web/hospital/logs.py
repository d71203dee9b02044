"""A fellow's log beside the hospital's record: what agrees, and what is in one of both only."""

from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.policy import hospital as policy
from logbook.queries.completeness import covered
from logbook.queries.differences import SHOWN, HospitalRow, LogRow, comparison
from logbook.queries.hospital_drafts import beginning
from logbook.queries.programs import members
from logbook.services.reconciling import Answer, answer
from logbook.services.refusals import Invalid
from logbook.web import current
from logbook.web.cases.begun import Begun, begin
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.hospital.blueprint import bp
from logbook.web.hospital.forms import AnswerForm
from logbook.web.hospital.telling import since


@bp.get("/mine")
@door(policy.may_open_own)
def own() -> ResponseReturnValue:
    return _page(current.actor().id, current.me().name, own=True)


@bp.get("/fellows/<uuid:fellow_id>")
@door(policy.may_oversee)
def member(fellow_id: UUID) -> ResponseReturnValue:
    """One fellow's lists, for those who oversee the program."""
    names = {one.id: one.name for one in members(current.actor())}
    if fellow_id not in names:
        raise NotFound
    return _page(fellow_id, names[fellow_id], own=False)


def _page(fellow_id: UUID, name: str, own: bool) -> ResponseReturnValue:
    actor, most = current.actor(), None if "all" in request.args else SHOWN
    return render_template(
        "hospital/log.html",
        found=comparison(actor, fellow_id, since(current.today()), most),
        covered=covered(actor.program_id).whole,
        fellow=name,
        own=own,
        may_answer=own and policy.may_answer(actor, fellow_id),
    )


@bp.post("/shares/<uuid:share_id>/draft")
@door(policy.may_open_own)
def draft(share_id: UUID) -> ResponseReturnValue:
    """Begin the case of a procedure. Pressed twice, it is one case."""
    told = beginning(current.actor(), share_id)
    begun = Begun(
        case_id=told.case_id,
        procedure=told.procedure,
        performed_on=told.performed_on,
        site_id=told.site_id,
        supervisor_id=told.supervisor_id,
        age_band=told.age_band,
        side=told.side,
    )
    return begin(begun, url_for(".own"))


@bp.route("/cases/<uuid:case_id>/answer", methods=["GET", "POST"])
@door(policy.may_open_own)
def answer_case(case_id: UUID) -> ResponseReturnValue:
    """What a case is that the hospital's record lacks."""
    return _answered(Answer("", case_id=case_id))


@bp.route("/shares/<uuid:share_id>/answer", methods=["GET", "POST"])
@door(policy.may_open_own)
def answer_share(share_id: UUID) -> ResponseReturnValue:
    """Why a procedure of the hospital is not in the log."""
    return _answered(Answer("", share_id=share_id))


def _answered(blank: Answer) -> ResponseReturnValue:
    actor, form = current.actor(), AnswerForm()
    found = comparison(actor, actor.id, since(current.today()), None)
    rows: list[LogRow | HospitalRow] = [*found.log_only, *found.hospital_only]
    row = next((one for one in rows if one.id in (blank.case_id, blank.share_id)), None)
    if row is None:
        raise NotFound
    form.offer(to_a_case=blank.case_id is not None)
    if request.method == "GET" and row.given is not None:
        form.said.data, form.words.data = row.given.said.value, row.given.words
    try:
        if form.validate_on_submit():
            given = replace(blank, said=form.said.data or "", words=form.words.data or "")
            answer(actor, given)
            flash(gettext("Thank you. It is kept beside the difference."))
            return redirect(url_for(".own"), 303)
    except Invalid as wrong:
        show(form, wrong)
    code = 200 if request.method == "GET" else 422
    to_a_case = blank.case_id is not None
    return render_template("hospital/answer.html", form=form, row=row, to_a_case=to_a_case), code
