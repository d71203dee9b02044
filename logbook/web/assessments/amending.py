"""Signing another assessment in the place of one that was signed before."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.form import BaseForm

from logbook.domain.signatures import Proven
from logbook.policy.amending import may_amend_assessment
from logbook.policy.assessments import may_open_requests
from logbook.queries import assessments as queries
from logbook.queries.assessments import AssessmentView
from logbook.services import assessment_amendments as services
from logbook.services.assessment_amendments import Correction
from logbook.services.assessments import new_assessment_id
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.web import current
from logbook.web.assessments.blueprint import bp
from logbook.web.assessments.filling import complain_beside
from logbook.web.assessments.forms import (
    AmendForm,
    judgement_of,
    level_notes,
    questions,
    values_of,
)
from logbook.web.assessments.telling import about, competency_in_words, subject_of, title_of
from logbook.web.forms import choices
from logbook.web.guard import door
from logbook.web.identifiers.telling import recall_statements
from logbook.web.presence import asked as proof_of_signer
from logbook.web.presence import asked_of_passkey, proof_in
from logbook.web.signer import signer_told
from logbook.web.words import words


@bp.get("/<uuid:assessment_id>/amend")
@door(may_open_requests)
def amend(assessment_id: UUID) -> ResponseReturnValue:
    """The form, filled in as the signed one stands."""
    old = _old(assessment_id)
    insist(may_amend_assessment(current.actor(), old))
    recall_statements(assessment_id)
    form = AmendForm(
        formdata=None,
        went_well=old.went_well,
        next_step=old.next_step,
        competency=old.competency,
        happened_on=old.happened_on,
    )
    kept = values_of({"items": old.items, "level": old.level})
    asked = questions(old.form_data, old.curriculum, None, kept)
    return _page(old, new_assessment_id(), form, asked)


@bp.post("/<uuid:assessment_id>/amend/<uuid:amendment_id>")
@door(may_open_requests)
def sign_amendment(assessment_id: UUID, amendment_id: UUID) -> ResponseReturnValue:
    """Under the id that its page was given: sent twice, it is one amendment."""
    old = _old(assessment_id)
    form, asked = _sent(old)
    by = proof_in(form, needed=False) if form.validate() else None
    if by is None:
        return _page(old, amendment_id, form, asked), 422
    try:
        _sign(old, amendment_id, form, asked, by)
    except Invalid as wrong:
        complain_beside(wrong, form, asked)
        return _page(old, amendment_id, form, asked), 422
    except Conflict as stale:
        form.form_errors.append(words(stale.reason))
        return _page(old, amendment_id, form, asked), 409
    flash(gettext("Signed. Only this one counts from now on; the fellow reads both."))
    return redirect(url_for(".show", assessment_id=amendment_id), 303)


@bp.post("/<uuid:assessment_id>/amend/<uuid:amendment_id>/statement")
@door(may_open_requests)
def amendment_statement(assessment_id: UUID, amendment_id: UUID) -> ResponseReturnValue:
    """What a passkey is asked to sign if this form is sent as it is. Changes nothing."""
    old = _old(assessment_id)
    form, asked = _sent(old)
    if not form.validate():
        return _page(old, amendment_id, form, asked), 422
    try:
        text = services.to_be_signed(
            current.actor(), old.id, amendment_id, _said(old, form, asked), current.now()
        )
    except Invalid as wrong:
        complain_beside(wrong, form, asked)
        return _page(old, amendment_id, form, asked), 422
    return asked_of_passkey(text)


def _old(assessment_id: UUID) -> AssessmentView:
    return queries.assessment(current.actor(), assessment_id, current.now())


def _sent(old: AssessmentView) -> tuple[AmendForm, BaseForm]:
    return AmendForm(), questions(old.form_data, old.curriculum, request.form)


def _said(old: AssessmentView, form: AmendForm, asked: BaseForm) -> Correction:
    return Correction(
        why=form.why.data or "",
        competency=form.competency.data or "",
        happened_on=form.happened_on.data,
        said=judgement_of(form, asked, old.form_data),
    )


def _sign(
    old: AssessmentView, amendment_id: UUID, form: AmendForm, asked: BaseForm, by: Proven
) -> None:
    services.amend(current.actor(), old.id, amendment_id, _said(old, form, asked), by)


def _page(old: AssessmentView, amendment_id: UUID, form: AmendForm, asked: BaseForm) -> str:
    form.passkey.data = ""  # it was over the text as it was sent, and over no later one
    form.competency.choices = choices(
        (code, competency_in_words(old.curriculum, code)) for code in old.curriculum.competencies
    )
    return render_template(
        "assessments/amend.html",
        one=old,
        amendment_id=amendment_id,
        title=title_of(old),
        subject=subject_of(old),
        facts=about(old)[2:],
        form=form,
        asked=asked,
        proof=proof_of_signer(),
        today=current.today(),
        notes=level_notes(old.form_data, old.curriculum),
        **signer_told(),
    )
