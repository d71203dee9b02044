"""A fellow's log beside the hospital's record: what agrees, and what is in one of both only."""

from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.case_content import CaseContent
from logbook.domain.catalogue import CaseRole
from logbook.domain.decisions import say
from logbook.policy import hospital as policy
from logbook.queries.cases import EnrollmentNow, enrollment_of, last_of_kind
from logbook.queries.completeness import covered
from logbook.queries.differences import SHOWN, HospitalRow, LogRow, comparison
from logbook.queries.hospital_drafts import Beginning, beginning
from logbook.queries.programs import members
from logbook.services import cases
from logbook.services.entering import Entered
from logbook.services.reconciling import Answer, answer
from logbook.services.refusals import Conflict, Invalid
from logbook.web import current
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.hospital.blueprint import bp
from logbook.web.hospital.forms import AnswerForm
from logbook.web.hospital.telling import since
from logbook.web.words import words


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
    actor, enrollment = current.actor(), enrollment_of(current.actor())
    begun = beginning(actor, share_id)
    if enrollment is None or begun.procedure not in enrollment.curriculum.procedures:
        raise Conflict(say("The curriculum that you follow now does not have this procedure."))
    try:
        _log(begun, enrollment)
    except cases.Stale:  # begun before, and changed since
        return redirect(url_for("cases.show", case_id=begun.case_id), 303)
    except Invalid as wrong:
        for message in wrong.complaints.values():
            flash(words(message), "bad")
        return redirect(url_for(".own"), 303)
    flash(gettext("A draft is begun. Check it, add what is missing, and submit it."))
    return redirect(url_for("cases.edit", case_id=begun.case_id), 303)


def _log(begun: Beginning, enrollment: EnrollmentNow) -> None:
    """Whom the hospital names may have left since: then the fellow chooses."""
    actor, entered = current.actor(), _entered(begun, enrollment)
    try:
        cases.log(actor, begun.case_id, enrollment.id, entered)
    except Invalid as wrong:
        if set(wrong.complaints) != {"supervisor"}:
            raise
        cases.log(actor, begun.case_id, enrollment.id, replace(entered, supervisor_id=None))


def _entered(begun: Beginning, enrollment: EnrollmentNow) -> Entered:
    """The role is that of the last case of the kind, else the least that can be claimed."""
    curriculum, last = enrollment.curriculum, last_of_kind(current.actor(), begun.procedure)
    side = curriculum.procedures[begun.procedure].field("laterality")
    has_side = side is not None and begun.side in (side.choices or {})
    bands = curriculum.vocabularies["age_bands"]
    content = CaseContent(
        procedure=begun.procedure,
        performed_on=begun.performed_on,
        role=CaseRole(last.role) if last else CaseRole.OBSERVED,
        setting=last.setting if last else None,
        age_band=begun.age_band if begun.age_band in bands else None,
        details={"laterality": begun.side} if has_side else {},
    )
    return Entered(content, begun.supervisor_id, begun.site_id, submit=False)


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
