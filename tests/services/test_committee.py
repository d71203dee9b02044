"""A meeting of the committee: its plan, its members, and the ratings before it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from logbook.database import db
from logbook.domain.committee import (
    MeetingState,
    Outcome,
)
from logbook.models.committee import PreRating
from logbook.policy.actors import Role
from logbook.queries.committee_minutes import approved
from logbook.services import (
    committee_meetings,
    committee_rating,
    conflicts,
)
from logbook.services.committee_rating import Thought
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers import committee as made
from tests.makers.people import a_member
from tests.makers.records import all_levels

PATIENT = "Mr John Smith, MRN 123456, did badly."


def test_a_meeting_is_planned_whole(app: Flask, cora: Member, mia: Member) -> None:
    past = made.terms(held_on=TODAY - timedelta(days=1))
    with pytest.raises(Invalid) as wrong:
        committee_meetings.plan(cora.actor, uuid4(), past)
    assert set(wrong.value.complaints) == {"held_on"}
    with pytest.raises(Invalid) as alone:
        committee_meetings.plan(cora.actor, uuid4(), made.terms(members=[mia]))
    assert set(alone.value.complaints) == {"members"}


def test_nobody_sits_who_is_talked_about(app: Flask, cora: Member, mia: Member) -> None:
    terms = made.terms(members=[mia, cora])
    with pytest.raises(Invalid) as wrong:
        committee_meetings.plan(cora.actor, uuid4(), terms)
    assert set(wrong.value.complaints) == {"members"}


def test_an_agenda_is_changed_before_anybody_rates(
    app: Flask, cora: Member, asha: Member, finn: Member, mia: Member
) -> None:
    meeting_id = made.a_meeting()
    assert [one.fellow_id for one in made.the_board(meeting_id, mia).agenda] == [asha.id, finn.id]
    committee_meetings.change(cora.actor, meeting_id, 1, made.terms([finn]))
    assert [one.fellow_id for one in made.the_board(meeting_id, mia).agenda] == [finn.id]
    with pytest.raises(Conflict):
        committee_meetings.change(cora.actor, meeting_id, 1, made.terms([asha]))
    committee_meetings.ask_for_ratings(cora.actor, meeting_id)
    with pytest.raises(Refused):
        committee_meetings.change(cora.actor, meeting_id, 2, made.terms([asha]))


def test_fellows_are_rated_in_the_order_of_the_agenda(
    app: Flask, mia: Member, asha: Member, finn: Member
) -> None:
    meeting_id = made.an_asked_meeting([finn, asha])
    with pytest.raises(Refused, match="order of the agenda"):
        made.pre_rate(meeting_id, mia, asha)
    made.pre_rate(meeting_id, mia, finn)
    made.pre_rate(meeting_id, mia, asha)
    assert made.the_board(meeting_id, mia).next_of(mia.id) is None
    with pytest.raises(Refused, match="stays"):
        made.pre_rate(meeting_id, mia, finn)


def test_a_rating_is_whole_and_of_no_patient(app: Flask, mia: Member, asha: Member) -> None:
    meeting_id = made.an_asked_meeting([asha])
    levels = all_levels()
    first = next(iter(levels))
    with pytest.raises(Invalid) as wrong:
        committee_rating.pre_rate(
            mia.actor,
            meeting_id,
            asha.id,
            uuid4(),
            Thought({name: code for name, code in levels.items() if name != first}, None, PATIENT),
        )
    assert set(wrong.value.complaints) == {f"levels.{first}", "proposes", "words"}


def test_a_rating_that_is_sent_twice_is_one(app: Flask, mia: Member, asha: Member) -> None:
    meeting_id, rating_id = made.an_asked_meeting([asha]), uuid4()
    for _ in range(2):
        committee_rating.pre_rate(
            mia.actor, meeting_id, asha.id, rating_id, Thought(all_levels(), Outcome.PROGRESS)
        )
    assert len(db.session.scalars(select(PreRating)).all()) == 1


def test_the_database_keeps_a_rating_as_it_was(app: Flask, mia: Member, asha: Member) -> None:
    meeting_id = made.an_asked_meeting([asha])
    rating = db.session.get_one(PreRating, (RIVERSIDE, made.pre_rate(meeting_id, mia, asha)))
    rating.words = "Changed."
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.flush()
    db.session.rollback()


def test_who_is_related_to_a_fellow_takes_no_part(
    app: Flask, cora: Member, mia: Member, dana: Member, asha: Member, finn: Member
) -> None:
    third = a_member("Zoe", Role.COMMITTEE)
    conflicts.declare(cora.actor, uuid4(), mia.id, asha.id)
    meeting_id = made.an_asked_meeting([asha, finn], [mia, dana, third])
    assert made.the_board(meeting_id, mia).next_of(mia.id) == finn.id
    with pytest.raises(Refused, match="conflict of interest"):
        made.pre_rate(meeting_id, mia, asha)
    made.begin(meeting_id, mia, dana, third)
    with pytest.raises(Refused, match="conflict of interest"):
        made.agree(meeting_id, asha)
    made.decide(meeting_id, asha, by=third)
    made.close(meeting_id)
    made.approve(meeting_id)
    [minutes] = approved(mia.actor, meeting_id)
    about_asha = minutes.said["fellows"][0]
    assert about_asha["apart"] == [{"id": str(mia.id), "name": "Mia"}]
    assert about_asha["decision"]["recorded_by"] == "Zoe"


def test_the_database_refuses_the_rating_of_a_relative(
    app: Flask, cora: Member, mia: Member, asha: Member
) -> None:
    meeting_id = made.an_asked_meeting([asha])
    conflicts.declare(cora.actor, uuid4(), mia.id, asha.id)
    rating = PreRating(
        program_id=RIVERSIDE,
        id=uuid4(),
        meeting_id=meeting_id,
        fellow_id=asha.id,
        member_id=mia.id,
        levels={},
        proposes=Outcome.PROGRESS,
        given_at=made.the_meeting(meeting_id).planned_at,
    )
    db.session.add(rating)
    with pytest.raises(DatabaseError, match="conflict of interest"):
        db.session.flush()
    db.session.rollback()


def test_opening_keeps_how_many_ratings_were_missing(
    app: Flask, mia: Member, dana: Member, asha: Member
) -> None:
    meeting_id = made.an_asked_meeting([asha])
    made.pre_rate(meeting_id, mia, asha)
    assert not made.the_board(meeting_id, mia).all_in(asha.id)
    made.begin(meeting_id, mia, dana)
    assert (made.state_of(meeting_id), made.the_meeting(meeting_id).missing) == (
        MeetingState.IN_SESSION,
        1,
    )


def test_who_is_excused_is_waited_for_no_longer(
    app: Flask, mia: Member, dana: Member, asha: Member
) -> None:
    meeting_id = made.an_asked_meeting([asha])
    made.pre_rate(meeting_id, mia, asha)
    committee_meetings.note_attendance(mia.actor, meeting_id, dana.id, present=False)
    assert made.the_board(meeting_id, mia).all_in(asha.id)
    with pytest.raises(Refused, match="absent"):
        made.pre_rate(meeting_id, dana, asha)
