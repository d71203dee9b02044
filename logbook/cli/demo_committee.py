"""The demo's committee: a meeting two weeks ago, with its decisions, plans and letters."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from logbook.cli.demo_stage import Player, Stage
from logbook.database import db
from logbook.domain.committee import MeetingState, Outcome
from logbook.domain.events_committee import (
    CommitteeDecided,
    CommitteeDissented,
    FellowListed,
    MeetingMoved,
    MeetingPlanned,
    MemberSeated,
    PlanMade,
    PreRated,
)
from logbook.domain.milestones import ReviewState
from logbook.domain.signatures import Method, Proven
from logbook.models.committee import AgendaItem, CommitteeMeeting, CommitteeSeat, PreRating
from logbook.models.committee_decisions import (
    CommitteeDecision,
    CommitteeDissent,
    CommitteePlan,
)
from logbook.models.milestones import MilestoneReview
from logbook.policy.actors import Actor, job
from logbook.queries.committee_board import board
from logbook.queries.committee_minutes import minutes_said
from logbook.services import committee_minutes
from logbook.services.committee_kept import keep
from logbook.services.committee_minutes import digest_of
from logbook.services.unit import Unit, unit_of_work

WEEKS_AGO = 2
"""When the committee recorded its last milestones."""
WORDS = {
    Outcome.PROGRESS: "Steady in clinic and in the suite; lists of their own from next month.",
    Outcome.TARGETED_SUPPORT: "Too few cases for the time in training; it is not the clinics.",
}
NEAR_THE_END = "Weeks remain: for what waits for an answer, and for what was not seen often enough."
NARRATIVE = "Assessors agree. Communication with patients is named most often as a strength."
PLAN = "Two extra procedure lists a week, and every case logged on the day it is done."
DISSENT = "I would plan an extension now rather than wait for the last weeks."
SELF = "More cervical work, and to lead the team meeting."


def hold_meeting(stage: Stage, today: date, instant: datetime) -> None:
    """The past one, as a live program would have left it; every row with its event."""
    reviews = _reviews(stage)
    talked_about = [one for one in stage.fellows if one.enrollment_id in reviews]
    sitting = members_of(stage)
    if len(sitting) < 2 or not talked_about:
        return
    chair, meeting_id = sitting[0], uuid4()
    with unit_of_work(job(stage.program_id), instant) as unit:
        held_on = max(review.reviewed_on for review in reviews.values())
        _plan(unit, meeting_id, held_on, chair, sitting, talked_about)
    for member in sitting:
        with unit_of_work(member, instant) as unit:
            for fellow in talked_about:
                _rate(unit, meeting_id, fellow, reviews[fellow.enrollment_id].levels)
    with unit_of_work(chair, instant) as unit:
        meeting = db.session.get_one(CommitteeMeeting, (stage.program_id, meeting_id))
        for fellow in talked_about:
            review_id = reviews[fellow.enrollment_id].id
            _decide(unit, meeting, fellow, review_id, sitting, today)
        _close(unit, meeting)
    said = minutes_said(chair, board(chair, meeting_id), instant)
    signed = Proven(Method.PASSWORD)
    committee_minutes.approve(chair, meeting_id, uuid4(), digest_of(said), signed, now=instant)


def _reviews(stage: Stage) -> dict[UUID | None, MilestoneReview]:
    """The last recorded milestones of each fellow, by enrollment."""
    found = db.session.scalars(
        select(MilestoneReview)
        .where(
            MilestoneReview.program_id == stage.program_id,
            MilestoneReview.state == ReviewState.RECORDED,
        )
        .order_by(MilestoneReview.reviewed_on)
    )
    return {one.enrollment_id: one for one in found}


def members_of(stage: Stage) -> list[Actor]:
    """Those of the committee first: the first of them is in the chair."""
    return [one.actor for one in (*stage.committee, *stage.directors)]


def _plan(
    unit: Unit,
    meeting_id: UUID,
    held_on: date,
    chair: Actor,
    sitting: Sequence[Actor],
    fellows: Sequence[Player],
) -> None:
    program_id = chair.program_id
    meeting = CommitteeMeeting(
        program_id=program_id,
        id=meeting_id,
        held_on=held_on,
        place="Seminar room 2",
        chair_id=chair.id,
        state=MeetingState.IN_SESSION,
        planned_by_id=chair.id,
        planned_at=unit.now,
        opened_by_id=chair.id,
        opened_at=unit.now,
        missing=0,
    )
    db.session.add(meeting)
    planned = MeetingPlanned(
        subject_id=meeting_id, on=held_on.isoformat(), chair_id=chair.id, fellows=len(fellows)
    )
    unit.record(planned, of=meeting)
    db.session.flush()
    for member in sitting:
        _seat(unit, meeting_id, member)
    for place, fellow in enumerate(fellows):
        _list(unit, meeting_id, place, fellow)


def _seat(unit: Unit, meeting_id: UUID, member: Actor) -> None:
    seat = CommitteeSeat(
        program_id=member.program_id,
        id=uuid4(),
        meeting_id=meeting_id,
        member_id=member.id,
        invited=True,
        present=True,
    )
    db.session.add(seat)
    seated = MemberSeated(
        subject_id=seat.id, meeting_id=meeting_id, member_id=member.id, invited=True
    )
    unit.record(seated, of=seat)


def _list(unit: Unit, meeting_id: UUID, place: int, fellow: Player) -> None:
    assert fellow.enrollment_id is not None
    item = AgendaItem(
        program_id=fellow.actor.program_id,
        id=uuid4(),
        meeting_id=meeting_id,
        fellow_id=fellow.actor.id,
        enrollment_id=fellow.enrollment_id,
        place=place,
        listed=True,
        began_at=unit.now - timedelta(minutes=8),
        ended_at=unit.now,
        levels={},
        narrative=NARRATIVE,
    )
    db.session.add(item)
    listed = FellowListed(
        subject_id=item.id, meeting_id=meeting_id, fellow_id=fellow.actor.id, listed=True
    )
    unit.record(listed, of=item)


def _outcome(fellow: Player) -> Outcome:
    if fellow.person.pace < 0.5:
        return Outcome.TARGETED_SUPPORT
    return Outcome.PROGRESS


def _finishes_soon(fellow: Player) -> bool:
    return fellow.person.weeks > 45


def _rate(unit: Unit, meeting_id: UUID, fellow: Player, levels: dict[str, str]) -> None:
    rating = PreRating(
        program_id=unit.actor.program_id,
        id=uuid4(),
        meeting_id=meeting_id,
        fellow_id=fellow.actor.id,
        member_id=unit.actor.id,
        levels=dict(levels),
        proposes=_outcome(fellow),
        words="",
        given_at=unit.now,
    )
    db.session.add(rating)
    rated = PreRated(subject_id=rating.id, meeting_id=meeting_id, fellow_id=fellow.actor.id)
    unit.record(rated, of=rating)


def _decide(
    unit: Unit,
    meeting: CommitteeMeeting,
    fellow: Player,
    review_id: UUID,
    sitting: Sequence[Actor],
    today: date,
) -> None:
    item = db.session.scalars(
        select(AgendaItem).where(
            AgendaItem.meeting_id == meeting.id, AgendaItem.fellow_id == fellow.actor.id
        )
    ).one()
    keep(unit, item)
    outcome = _outcome(fellow)
    decision = CommitteeDecision(
        program_id=meeting.program_id,
        id=uuid4(),
        item_id=item.id,
        meeting_id=meeting.id,
        fellow_id=fellow.actor.id,
        number=1,
        outcome=outcome,
        words=NEAR_THE_END if _finishes_soon(fellow) else WORDS[outcome],
        narrative=NARRATIVE,
        review_id=review_id,
        apart=[],
        recorded_by_id=unit.actor.id,
        decided_at=unit.now,
    )
    db.session.add(decision)
    db.session.flush()
    decided = CommitteeDecided(subject_id=decision.id, fellow_id=fellow.actor.id, number=1)
    unit.record(decided, of=decision)
    if outcome is Outcome.TARGETED_SUPPORT:
        _support(unit, decision, sitting[-1], today)
    if _finishes_soon(fellow):
        _dissent(unit, decision, sitting[-1])


def _support(unit: Unit, decision: CommitteeDecision, owner: Actor, today: date) -> None:
    plan = CommitteePlan(
        program_id=decision.program_id,
        id=uuid4(),
        decision_id=decision.id,
        fellow_id=decision.fellow_id,
        what=PLAN,
        owner_id=owner.id,
        starts_on=today,
        due_on=today + timedelta(days=42),
        done_words="",
    )
    db.session.add(plan)
    made = PlanMade(
        subject_id=plan.id,
        fellow_id=plan.fellow_id,
        owner_id=owner.id,
        due_on=plan.due_on.isoformat(),
    )
    unit.record(made, of=plan)


def _dissent(unit: Unit, decision: CommitteeDecision, member: Actor) -> None:
    said = CommitteeDissent(
        program_id=decision.program_id,
        id=uuid4(),
        decision_id=decision.id,
        member_id=member.id,
        words=DISSENT,
        recorded_by_id=unit.actor.id,
        recorded_at=unit.now,
    )
    db.session.add(said)
    event = CommitteeDissented(subject_id=said.id, decision_id=decision.id, member_id=member.id)
    unit.record(event, of=said)


def _close(unit: Unit, meeting: CommitteeMeeting) -> None:
    meeting.state, meeting.closed_at = MeetingState.CLOSED, unit.now
    moved = MeetingMoved(
        subject_id=meeting.id, before=MeetingState.IN_SESSION, state=meeting.state, missing=0
    )
    unit.record(moved, of=meeting)
