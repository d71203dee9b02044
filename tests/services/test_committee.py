"""A meeting of the committee from its plan to the letters."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from logbook.database import db
from logbook.domain.committee import (
    AppealOutcome,
    DecisionTerms,
    MeetingState,
    Outcome,
)
from logbook.domain.evidence import MilestoneEvidence
from logbook.domain.life import ImpossibleStep
from logbook.models.committee import PreRating
from logbook.models.committee_decisions import CommitteeDecision
from logbook.models.reminders import Letter
from logbook.models.signatures import Signature
from logbook.policy.actors import Role
from logbook.queries.committee_decisions import dissents_of, letters_to
from logbook.queries.committee_minutes import approved
from logbook.queries.evidence import evidence_of
from logbook.queries.milestones import latest, reviews_of
from logbook.services import (
    audit,
    committee_decisions,
    committee_letters,
    committee_meetings,
    committee_minutes,
    committee_rating,
    committee_session,
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


def test_one_fellow_is_talked_about_at_a_time(
    app: Flask, mia: Member, asha: Member, finn: Member
) -> None:
    meeting_id = made.a_session()
    committee_session.begin_discussion(mia.actor, meeting_id, asha.id)
    committee_session.begin_discussion(mia.actor, meeting_id, finn.id)
    first, second = (made.the_item(meeting_id, one) for one in (asha, finn))
    assert first.ended_at is not None
    assert second.began_at is not None and second.ended_at is None
    with pytest.raises(Invalid):
        made.close(meeting_id)
    committee_session.end_discussion(mia.actor, meeting_id, finn.id)
    made.close(meeting_id)


def test_a_decision_makes_what_was_agreed_on_evidence(
    app: Flask, mia: Member, asha: Member
) -> None:
    meeting_id = made.a_session()
    made.decide(meeting_id, asha)
    assert asha.enrollment_id is not None
    review = latest(reviews_of(asha.actor, asha.enrollment_id))
    assert review is not None and dict(review.levels) == all_levels("3")
    shown = evidence_of(RIVERSIDE, asha.enrollment_id, {MilestoneEvidence})
    assert len(shown) == len(all_levels())


def test_nothing_is_decided_before_all_is_agreed_on(app: Flask, mia: Member, asha: Member) -> None:
    meeting_id = made.a_session()
    with pytest.raises(Invalid) as wrong:
        committee_decisions.decide(
            mia.actor, meeting_id, asha.id, uuid4(), DecisionTerms(Outcome.PROGRESS, made.WHY)
        )
    assert "Agree on every" in wrong.value.complaints[""].id


def test_support_needs_a_plan(app: Flask, mia: Member, asha: Member) -> None:
    meeting_id = made.a_session()
    with pytest.raises(Invalid) as wrong:
        made.decide(meeting_id, asha, Outcome.FORMAL_PLAN)
    assert set(wrong.value.complaints) == {"what"}
    with pytest.raises(Invalid) as late:
        made.decide(
            meeting_id,
            asha,
            Outcome.FORMAL_PLAN,
            made.a_plan(due_on=TODAY - timedelta(days=1)),
        )
    assert set(late.value.complaints) == {"due_on"}


def test_a_decision_is_corrected_by_another_while_the_session_is_open(
    app: Flask, mia: Member, asha: Member
) -> None:
    meeting_id = made.a_session()
    first = made.decide(meeting_id, asha)
    second = made.decide(meeting_id, asha, Outcome.TARGETED_SUPPORT, made.a_plan())
    kept = db.session.scalars(select(CommitteeDecision).order_by(CommitteeDecision.number)).all()
    assert [(one.id, one.number) for one in kept] == [(first, 1), (second, 2)]
    made.close(meeting_id)
    with pytest.raises(Refused):
        made.decide(meeting_id, asha)
    made.approve(meeting_id)
    assert [one.decision.id for one in letters_to(asha.actor, asha.id)] == [second]


def test_a_member_dissents_and_the_minutes_say_why(
    app: Flask, mia: Member, dana: Member, asha: Member
) -> None:
    meeting_id = made.a_session()
    decision = made.decide(meeting_id, asha)
    made.dissent(meeting_id, asha, by=mia, of=dana)
    with pytest.raises(Invalid):
        made.dissent(meeting_id, asha, by=dana)
    [said] = dissents_of(mia.actor, [decision])[decision]
    assert (said.member, said.words) == ("Dana", "Too few lists seen.")
    made.close(meeting_id)
    made.approve(meeting_id)
    [minutes] = approved(mia.actor, meeting_id)
    assert minutes.said["fellows"][0]["decision"]["dissent"] == [
        {"name": "Dana", "words": "Too few lists seen."}
    ]
    with pytest.raises(Refused):
        made.dissent(meeting_id, asha, by=mia)


def test_only_the_chair_signs_the_minutes_and_only_as_seen(
    app: Flask, mia: Member, dana: Member, asha: Member
) -> None:
    meeting_id = made.a_session()
    made.decide(meeting_id, asha)
    made.close(meeting_id)
    with pytest.raises(Refused, match="chair"):
        made.approve(meeting_id, by=dana)
    seen = made.seen(meeting_id)
    made.dissent(meeting_id, asha, by=dana)
    with pytest.raises(Invalid) as wrong:
        committee_minutes.approve(mia.actor, meeting_id, uuid4(), seen, made.BY_PASSWORD)
    assert set(wrong.value.complaints) == {"seen"}
    minutes_id = made.approve(meeting_id)
    [signed] = db.session.scalars(select(Signature).where(Signature.record_id == minutes_id))
    assert signed.record == "meeting_minutes" and "Too few lists seen." in signed.text


def test_minutes_are_amended_and_never_changed(app: Flask, mia: Member) -> None:
    meeting_id = made.a_held_meeting()
    committee_minutes.amend(mia.actor, meeting_id, uuid4(), "Room 2.15.", made.BY_PASSWORD)
    first, second = approved(mia.actor, meeting_id)
    assert (first.said["place"], second.words) == ("Room 2.14", "Room 2.15.")
    with pytest.raises(ImpossibleStep):
        made.close(meeting_id)


def test_the_fellow_gets_a_letter_without_any_of_it_in_the_mail(
    app: Flask, asha: Member, finn: Member
) -> None:
    made.a_held_meeting()
    letter = made.the_letter(asha)
    assert letter.decision.outcome is Outcome.TARGETED_SUPPORT
    assert letters_to(finn.actor, finn.id) == []
    [mailed] = db.session.scalars(select(Letter).where(Letter.member_id == asha.id))
    assert mailed.facts == {"letter_id": str(letter.id)}
    for _ in range(2):
        committee_letters.acknowledge(asha.actor, letter.id)
    assert made.the_letter(asha).acknowledged_at is not None


def test_an_appeal_is_answered_by_somebody_else(
    app: Flask, asha: Member, mia: Member, dana: Member
) -> None:
    made.a_held_meeting()
    letter = made.the_letter(asha)
    with pytest.raises(Conflict):
        made.answered(letter.id)
    made.appealed(letter.id)
    with pytest.raises(Refused, match="somebody else"):
        committee_letters.answer_appeal(
            mia.actor, letter.id, uuid4(), committee_letters.Answer(AppealOutcome.STANDS, "No.")
        )
    made.answered(letter.id, AppealOutcome.CHANGED)
    changed, first = letters_to(asha.actor, asha.id)
    assert (first.outcome, first.answered_by) == (AppealOutcome.CHANGED, "Dana")
    assert (changed.decision.outcome, changed.decision.number) == (Outcome.PROGRESS, 2)
    with pytest.raises(Refused):
        made.appealed(first.id)


def test_a_plan_is_done_when_its_owner_says_so(app: Flask, asha: Member, dana: Member) -> None:
    made.a_held_meeting()
    plan = made.the_plan(asha)
    with pytest.raises(Refused):
        committee_decisions.finish_plan(asha.actor, plan.id, "")
    committee_decisions.finish_plan(dana.actor, plan.id, "Twelve lists seen.")
    db.session.expire_all()
    assert made.the_plan(asha).done_by_id == dana.id
    with pytest.raises(Refused):
        committee_decisions.finish_plan(dana.actor, plan.id, "")


def test_a_fellow_rates_themselves_once_a_day(app: Flask, asha: Member, ben: Member) -> None:
    committee_rating.rate_self(asha.actor, uuid4(), all_levels("2"), "More cervical work.")
    with pytest.raises(Conflict):
        committee_rating.rate_self(asha.actor, uuid4(), all_levels("3"), "")
    with pytest.raises(Refused):
        committee_rating.rate_self(ben.actor, uuid4(), all_levels("3"), "")


def test_the_ledger_holds_all_of_it_and_tells_no_rating(
    app: Flask, asha: Member, mia: Member
) -> None:
    made.a_held_meeting()
    made.appealed(made.the_letter(asha).id)
    assert audit.verify(RIVERSIDE) == []
