"""What the committee decides about a fellow, what follows from it, and who sees it otherwise."""

from uuid import UUID

from sqlalchemy import func, select

from logbook.database import db
from logbook.domain.case_content import about_text
from logbook.domain.committee import WORDS_LIMIT, DecisionTerms, about_decision
from logbook.domain.decisions import Message, say
from logbook.domain.events_committee import CommitteeDecided, CommitteeDissented, PlanDone, PlanMade
from logbook.domain.milestones import scale_of
from logbook.models.columns import new_id
from logbook.models.committee import AgendaItem
from logbook.models.committee_decisions import (
    CommitteeDecision,
    CommitteeDissent,
    CommitteePlan,
)
from logbook.models.curriculum import Enrollment
from logbook.policy import committee as policy
from logbook.policy.actors import Actor
from logbook.queries.committee import members
from logbook.queries.committee_board import Board, board
from logbook.queries.committee_visibility import plans_visible_to
from logbook.queries.curriculum import curriculum_of
from logbook.services.committee_kept import keep
from logbook.services.committee_meetings import AlreadyDone, day_in, find, find_item
from logbook.services.committee_session import about_levels, end, found_for
from logbook.services.milestones import hold_agreed
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work


def decide(
    actor: Actor, meeting_id: UUID, fellow_id: UUID, decision_id: UUID, terms: DecisionTerms
) -> None:
    """Record what the committee decides, with what it agreed on and the plan, under the id that the
    client made. Sent twice, it is one; another one while the session is open corrects it. It signs
    no competency."""
    try:
        with unit_of_work(actor) as unit:
            found = found_for(actor, meeting_id, fellow_id)
            if _is_there(actor, decision_id, found.item.id):
                raise AlreadyDone
            check_decision(unit, terms, fellow_id, _about_consensus(unit, found.item))
            if found.item.began_at is not None and found.item.ended_at is None:
                end(unit, found.item)
            keep(unit, found.item)
            decision = new_decision(unit, found.item, found.board, decision_id, terms)
            decision.review_id = _agreed(unit, found.item)
            write_decision(unit, decision, terms)
    except AlreadyDone:
        pass


def _is_there(actor: Actor, decision_id: UUID, item_id: UUID) -> bool:
    found = db.session.get(CommitteeDecision, (actor.program_id, decision_id))
    return found is not None and (found.recorded_by_id, found.item_id) == (actor.id, item_id)


def _about_consensus(unit: Unit, item: AgendaItem) -> dict[str, Message]:
    if about_levels(unit, item, item.levels, complete=True):
        return {"": say("Agree on every subcompetency first, or say that it is not assessable.")}
    return {}


def check_decision(
    unit: Unit, terms: DecisionTerms, fellow_id: UUID, wrong: dict[str, Message]
) -> None:
    today = day_in(unit)
    owners = {one.id for one in members(unit.actor, today)} - {fellow_id}
    wrong |= about_decision(terms, owners, today)
    if wrong:
        raise Invalid(wrong)


def standing(item: AgendaItem) -> CommitteeDecision | None:
    """The decision that stands: the last one."""
    return db.session.scalars(
        select(CommitteeDecision)
        .where(
            CommitteeDecision.program_id == item.program_id, CommitteeDecision.item_id == item.id
        )
        .order_by(CommitteeDecision.number.desc())
        .limit(1)
    ).first()


def new_decision(
    unit: Unit, item: AgendaItem, around: Board, decision_id: UUID, terms: DecisionTerms
) -> CommitteeDecision:
    """The next about this fellow, not written yet."""
    asked = select(func.count()).where(
        CommitteeDecision.program_id == item.program_id, CommitteeDecision.item_id == item.id
    )
    return CommitteeDecision(
        program_id=item.program_id,
        id=decision_id,
        item_id=item.id,
        meeting_id=item.meeting_id,
        fellow_id=item.fellow_id,
        number=db.session.scalars(asked).one() + 1,
        outcome=terms.outcome,
        words=terms.words.strip(),
        narrative=item.narrative,
        apart=[str(one.member_id) for one in around.apart(item.fellow_id)],
        recorded_by_id=unit.actor.id,
        decided_at=unit.now,
    )


def _agreed(unit: Unit, item: AgendaItem) -> UUID | None:
    """Hold the milestones that were agreed on until the minutes are approved. None where the
    curriculum has no scale for a committee."""
    enrollment = db.session.get_one(Enrollment, (item.program_id, item.enrollment_id))
    if scale_of(curriculum_of(item.program_id, enrollment.version_id)) is None:
        return None
    review_id = new_id()
    hold_agreed(unit, review_id, enrollment, item.levels)
    return review_id


