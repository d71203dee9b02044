"""Who plans, rates, decides and reads: asked of every role, and of those to whom it matters."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from logbook.domain.committee import OVER, SHOWN, MeetingState
from logbook.policy import committee as policy
from logbook.policy.actors import Actor, Role
from logbook.policy.committee import Place

FELLOW, SOMEBODY, CHAIR = UUID(int=7), UUID(int=1), UUID(int=3)
READING = (Role.DIRECTOR, Role.COMMITTEE)
SEATED = Place(seated=True, present=True)


@dataclass(frozen=True)
class Meeting:
    chair_id: UUID = CHAIR
    state: MeetingState = MeetingState.IN_SESSION


def member(*roles: Role, id: UUID = SOMEBODY, left: bool = False) -> Actor:
    return Actor(id, UUID(int=2), frozenset(roles), None, left)


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("role", Role)
def test_who_sees_a_meeting_and_a_fellow_in_it(role: Role, state: MeetingState) -> None:
    meeting, who = Meeting(state=state), member(role)
    audits = role is Role.AUDITOR and state in OVER
    sees = role in (*READING, Role.COORDINATOR) or audits
    assert bool(policy.may_see_meeting(who, meeting)) == sees
    assert bool(policy.may_read_fellow(who, meeting, FELLOW)) == (role in READING or audits)
    assert not policy.may_read_fellow(member(role, id=FELLOW), meeting, FELLOW)
    assert not policy.may_see_meeting(member(role, left=True), meeting)


@pytest.mark.parametrize("state", MeetingState)
def test_ratings_of_others_are_blind(state: MeetingState) -> None:
    meeting, mia = Meeting(state=state), member(Role.COMMITTEE)
    ask = policy.may_read_pre_ratings
    assert bool(ask(mia, meeting, FELLOW, False, False)) == (state in SHOWN)
    early = state is MeetingState.PRE_RATING
    assert bool(ask(mia, meeting, FELLOW, False, True)) == (state in SHOWN or early)
    assert not ask(mia, meeting, FELLOW, True, True)
    assert not ask(member(Role.FELLOW, id=FELLOW), meeting, FELLOW, False, True)
    assert not ask(member(Role.COORDINATOR), meeting, FELLOW, False, True)


@pytest.mark.parametrize("role", Role)
def test_who_takes_the_packet(role: Role) -> None:
    assert bool(policy.may_take_packet(member(role), Meeting(), False)) == (role in READING)
    assert not policy.may_take_packet(member(role), Meeting(), True)


@pytest.mark.parametrize(
    "place",
    [
        Place(),
        Place(seated=True, present=False),
        Place(seated=True, related=True),
        Place(seated=True, rated=True),
        Place(seated=True, is_next=False),
    ],
)
def test_who_does_not_rate(place: Place) -> None:
    meeting = Meeting(state=MeetingState.PRE_RATING)
    mia = member(Role.COMMITTEE)
    assert policy.may_pre_rate(mia, meeting, FELLOW, Place(seated=True))
    assert not policy.may_pre_rate(mia, meeting, FELLOW, place)
    assert not policy.may_pre_rate(member(Role.COMMITTEE, id=FELLOW), meeting, FELLOW, SEATED)
    assert not policy.may_pre_rate(mia, Meeting(), FELLOW, Place(seated=True))


def test_who_records_a_decision() -> None:
    chair, mia = member(Role.COMMITTEE, id=CHAIR), member(Role.COMMITTEE)
    assert policy.may_record(chair, Meeting(), FELLOW, SEATED)
    assert policy.may_record(member(Role.DIRECTOR), Meeting(), FELLOW, SEATED)
    assert not policy.may_record(mia, Meeting(), FELLOW, SEATED)
    related = Place(seated=True, present=True, related=True, chair_related=True)
    assert not policy.may_record(chair, Meeting(), FELLOW, related)
    instead = Place(seated=True, present=True, chair_related=True)
    assert policy.may_record(mia, Meeting(), FELLOW, instead)
    assert not policy.may_record(chair, Meeting(state=MeetingState.CLOSED), FELLOW, SEATED)


def test_a_letter_is_answered_by_its_fellow_alone() -> None:
    fellow, dana = member(Role.FELLOW, id=FELLOW), member(Role.DIRECTOR)
    assert policy.may_acknowledge(fellow, FELLOW) and policy.may_appeal(fellow, FELLOW, False)
    assert not policy.may_appeal(fellow, FELLOW, True)
    assert not policy.may_acknowledge(dana, FELLOW)
    assert policy.may_answer_appeal(dana, FELLOW, CHAIR, False)
    assert not policy.may_answer_appeal(dana, FELLOW, SOMEBODY, False)
    assert not policy.may_answer_appeal(dana, FELLOW, CHAIR, True)
    assert not policy.may_answer_appeal(fellow, FELLOW, CHAIR, False)


@pytest.mark.parametrize("role", Role)
def test_who_reads_what_was_written_to_a_fellow(role: Role) -> None:
    reads = role in (*READING, Role.AUDITOR)
    assert bool(policy.may_read_of(member(role), FELLOW)) == reads
    assert policy.may_read_of(member(role, id=FELLOW), FELLOW)
    assert bool(policy.may_read_plan(member(role), FELLOW, CHAIR)) == reads
    assert policy.may_read_plan(member(role), FELLOW, SOMEBODY)


def test_a_plan_is_finished_by_who_sees_to_it() -> None:
    owner = member(Role.SUPERVISOR)
    assert policy.may_finish_plan(owner, FELLOW, SOMEBODY, False)
    assert not policy.may_finish_plan(owner, FELLOW, SOMEBODY, True)
    assert not policy.may_finish_plan(owner, FELLOW, CHAIR, False)
    assert not policy.may_finish_plan(member(Role.DIRECTOR, id=FELLOW), FELLOW, CHAIR, False)
