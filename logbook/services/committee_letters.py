"""What a fellow answers to the committee's letter: that it was read, and an appeal; and what is
answered to that."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.case_content import about_text
from logbook.domain.committee import NARRATIVE_LIMIT, AppealOutcome, DecisionTerms
from logbook.domain.decisions import Message, say
from logbook.domain.events_committee import (
    AppealAnswered,
    AppealOpened,
    CommitteeLetterAcknowledged,
)
from logbook.models.committee import AgendaItem
from logbook.models.committee_decisions import CommitteeDecision, CommitteeLetter
from logbook.policy import committee as policy
from logbook.policy.actors import Actor
from logbook.queries.committee_board import board
from logbook.queries.committee_visibility import letters_visible_to
from logbook.queries.conflicts import are_related
from logbook.services.committee_decisions import (
    check_decision,
    new_decision,
    standing,
    write_decision,
)
from logbook.services.committee_meetings import AlreadyDone
from logbook.services.committee_minutes import write_letter
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work


def _find(actor: Actor, letter_id: UUID) -> CommitteeLetter:
    """One that the actor may see, locked. NoResultFound otherwise."""
    return db.session.scalars(
        select(CommitteeLetter)
        .where(letters_visible_to(actor), CommitteeLetter.id == letter_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def acknowledge(actor: Actor, letter_id: UUID) -> None:
    """The fellow has read it. Twice is once."""
    try:
        with unit_of_work(actor) as unit:
            letter = _find(actor, letter_id)
            insist(policy.may_acknowledge(actor, letter.fellow_id))
            if letter.acknowledged_at is not None:
                raise AlreadyDone
            letter.acknowledged_at = unit.now
            unit.record(CommitteeLetterAcknowledged(subject_id=letter.id), of=letter)
    except AlreadyDone:
        pass


def appeal(actor: Actor, letter_id: UUID, words: str) -> None:
    """Ask for the decision to be looked at again."""
    with unit_of_work(actor) as unit:
        letter = _find(actor, letter_id)
        appealed = letter.appealed_at is not None
        insist(policy.may_appeal(actor, letter.fellow_id, appealed))
        if _stands(letter) is None:
            raise Conflict(say("Another decision has taken the place of this one."))
        letter.appealed_at, letter.appeal = unit.now, _checked("words", words)
        unit.record(AppealOpened(subject_id=letter.id), of=letter)


def _checked(field: str, words: str) -> str:
    wrong: dict[str, Message] = dict(about_text(field, words.strip(), NARRATIVE_LIMIT))
    if not words.strip():
        wrong[field] = say("Say why.")
    if wrong:
        raise Invalid(wrong)
    return words.strip()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to an appeal."""

    outcome: AppealOutcome
    words: str
    instead: DecisionTerms | None = None
    """The decision that takes the place of the other, if it is changed."""


def answer_appeal(actor: Actor, letter_id: UUID, decision_id: UUID, answer: Answer) -> None:
    """Uphold the decision or change it. A changed one is a decision of its own, under the id that
    the client made, with its own letter; the milestones that were agreed on stay as recorded."""
    with unit_of_work(actor) as unit:
        letter = _find(actor, letter_id)
        decision = db.session.get_one(CommitteeDecision, (actor.program_id, letter.decision_id))
        related = are_related(actor.program_id, actor.id, letter.fellow_id)
        insist(policy.may_answer_appeal(actor, letter.fellow_id, decision.recorded_by_id, related))
        if letter.appealed_at is None or letter.answered_at is not None:
            raise Conflict(say("There is no appeal that waits for an answer."))
        letter.answer = _checked("answer", answer.words)
        letter.outcome, letter.answered_at = answer.outcome, unit.now
        letter.answered_by_id = actor.id
        if answer.outcome is AppealOutcome.CHANGED:
            _change(unit, decision, decision_id, answer.instead)
        unit.record(AppealAnswered(subject_id=letter.id, outcome=answer.outcome), of=letter)


def _change(
    unit: Unit, before: CommitteeDecision, decision_id: UUID, terms: DecisionTerms | None
) -> None:
    if terms is None:
        raise Invalid({"instead": say("Say what is decided instead.")})
    check_decision(unit, terms, before.fellow_id, {})
    item = db.session.get_one(AgendaItem, (before.program_id, before.item_id))
    around = board(unit.actor, before.meeting_id)
    decision = new_decision(unit, item, around, decision_id, terms)
    decision.review_id = before.review_id
    write_decision(unit, decision, terms)
    write_letter(unit, decision.id, decision.fellow_id)


def _stands(letter: CommitteeLetter) -> CommitteeDecision | None:
    """The decision that the letter tells of, if no other took its place."""
    decision = db.session.get_one(CommitteeDecision, (letter.program_id, letter.decision_id))
    item = db.session.get_one(AgendaItem, (letter.program_id, decision.item_id))
    last = standing(item)
    return decision if last is not None and last.id == decision.id else None
