"""Planning a meeting of the committee, who is there, and its way from one state to the next."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from logbook.database import db
from logbook.domain import committee as life
from logbook.domain.committee import MeetingState, MeetingStep, MeetingTerms, about_meeting
from logbook.domain.decisions import say
from logbook.domain.events_committee import (
    AttendanceNoted,
    FellowListed,
    MeetingChanged,
    MeetingMoved,
    MeetingPlanned,
    MemberSeated,
)
from logbook.models.columns import new_id
from logbook.models.committee import AgendaItem, CommitteeMeeting, CommitteeSeat
from logbook.policy import committee as policy
from logbook.policy.actors import Actor
from logbook.queries.committee import who_can_sit
from logbook.queries.committee_board import board
from logbook.queries.committee_visibility import meetings_visible_to
from logbook.queries.teaching import trained
from logbook.services.committee_kept import keep_the_rest
from logbook.services.portfolio import today_in
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.unit import Unit, unit_of_work


class AlreadyDone(Exception):
    """The same was sent before; nothing more is to be done."""


def find(actor: Actor, meeting_id: UUID) -> CommitteeMeeting:
    """One that the actor may see, locked for a change. NoResultFound otherwise."""
    return db.session.scalars(
        select(CommitteeMeeting)
        .where(meetings_visible_to(actor), CommitteeMeeting.id == meeting_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def find_item(meeting: CommitteeMeeting, fellow_id: UUID) -> AgendaItem:
    """A fellow on its agenda. NoResultFound otherwise."""
    return db.session.scalars(
        select(AgendaItem)
        .where(
            AgendaItem.program_id == meeting.program_id,
            AgendaItem.meeting_id == meeting.id,
            AgendaItem.fellow_id == fellow_id,
            AgendaItem.listed,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def plan(actor: Actor, meeting_id: UUID, terms: MeetingTerms) -> None:
    """Under the id that the client made. Sent twice, it is one."""
    if db.session.get(CommitteeMeeting, (actor.program_id, meeting_id)) is not None:
        return
    with unit_of_work(actor) as unit:
        insist(policy.may_plan(actor))
        enrollments = _check(unit, terms)
        meeting = CommitteeMeeting(
            program_id=actor.program_id,
            id=meeting_id,
            state=MeetingState.PLANNED,
            planned_by_id=actor.id,
            planned_at=unit.now,
            missing=0,
            revision=1,
        )
        _enter(meeting, terms)
        db.session.add(meeting)
        told = (terms.held_on.isoformat(), terms.chair_id, len(enrollments))
        unit.record(
            MeetingPlanned(subject_id=meeting.id, on=told[0], chair_id=told[1], fellows=told[2]),
            of=meeting,
        )
        db.session.flush()
        _seat(unit, meeting, terms)
        _list(unit, meeting, terms, enrollments)


def change(actor: Actor, meeting_id: UUID, revision: int, terms: MeetingTerms) -> None:
    """Before anybody has rated. Conflict if somebody else changed it meanwhile."""
    with unit_of_work(actor) as unit:
        meeting = find(actor, meeting_id)
        insist(policy.may_change(actor, meeting))
        if meeting.revision != revision:
            raise Conflict(say("Somebody else changed this meeting while you were writing."))
        enrollments = _check(unit, terms)
        _enter(meeting, terms)
        flag_modified(meeting, "place")  # another agenda is another meeting to whoever writes
        _seat(unit, meeting, terms)
        _list(unit, meeting, terms, enrollments)
        told = (terms.held_on.isoformat(), terms.chair_id, len(enrollments))
        unit.record(
            MeetingChanged(subject_id=meeting.id, on=told[0], chair_id=told[1], fellows=told[2]),
            of=meeting,
        )


def _check(unit: Unit, terms: MeetingTerms) -> dict[UUID, UUID]:
    """The enrollment of each fellow on the agenda."""
    today = today_in(unit.actor.program_id, unit.now)
    enrollments = {one.fellow_id: one.id for one in trained(unit.actor, today)}
    can_sit = {one.id for one in who_can_sit(unit.actor, today)}
    if wrong := about_meeting(terms, can_sit, enrollments, today):
        raise Invalid(wrong)
    return {one: enrollments[one] for one in dict.fromkeys(terms.fellow_ids)}


def _enter(meeting: CommitteeMeeting, terms: MeetingTerms) -> None:
    meeting.held_on, meeting.place = terms.held_on, terms.place.strip()
    meeting.chair_id = terms.chair_id


def _seat(unit: Unit, meeting: CommitteeMeeting, terms: MeetingTerms) -> None:
    """Invite those who are named; a seat that is taken back stays as one that was."""
    asked = select(CommitteeSeat).where(
        CommitteeSeat.program_id == meeting.program_id, CommitteeSeat.meeting_id == meeting.id
    )
    kept = {seat.member_id: seat for seat in db.session.scalars(asked)}
    for member_id in dict.fromkeys([*terms.member_ids, *kept]):
        invited, seat = member_id in terms.member_ids, kept.get(member_id)
        if seat is None:
            seat = CommitteeSeat(
                program_id=meeting.program_id,
                id=new_id(),
                meeting_id=meeting.id,
                member_id=member_id,
            )
            db.session.add(seat)
        elif seat.invited == invited:
            continue
        seat.invited = invited
        event = MemberSeated(
            subject_id=seat.id, meeting_id=meeting.id, member_id=member_id, invited=invited
        )
        unit.record(event, of=seat)


def _list(
    unit: Unit, meeting: CommitteeMeeting, terms: MeetingTerms, enrollments: dict[UUID, UUID]
) -> None:
    """Put the fellows on the agenda in their order; one who is taken off stays as one who was."""
    asked = select(AgendaItem).where(
        AgendaItem.program_id == meeting.program_id, AgendaItem.meeting_id == meeting.id
    )
    kept = {item.fellow_id: item for item in db.session.scalars(asked)}
    for place, fellow_id in enumerate(dict.fromkeys([*enrollments, *kept])):
        item, listed = kept.get(fellow_id), fellow_id in enrollments
        if item is None:
            item = AgendaItem(
                program_id=meeting.program_id,
                id=new_id(),
                meeting_id=meeting.id,
                fellow_id=fellow_id,
                enrollment_id=enrollments[fellow_id],
                levels={},
                narrative="",
                revision=1,
            )
            db.session.add(item)
        elif (item.place, item.listed) == (place, listed):
            continue
        item.place, item.listed = place, listed
        event = FellowListed(
            subject_id=item.id, meeting_id=meeting.id, fellow_id=fellow_id, listed=listed
        )
        unit.record(event, of=item)


def note_attendance(actor: Actor, meeting_id: UUID, member_id: UUID, *, present: bool) -> None:
    """Who is there, and before the meeting who will not be. Twice is once."""
    try:
        with unit_of_work(actor) as unit:
            meeting = find(actor, meeting_id)
            insist(policy.may_note_attendance(actor, meeting))
            seat = db.session.scalars(
                select(CommitteeSeat).where(
                    CommitteeSeat.program_id == meeting.program_id,
                    CommitteeSeat.meeting_id == meeting.id,
                    CommitteeSeat.member_id == member_id,
                    CommitteeSeat.invited,
                )
            ).one()
            if seat.present is present:
                raise AlreadyDone
            seat.present = present
            event = AttendanceNoted(
                subject_id=seat.id, meeting_id=meeting.id, member_id=member_id, present=present
            )
            unit.record(event, of=seat)
    except AlreadyDone:
        pass


def ask_for_ratings(actor: Actor, meeting_id: UUID) -> None:
    with unit_of_work(actor) as unit:
        meeting = find(actor, meeting_id)
        insist(policy.may_ask(actor, meeting))
        move(unit, meeting, MeetingStep.ASK)


def cancel(actor: Actor, meeting_id: UUID) -> None:
    with unit_of_work(actor) as unit:
        meeting = find(actor, meeting_id)
        insist(policy.may_cancel(actor, meeting))
        move(unit, meeting, MeetingStep.CANCEL)


def open_session(actor: Actor, meeting_id: UUID) -> None:
    """From now on everybody sees all ratings; how many were not in yet is kept."""
    with unit_of_work(actor) as unit:
        meeting = find(actor, meeting_id)
        insist(policy.may_lead(actor, meeting))
        meeting.missing = board(actor, meeting_id).lacks
        meeting.opened_at, meeting.opened_by_id = unit.now, actor.id
        move(unit, meeting, MeetingStep.OPEN)


def close_session(actor: Actor, meeting_id: UUID) -> None:
    """Fellows without a decision are put off to another meeting."""
    with unit_of_work(actor) as unit:
        meeting = find(actor, meeting_id)
        insist(policy.may_lead(actor, meeting))
        found = board(actor, meeting_id)
        if found.discussed is not None:
            raise Invalid({"": say("End the discussion of the last fellow first.")})
        if any(one.present is None for one in found.seats):
            raise Invalid({"": say("Note of each member whether they were there.")})
        keep_the_rest(unit, meeting)
        meeting.closed_at = unit.now
        move(unit, meeting, MeetingStep.CLOSE)


def move(unit: Unit, meeting: CommitteeMeeting, step: MeetingStep) -> None:
    """ImpossibleStep if it leads nowhere from here."""
    before = meeting.state
    meeting.state = life.after(before, step)
    moved = MeetingMoved(
        subject_id=meeting.id, before=before, state=meeting.state, missing=meeting.missing
    )
    unit.record(moved, of=meeting)


def day_in(unit: Unit) -> date:
    """Which day it is where the program is."""
    return today_in(unit.actor.program_id, unit.now)
