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
from logbook.services.sign_off_signing import Hand
from logbook.web import current
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.presence import presence
from logbook.web.sign_offs.blueprint import bp
from logbook.web.sign_offs.forms import JudgeForm, an_id, level_notes
from logbook.web.sign_offs.proposing import months_of


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
    try:
        if form.validate():
            return _give(sign_off_id, form)
    except Invalid as wrong:
        show(form, wrong)
    # What is there now goes into the form, so that it can be looked at and signed.
    form.seen.data, form.seen.raw_data = found.evidence.seen, None
    return _page(found, form), 422


def _give(sign_off_id: UUID, form: JudgeForm) -> ResponseReturnValue:
    said = Said(form.level.data or "", form.words.data or "", form.seen.data or "")
    judgement_id = an_id(form.judgement_id.data) or uuid4()
    state = services.judge(current.actor(), sign_off_id, judgement_id, said, Hand(presence()))
    flash(_said(state))
    return redirect(url_for(".detail", sign_off_id=sign_off_id), 303)


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
        proved=policy.is_proved(presence(), rule.strength, current.now()),
        enough=policy.has_evidence(found.evidence.missing, found.overridden),
    )
