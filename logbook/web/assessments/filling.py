"""Giving an assessment: on a phone, within a minute."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.form import BaseForm

from logbook.domain.assessments import SIGNED
from logbook.domain.feedback_hints import (
    SAYS,
    Hint,
    hint_on_next_step,
    hint_on_what_went_well,
    rules,
)
from logbook.domain.signatures import BY_SESSION
from logbook.policy import assessments as policy
from logbook.policy.assessments import may_open_requests
from logbook.queries import assessments as queries
from logbook.queries.assessments import AssessmentView
from logbook.services import assessing as services
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.web import current
from logbook.web.assessments.blueprint import bp
from logbook.web.assessments.forms import (
    FillForm,
    WordsForm,
    judgement_of,
    level_notes,
    questions,
    values_of,
)
from logbook.web.assessments.telling import about, age_in_words, subject_of, title_of
from logbook.web.filters import clock
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.identifiers.telling import recall_statements
from logbook.web.presence import asked as proof_of_signer
from logbook.web.presence import asked_of_passkey, proof_in
from logbook.web.signer import signer_told
from logbook.web.words import words

QUIETLY = "quiet"
"""The step that a page takes by itself."""


@bp.get("/<uuid:assessment_id>/answers")
@door(may_open_requests)
def fill(assessment_id: UUID) -> ResponseReturnValue:
    one = queries.assessment(current.actor(), assessment_id, current.now())
    if one.state in SIGNED:
        return redirect(url_for(".show", assessment_id=assessment_id), 303)
    insist(policy.may_fill_in(current.actor(), one, current.now()))
    recall_statements(assessment_id)
    draft = one.draft or {}
    form = FillForm(
        formdata=None,
        revision=one.revision,
        went_well=draft.get("went_well", ""),
        next_step=draft.get("next_step", ""),
    )
    return _page(one, form, questions(one.form_data, one.curriculum, None, values_of(draft)))


@bp.post("/<uuid:assessment_id>/answers")
@door(may_open_requests)
def say(assessment_id: UUID) -> ResponseReturnValue:
    """Sign it, or keep a draft."""
    one = queries.assessment(current.actor(), assessment_id, current.now())
    if one.state in SIGNED and one.assessor_id == current.actor().id:
        return _signed_before(one)
    insist(policy.may_fill_in(current.actor(), one, current.now()))
    if request.form.get("step") == QUIETLY:
        return _keep_quietly(one)
    form, asked = FillForm(), questions(one.form_data, one.curriculum, request.form)
    if not form.validate():
        return _page(one, form, asked), 422
    said = judgement_of(form, asked, one.form_data)
    drafting = request.form.get("step") == "draft"
    by = BY_SESSION if drafting else proof_in(form, needed=False)
    if by is None:
        return _page(one, form, asked), 422
    try:
        if drafting:
            services.keep(current.actor(), assessment_id, form.revision.data, said)
        else:
            services.finish(current.actor(), assessment_id, form.revision.data, said, by)
    except Invalid as wrong:
        complain_beside(wrong, form, asked)
        return _page(one, form, asked), 422
    except Conflict as stale:
        # The revision that is there now goes into the form, so that it can be looked at and sent.
        form.revision.data, form.revision.raw_data = one.revision, None
        form.form_errors.append(words(stale.reason))
        return _page(one, form, asked), 409
    return _done(assessment_id, drafting)


def _signed_before(one: AssessmentView) -> ResponseReturnValue:
    """An impatient second click says the same again. Another tab may say something else, and nobody
    should believe that it was kept."""
    said = (one.level or "", one.went_well, one.next_step)
    sent = tuple(request.form.get(name, "").strip() for name in ("level", "went_well", "next_step"))
    if request.form.get("step") == "sign" and sent != said:
        flash(
            gettext(
                "This was signed before, from another page. What is signed stays; what you have"
                " just sent was not kept."
            ),
            "warning",
        )
    return redirect(url_for(".show", assessment_id=one.id), 303)


def _keep_quietly(one: AssessmentView) -> ResponseReturnValue:
    """The same draft, kept by the page itself while it is written: for a script, not for a person.
    What is wrong so far holds nobody up, and is only said."""
    form, asked = FillForm(), questions(one.form_data, one.curriculum, request.form)
    if not form.validate():
        return {"said": gettext("Not saved yet.")}, 422
    said = judgement_of(form, asked, one.form_data)
    try:
        revision = services.keep(current.actor(), one.id, form.revision.data, said)
    except Invalid as wrong:
        first = words(next(iter(wrong.complaints.values())))
        return {"said": gettext("Not saved yet: %(complaint)s", complaint=first)}, 422
    except Conflict as stale:
        still = gettext("What you typed is still here, but is no longer saved by itself.")
        return {"said": f"{words(stale.reason)} {still}"}, 409
    return {"said": gettext("Saved at %(time)s", time=clock(current.now())), "revision": revision}


@bp.post("/<uuid:assessment_id>/statement")
@door(may_open_requests)
def statement(assessment_id: UUID) -> ResponseReturnValue:
    """What a passkey is asked to sign if this form is sent as it is. Changes nothing."""
    one = queries.assessment(current.actor(), assessment_id, current.now())
    insist(policy.may_fill_in(current.actor(), one, current.now()))
    form, asked = FillForm(), questions(one.form_data, one.curriculum, request.form)
    if not form.validate():
        return _page(one, form, asked), 422
    said = judgement_of(form, asked, one.form_data)
    try:
        text = services.to_be_signed(
            current.actor(), assessment_id, form.revision.data, said, current.now()
        )
    except Invalid as wrong:
        complain_beside(wrong, form, asked)
        return _page(one, form, asked), 422
    return asked_of_passkey(text)


def complain_beside(wrong: Invalid, form: WordsForm, asked: BaseForm) -> None:
    """Each complaint beside its field, whichever of the two forms has it."""
    ours = {name: text for name, text in wrong.complaints.items() if name in form}
    show(form, ours)
    show(asked, {name: text for name, text in wrong.complaints.items() if name not in ours})


def _done(assessment_id: UUID, drafting: bool) -> ResponseReturnValue:
    if drafting:
        flash(gettext("The draft is kept. Only you see it."))
        return redirect(url_for(".fill", assessment_id=assessment_id), 303)
    flash(gettext("Signed. The fellow reads it now."))
    return redirect(url_for(".show", assessment_id=assessment_id), 303)


def _page(one: AssessmentView, form: FillForm, asked: BaseForm) -> str:
    form.passkey.data = ""  # it was over the text as it was sent, and over no later one
    return render_template(
        "assessments/fill.html",
        one=one,
        title=title_of(one),
        subject=subject_of(one),
        facts=about(one)[2:],
        age=age_in_words(one),
        form=form,
        proof=proof_of_signer(),
        asked=asked,
        **signer_told(),
        notes=level_notes(one.form_data, one.curriculum),
        may_decline=policy.may_decline(current.actor(), one, current.now()),
        hints={
            "went_well": _hint(hint_on_what_went_well(form.went_well.data or "")),
            "next_step": _hint(hint_on_next_step(form.next_step.data or "")),
        },
        draft_words=_draft_words(),
        hint_rules={
            **rules(),
            "says": {hint.value: words(message) for hint, message in SAYS.items()},
        },
    )


def _draft_words() -> dict[str, str]:
    """What the page's module says when a draft is not kept."""
    return {
        "lost": gettext(
            "No connection. What you typed is still on this page, and is saved as soon as "
            "there is one."
        ),
        "refused": gettext(
            "It could not be saved: you are signed out, or this assessment is no longer open. "
            "What you typed is still on this page."
        ),
    }


def _hint(hint: Hint | None) -> str:
    return words(SAYS[hint]) if hint else ""
