"""One assessment in full, with what may be done with it."""

from dataclasses import dataclass
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.form import BaseForm

from logbook.domain.assessments import EXPIRES_DAYS, State, waits_too_long
from logbook.domain.decisions import Decision
from logbook.policy import assessments as policy
from logbook.policy.curriculum import may_read
from logbook.queries import assessors as people
from logbook.queries.assessments import AssessmentView, assessment
from logbook.queries.assessors import Assessor
from logbook.queries.audit import EntryRow, history_of
from logbook.queries.signatures import SignatureRow, signatures_of
from logbook.web import current
from logbook.web.approval.facts import Fact
from logbook.web.assessments.blueprint import bp
from logbook.web.assessments.forms import AcknowledgeForm, level_notes, own_rating
from logbook.web.assessments.pairs import Pair, pair_of
from logbook.web.assessments.telling import about, age_in_words, judged, title_of
from logbook.web.forms import Form, choices
from logbook.web.guard import door
from logbook.web.words import profession_label


class MoveForm(Form):
    assessor = SelectField(validate_choice=False)


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """What the page of one assessment shows."""

    one: AssessmentView
    title: str
    facts: list[Fact]
    rows: list[tuple[str, str, str]]
    """Question, the assessor's answer, the fellow's."""
    age: str
    history: list[EntryRow]
    signatures: list[SignatureRow]
    own: bool
    present: list[Assessor]
    """Of a request that waits too long: who was really in the room."""
    notes: dict[str, str]
    may_fill_in: Decision
    may_decline: Decision
    may_move: Decision
    may_withdraw: Decision
    may_rate: Decision
    may_acknowledge: Decision
    pair: Pair


@bp.get("/<uuid:assessment_id>")
@door(may_read)
def show(assessment_id: UUID) -> ResponseReturnValue:
    return shown(assessment_id), 200


def shown(
    assessment_id: UUID, rating: BaseForm | None = None, reading: FlaskForm | None = None
) -> str:
    """The page, with a form that came back in the place of a fresh one."""
    one = assessment(current.actor(), assessment_id, current.now())
    page = page_of(one)
    return render_template(
        "assessments/show.html",
        page=page,
        move=_move(page),
        rating=rating or (own_rating(one.form_data, one.curriculum) if page.may_rate else None),
        reading=reading or AcknowledgeForm(formdata=None),
        expires_days=EXPIRES_DAYS,
    )


def page_of(one: AssessmentView) -> AssessmentPage:
    actor, now = current.actor(), current.now()
    may_move = policy.may_move(actor, one, now)
    return AssessmentPage(
        one=one,
        title=title_of(one),
        facts=about(one),
        rows=judged(one),
        age=age_in_words(one),
        history=history_of(actor, one.id),
        signatures=signatures_of(actor, "assessment", [one.id])[one.id],
        own=one.fellow_id == actor.id,
        present=_present(one)
        if may_move and waits_too_long(one.now_state, one.waiting_days)
        else [],
        notes=level_notes(one.form_data, one.curriculum),
        may_fill_in=policy.may_fill_in(actor, one, now),
        may_decline=policy.may_decline(actor, one, now),
        may_move=may_move,
        may_withdraw=policy.may_withdraw(actor, one, now),
        may_rate=policy.may_rate_oneself(actor, one),
        may_acknowledge=policy.may_acknowledge(actor, one),
        pair=pair_of(one),
    )


def _able(one: AssessmentView) -> list[Assessor]:
    today = current.today()
    return people.assessors(current.actor(), one.form_data, one.fellow_id, today)


def _present(one: AssessmentView) -> list[Assessor]:
    """Who was in the room, may use this form, and is not the one who does not answer."""
    able = {person.id: person for person in _able(one) if person.id != one.assessor_id}
    there = people.in_the_room(current.actor(), one.fellow_id, one.case_id, one.happened_on)
    return [able[id_] for id_ in there if id_ in able]


def _move(page: AssessmentPage) -> FlaskForm | None:
    """Whom else could be asked; once a request has lapsed, the same person again too."""
    if not page.may_move:
        return None
    form, one = MoveForm(formdata=None), page.one
    form.assessor.choices = choices(
        (person.id, f"{person.name}, {profession_label(person.profession)}")
        for person in _able(one)
        if person.id != one.assessor_id or one.now_state is not State.REQUESTED
    )
    return form
