"""Letters of the committee: read, acknowledged and appealed by the fellow; and plans that are
done."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from logbook.domain.committee import AppealOutcome
from logbook.domain.decisions import say
from logbook.domain.milestones import scale_of
from logbook.policy import committee as policy
from logbook.policy.curriculum import may_read
from logbook.queries.committee import members
from logbook.queries.committee_decisions import LetterView, plans_of
from logbook.queries.committee_decisions import letter as find_letter
from logbook.queries.committee_decisions import plan as find_plan
from logbook.queries.conflicts import are_related
from logbook.queries.curriculum import curriculum_of
from logbook.queries.milestones import begun
from logbook.queries.teaching import enrolled
from logbook.services import committee_decisions, committee_letters
from logbook.services.committee_letters import Answer
from logbook.services.refusals import Invalid, insist
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.committee.blueprint import bp
from logbook.web.committee.forms import AnswerForm, AppealForm, DoneForm, an_id
from logbook.web.committee.telling import level_words_of
from logbook.web.forms import show
from logbook.web.guard import door
from logbook.web.teaching.telling import sub_names


def _letter(letter_id: UUID) -> LetterView:
    """NotFound for one that is not there or not the actor's to see."""
    found = find_letter(current.actor(), letter_id)
    if found is None:
        raise NotFound
    return found


@bp.get("/letters/<uuid:letter_id>")
@door(may_read)
def letter(letter_id: UUID) -> ResponseReturnValue:
    return _page(_letter(letter_id))


def _page(found: LetterView, appeal: AppealForm | None = None) -> str:
    actor, today = current.actor(), current.today()
    plans = plans_of(actor, found.fellow_id, today)
    related = are_related(actor.program_id, actor.id, found.fellow_id)
    may_answer = policy.may_answer_appeal(
        actor, found.fellow_id, found.decision.recorded_by_id, related
    )
    return render_template(
        "committee/letter.html",
        letter=found,
        own=found.fellow_id == actor.id,
        plan=next((one for one in plans if one.decision_id == found.decision.id), None),
        rated=_rated(found),
        may_appeal=policy.may_appeal(actor, found.fellow_id, found.appealed_at is not None),
        may_answer=bool(may_answer) and bool(found.appealed_at) and found.answered_at is None,
        form=appeal or AppealForm(formdata=None),
    )


def _rated(found: LetterView) -> list[tuple[str, str]]:
    """The milestones that were agreed on: what they are called, and the level."""
    if found.decision.review_id is None:
        return []
    actor = current.actor()
    review = begun(actor, found.decision.review_id)
    if review is None:
        return []
    curriculum = curriculum_of(actor.program_id, enrolled(actor, review.enrollment_id).version_id)
    scale = scale_of(curriculum)
    return [
        (name, level_words_of(review.levels.get(code), scale))
        for code, name in sub_names(curriculum).items()
    ]


@bp.post("/letters/<uuid:letter_id>/acknowledge")
@door(may_read)
def acknowledge(letter_id: UUID) -> ResponseReturnValue:
    found = _letter(letter_id)
    here = url_for(".letter", letter_id=found.id)
    return act_and_return(
        lambda: committee_letters.acknowledge(current.actor(), letter_id),
        gettext("Noted that you have read it."),
        here,
    )


@bp.post("/letters/<uuid:letter_id>/appeal")
@door(may_read)
def appeal(letter_id: UUID) -> ResponseReturnValue:
    found, form = _letter(letter_id), AppealForm()
    try:
        if form.validate():
            committee_letters.appeal(current.actor(), letter_id, form.words.data or "")
            flash(gettext("Your appeal is open. Somebody else than who recorded it answers."))
            return redirect(url_for(".letter", letter_id=letter_id), 303)
    except Invalid as wrong:
        show(form, wrong)
    return _page(found, form), 422


@bp.route("/letters/<uuid:letter_id>/answer", methods=["GET", "POST"])
@door(policy.may_answer)
def answer(letter_id: UUID) -> ResponseReturnValue:
    """Answer an appeal; a decision that is changed is entered here as well."""
    actor, found = current.actor(), _letter(letter_id)
    related = are_related(actor.program_id, actor.id, found.fellow_id)
    insist(policy.may_answer_appeal(actor, found.fellow_id, found.decision.recorded_by_id, related))
    form = AnswerForm(decision_id=uuid4(), starts_on=current.today())
    form.offer([one for one in members(actor, current.today()) if one.id != found.fellow_id])
    if request.method == "GET":
        return render_template("committee/answer.html", letter=found, form=form)
    try:
        if form.validate():
            return _answer(found, form)
    except Invalid as wrong:
        show(form, wrong)
    return render_template("committee/answer.html", letter=found, form=form), 422


def _answer(found: LetterView, form: AnswerForm) -> ResponseReturnValue:
    if form.appeal.data not in set(AppealOutcome):
        raise Invalid({"appeal": say("Choose what comes of the appeal.")})
    outcome = AppealOutcome(form.appeal.data)
    changes = outcome is AppealOutcome.CHANGED
    instead = form.terms(current.today()) if changes else None
    if changes and instead is None:
        raise Invalid({"outcome": say("Choose what is decided.")})
    said = Answer(outcome, form.answer.data or "", instead)
    decision_id = an_id(form.decision_id.data) or uuid4()
    committee_letters.answer_appeal(current.actor(), found.id, decision_id, said)
    flash(gettext("The appeal is answered."))
    return redirect(url_for(".letter", letter_id=found.id), 303)


@bp.get("/plans/<uuid:plan_id>")
@door(may_read)
def plan(plan_id: UUID) -> ResponseReturnValue:
    actor, today = current.actor(), current.today()
    found = find_plan(actor, plan_id, today)
    if found is None:
        raise NotFound
    return render_template("committee/plan.html", plan=found, own=found.fellow_id == actor.id)


@bp.post("/plans/<uuid:plan_id>/done")
@door(may_read)
def finish(plan_id: UUID) -> ResponseReturnValue:
    form = DoneForm()
    return act_and_return(
        lambda: committee_decisions.finish_plan(current.actor(), plan_id, form.words.data or ""),
        gettext("The plan is done."),
        url_for(".plan", plan_id=plan_id),
    )
