"""One case in full, with what may be done with it."""

from dataclasses import dataclass
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectField

from logbook.domain.cases import LATE_DAYS, State, Step
from logbook.domain.decisions import Decision
from logbook.policy import cases as policy
from logbook.policy.actors import Actor
from logbook.policy.approval import may_see_role
from logbook.policy.assessments import may_assess_case
from logbook.policy.curriculum import may_read
from logbook.policy.reminders import may_nudge
from logbook.policy.seen_together import may_confirm
from logbook.queries import programs
from logbook.queries.approval import Given, answers_of
from logbook.queries.assessments import AssessmentView, of_case
from logbook.queries.audit import EntryRow, history_of
from logbook.queries.cases import CaseView, case
from logbook.queries.reminders import last_nudge
from logbook.queries.seen_together import Seen, seen_of
from logbook.queries.signatures import SignatureRow, signatures_of
from logbook.queries.stand_ins import StandInView, place_of, stand_ins_of
from logbook.web import current
from logbook.web.approval.facts import Fact
from logbook.web.cases.afterwards import Later, later_of
from logbook.web.cases.amending import Pair, pair_of
from logbook.web.cases.blueprint import bp
from logbook.web.cases.telling import facts, role_in_words, title_of
from logbook.web.forms import Form, choices
from logbook.web.guard import door, to_links_too


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the page of one case shows."""

    case: CaseView
    title: str
    facts: list[Fact]
    role_logged: str
    role_credited: str
    answers: list[Given]
    signatures: dict[UUID, list[SignatureRow]]
    """By answer."""
    history: list[EntryRow]
    days_late: int
    own: bool
    supervisor: str
    """Who stated the role that counts."""
    may_change: Decision
    may_submit: Decision
    may_withdraw: Decision
    may_reopen: Decision
    may_void: Decision
    may_reassign: Decision
    pair: Pair
    """With what it replaces, and with what replaces it."""
    assessments: list[AssessmentView]
    stand_ins: list[StandInView]
    may_nudge: Decision
    may_be_assessed: Decision
    seen: Seen | None
    later: Later
    """What its fellow told of it afterwards."""
    may_confirm: Decision
    """With a code from the room; not when one was given."""


class AskForm(Form):
    supervisor = SelectField(validate_choice=False)


@bp.get("/<uuid:case_id>")
@to_links_too
@door(may_read)
def show(case_id: UUID) -> ResponseReturnValue:
    page = page_of(case(current.actor(), case_id))
    return render_template("cases/show.html", page=page, ask=_ask(page), place_of=place_of_answer)


def page_of(found: CaseView) -> CasePage:
    actor = current.actor()
    waited = (found.logged_at.date() - found.performed_on).days
    answers = answers_of(actor, found.id)
    return CasePage(
        case=found,
        title=title_of(found),
        facts=facts(found, with_role=bool(may_see_role(actor, found))),
        role_logged=role_in_words(found.curriculum, found.role),
        role_credited=role_in_words(found.curriculum, found.credited_role),
        answers=answers,
        signatures=signatures_of(actor, "case_answer", [one.id for one in answers]),
        history=history_of(actor, found.id),
        days_late=waited if waited > LATE_DAYS and found.amends_id is None else 0,
        own=found.fellow_id == actor.id,
        supervisor=_stated_by(answers),
        may_change=policy.may_step(actor, found, Step.CHANGE),
        may_submit=policy.may_step(actor, found, Step.SUBMIT),
        may_withdraw=policy.may_step(actor, found, Step.WITHDRAW),
        may_reopen=policy.may_step(actor, found, Step.REOPEN),
        may_void=policy.may_void(actor, found),
        may_reassign=policy.may_reassign(actor, found),
        pair=pair_of(found),
        stand_ins=stand_ins_of(actor, found.id),
        may_nudge=_may_nudge(actor, found),
        assessments=of_case(actor, found.id, current.now()),
        may_be_assessed=may_assess_case(actor, found),
        seen=seen_of(actor, found.id),
        later=later_of(actor, found),
        may_confirm=may_confirm(actor, found),
    )


def _stated_by(answers: list[Given]) -> str:
    standing = [one.supervisor for one in answers if not one.undone]
    return standing[-1] if standing else ""


def _may_nudge(actor: Actor, found: CaseView) -> Decision:
    """Asked of the database only for a fellow's own case that waits."""
    own = found.fellow_id == actor.id and found.state is State.SUBMITTED
    last = last_nudge(actor.program_id, found.id) if own else None
    return may_nudge(actor, found, found.submitted_at, last, current.now())


def place_of_answer(answer: Given, found: list[StandInView]) -> str:
    """In whose place it was given; empty for in the answerer's own."""
    return place_of(answer.at, answer.supervisor_id, found)


def _ask(page: CasePage) -> FlaskForm | None:
    """Whom else could be asked."""
    if not page.may_reassign:
        return None
    form = AskForm(formdata=None)
    others = programs.supervisors(current.actor(), current.today())
    case_ = page.case
    form.supervisor.choices = choices(
        (one.id, one.name) for one in others if one.id not in (case_.supervisor_id, case_.fellow_id)
    )
    return form
