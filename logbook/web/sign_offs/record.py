"""The page of one sign-off, and the acts that take one tap."""

from uuid import UUID, uuid4

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from logbook.domain.sign_offs import AWAITS_JUDGES, DECIDED, Decided
from logbook.policy import sign_offs as policy
from logbook.policy.certificates import may_issue as may_certify
from logbook.policy.curriculum import may_read
from logbook.policy.sign_off_decisions import may_decide, may_override
from logbook.queries.audit import history_of
from logbook.queries.curves import relapses_of
from logbook.queries.privileges import fields_of
from logbook.queries.sign_off_judges import judges_for
from logbook.queries.sign_off_page import SignOffPage, page, ties_to_fellow
from logbook.services import sign_offs as services
from logbook.web import current
from logbook.web.acting import act_and_return
from logbook.web.guard import door
from logbook.web.sign_offs.blueprint import bp
from logbook.web.sign_offs.forms import DecideForm, an_id, level_notes
from logbook.web.sign_offs.proof import asked_for
from logbook.web.sign_offs.proposing import months_of


@bp.get("/<uuid:sign_off_id>")
@door(may_read)
def detail(sign_off_id: UUID) -> ResponseReturnValue:
    return shown(page(current.actor(), sign_off_id, current.today()))


@bp.post("/<uuid:sign_off_id>/withdraw")
@door(may_read)
def withdraw(sign_off_id: UUID) -> ResponseReturnValue:
    here = url_for(".detail", sign_off_id=sign_off_id)
    return act_and_return(
        lambda: services.withdraw(current.actor(), sign_off_id),
        gettext("The proposal is withdrawn."),
        here,
    )


@bp.post("/<uuid:sign_off_id>/judges/<int:place>")
@door(may_read)
def ask_another(sign_off_id: UUID, place: int) -> ResponseReturnValue:
    judge_id = an_id(request.form.get("judge"))
    if judge_id is None:
        raise BadRequest
    here = url_for(".detail", sign_off_id=sign_off_id)
    return act_and_return(
        lambda: services.ask_another(current.actor(), sign_off_id, place, judge_id),
        gettext("Asked; it waits for them now."),
        here,
    )


def shown(found: SignOffPage, form: DecideForm | None = None) -> str:
    actor, today, line = current.actor(), current.today(), found.line
    scale, rule = line.curriculum.scales[line.scale], line.competency.sign_off
    may_amend = policy.may_propose(
        actor, line.fellow_id, rule, ties_to_fellow(actor, line.fellow_id)
    )
    return render_template(
        "sign_offs/show.html",
        page=found,
        one=line,
        found=found.evidence,
        competency=line.competency,
        months=months_of(found.evidence),
        form=form,
        folds=_folds(found, form),
        notes=level_notes(scale),
        may={decided.value: _may(found, decided) for decided in Decided},
        may_certify=bool(may_certify(actor, line.fellow_id, line.holds)),
        may_judge=policy.may_judge(actor, line, found.ties, today),
        may_withdraw=policy.may_withdraw(actor, line, today),
        may_ask=policy.may_ask_another(actor, line, today),
        may_amend=bool(may_amend) and line.state in DECIDED,
        proof=asked_for(rule),
        candidates=_candidates(found),
        history=history_of(actor, line.id),
        relapses=relapses_of(actor, line.enrollment_id, line.competency.id, today)
        if line.state in DECIDED
        else [],
    )


def _folds(found: SignOffPage, back: DecideForm | None) -> dict[str, DecideForm]:
    """A form for each decision; the one that came back stands where it was sent from."""
    line = found.line
    folds = {}
    for decided in Decided:
        form = back if back is not None and _fold_of(back.decided.data) == decided else None
        if form is None:
            form = DecideForm(
                formdata=None, decision_id=uuid4(), revision=line.revision, seen=found.evidence.seen
            )
        form.offer(line.curriculum.scales[line.scale], line.competency.target.level)
        form.stands_in(decided.value)
        folds[decided.value] = form
    return folds


def _fold_of(decided: object) -> object:
    """What was decided together is said where a director decides."""
    return Decided.BY_DIRECTOR if decided == Decided.TOGETHER else decided


def _may(found: SignOffPage, decided: Decided) -> bool:
    """Whether a decision is offered: allowed, and of use."""
    actor, line = current.actor(), found.line
    if not may_decide(actor, line, decided, found.ties, current.today()):
        return False
    if decided is Decided.OVERRIDDEN:
        lacking = set(found.evidence.missing) - set(found.overridden)
        return bool(lacking and may_override(actor, line, line.competency.sign_off.may_override))
    return True


def _candidates(found: SignOffPage) -> dict[int, list[tuple[str, str]]]:
    """Who else can be asked, by the place of those who have not judged."""
    actor, line = current.actor(), found.line
    if line.state not in AWAITS_JUDGES:
        return {}
    if not policy.may_ask_another(actor, line, current.today()):
        return {}
    asked = {seat.judge_id for seat in found.seats}
    seats = line.competency.sign_off.seats
    wanted = fields_of(found.evidence.curriculum, line.competency.id)
    return {
        seat.place: [
            (str(one.id), one.name)
            for one in judges_for(actor, line.fellow_id, seats[seat.place], current.today(), wanted)
            if one.id not in asked
        ]
        for seat in found.seats
        if not seat.judged
    }
