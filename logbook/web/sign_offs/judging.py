"""Judging: on a phone, one screen with the evidence, the levels and the words."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from logbook.domain.sign_offs import State
from logbook.policy import sign_offs as policy
from logbook.queries.sign_off_page import SignOffPage, page
from logbook.services import sign_off_judging as services
from logbook.services.refusals import Invalid, insist
from logbook.services.sign_off_judging import Said
from logbook.web import current
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.presence import asked_of_passkey
from logbook.web.sign_offs.blueprint import bp
from logbook.web.sign_offs.forms import JudgeForm, an_id, level_notes
from logbook.web.sign_offs.proof import asked_for, proof_for
from logbook.web.sign_offs.proposing import months_of
from logbook.web.signer import signer_told


@bp.route("/<uuid:sign_off_id>/judgement", methods=["GET", "POST"])
@door(policy.may_open_waiting)
def judge(sign_off_id: UUID) -> ResponseReturnValue:
    actor = current.actor()
    found = page(actor, sign_off_id, current.today())
    form = JudgeForm(judgement_id=uuid4(), seen=found.evidence.seen)
    form.offer(found.line.curriculum.scales[found.line.scale])
    if found.ties.judged:  # sent twice, or from another tab
        flash(gettext("You have judged this. What is signed stays."))
        return redirect(url_for(".detail", sign_off_id=sign_off_id), 303)
    insist(policy.may_judge(actor, found.line, found.ties, current.today()))
    if request.method == "GET":
        return _page(found, form)
    by = proof_for(form, found.line.competency.sign_off) if form.validate() else None
    if by is None:
        return _page(found, form), 422
    try:
        state = services.judge(actor, sign_off_id, _id_of(form), _words_of(form), by)
    except Invalid as wrong:
        return _wrong(found, form, wrong)
    flash(_said(state))
    return redirect(url_for(".detail", sign_off_id=sign_off_id), 303)


@bp.post("/<uuid:sign_off_id>/judgement/statement")
@door(policy.may_open_waiting)
def judgement_statement(sign_off_id: UUID) -> ResponseReturnValue:
    """What a passkey is asked to sign if this form is sent as it is. Changes nothing."""
    actor, now = current.actor(), current.now()
    found = page(actor, sign_off_id, current.today())
    form = JudgeForm()
    form.offer(found.line.curriculum.scales[found.line.scale])
    insist(policy.may_judge(actor, found.line, found.ties, current.today()))
    if not form.validate():
        return _page(found, form), 422
    try:
        text = services.to_be_signed(actor, sign_off_id, _id_of(form), _words_of(form), now)
    except Invalid as wrong:
        return _wrong(found, form, wrong)
    return asked_of_passkey(text)


def _id_of(form: JudgeForm) -> UUID:
    return an_id(form.judgement_id.data) or uuid4()


def _words_of(form: JudgeForm) -> Said:
    return Said(form.level.data or "", form.words.data or "", form.seen.data or "")


def _wrong(found: SignOffPage, form: JudgeForm, wrong: Invalid) -> ResponseReturnValue:
    show(form, wrong)
    # What is there now goes into the form, so that it can be looked at and signed.
    form.seen.data, form.seen.raw_data = found.evidence.seen, None
    return _page(found, form), 422


def _said(state: State | None) -> str:
    return {
        State.GRANTED: gettext("Signed. All judges agree: it is granted."),
        State.RETURNED: gettext("Signed. All judges are below the target: it goes back."),
        State.DIFFERING: gettext("Signed. The judges do not say the same: a director decides."),
    }.get(
        state or State.JUDGED, gettext("Signed. It waits for the other judgement, unseen by both.")
    )


def _page(found: SignOffPage, form: JudgeForm) -> str:
    rule = found.line.competency.sign_off
    return render_template(
        "sign_offs/judge.html",
        page=found,
        one=found.line,
        found=found.evidence,
        competency=found.line.competency,
        months=months_of(found.evidence),
        form=form,
        notes=level_notes(found.line.curriculum.scales[found.line.scale]),
        proof=asked_for(rule),
        **signer_told(),
        enough=policy.has_evidence(found.evidence.missing, found.overridden),
    )