def write_decision(unit: Unit, decision: CommitteeDecision, terms: DecisionTerms) -> None:
    db.session.flush()  # the review that it names
    db.session.add(decision)
    db.session.flush()
    decided = CommitteeDecided(
        subject_id=decision.id, fellow_id=decision.fellow_id, number=decision.number
    )
    unit.record(decided, of=decision)
    if terms.plan is not None:
        _plan(unit, decision, terms)


def _plan(unit: Unit, decision: CommitteeDecision, terms: DecisionTerms) -> None:
    agreed = terms.plan
    assert agreed is not None and agreed.owner_id is not None and agreed.due_on is not None
    plan = CommitteePlan(
        program_id=decision.program_id,
        id=new_id(),
        decision_id=decision.id,
        fellow_id=decision.fellow_id,
        what=agreed.what.strip(),
        owner_id=agreed.owner_id,
        starts_on=agreed.starts_on,
        due_on=agreed.due_on,
        done_words="",
    )
    db.session.add(plan)
    made = PlanMade(
        subject_id=plan.id,
        fellow_id=plan.fellow_id,
        owner_id=plan.owner_id,
        due_on=plan.due_on.isoformat(),
    )
    unit.record(made, of=plan)


def dissent(
    actor: Actor, meeting_id: UUID, fellow_id: UUID, member_id: UUID, dissent_id: UUID, words: str
) -> None:
    """Record that a member sees a decision otherwise, and why: the member, or who records for the
    committee. Under the id that the client made."""
    if db.session.get(CommitteeDissent, (actor.program_id, dissent_id)) is not None:
        return
    with unit_of_work(actor) as unit:
        meeting = find(actor, meeting_id)
        item, around = find_item(meeting, fellow_id), board(actor, meeting_id)
        place = around.place_of(actor, fellow_id)
        insist(policy.may_dissent(actor, meeting, fellow_id, place))
        if member_id != actor.id:
            insist(policy.may_lead(actor, meeting))
        decision = standing(item)
        if decision is None:
            raise Conflict(say("Nothing is decided about this fellow yet."))
        _put_dissent(unit, decision, around, member_id, dissent_id, words)


def _put_dissent(
    unit: Unit,
    decision: CommitteeDecision,
    around: Board,
    member_id: UUID,
    dissent_id: UUID,
    words: str,
) -> None:
    wrong = dict(about_text("words", words.strip(), WORDS_LIMIT))
    if not words.strip():
        wrong["words"] = say("Say why.")
    if member_id not in {one.member_id for one in around.expected(decision.fellow_id)}:
        wrong["member"] = say("Choose a member who takes part.")
    elif _has_dissented(decision, member_id):
        wrong["member"] = say("The dissent of this member is recorded.")
    if wrong:
        raise Invalid(wrong)
    kept = CommitteeDissent(
        program_id=decision.program_id,
        id=dissent_id,
        decision_id=decision.id,
        member_id=member_id,
        words=words.strip(),
        recorded_by_id=unit.actor.id,
        recorded_at=unit.now,
    )
    db.session.add(kept)
    event = CommitteeDissented(subject_id=kept.id, decision_id=decision.id, member_id=member_id)
    unit.record(event, of=kept)


def _has_dissented(decision: CommitteeDecision, member_id: UUID) -> bool:
    asked = select(CommitteeDissent.id).where(
        CommitteeDissent.program_id == decision.program_id,
        CommitteeDissent.decision_id == decision.id,
        CommitteeDissent.member_id == member_id,
    )
    return db.session.scalars(asked).first() is not None


def finish_plan(actor: Actor, plan_id: UUID, words: str) -> None:
    """Say that what was agreed is done. NoResultFound for a plan that is not the actor's to see."""
    with unit_of_work(actor) as unit:
        plan = db.session.scalars(
            select(CommitteePlan)
            .where(plans_visible_to(actor), CommitteePlan.id == plan_id)
            .with_for_update()
        ).one()
        done = plan.done_at is not None
        insist(policy.may_finish_plan(actor, plan.fellow_id, plan.owner_id, done))
        if wrong := dict(about_text("words", words.strip(), WORDS_LIMIT)):
            raise Invalid(wrong)
        plan.done_at, plan.done_by_id, plan.done_words = unit.now, actor.id, words.strip()
        unit.record(PlanDone(subject_id=plan.id, fellow_id=plan.fellow_id), of=plan)
