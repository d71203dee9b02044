"""What the committee decides, from the discussion to the letter and the appeal."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from logbook.database import db
from logbook.domain.committee import (
    AppealOutcome,
    DecisionTerms,
    Outcome,
)
from logbook.domain.evidence import MilestoneEvidence
from logbook.domain.life import ImpossibleStep
from logbook.models.committee_decisions import CommitteeDecision
from logbook.models.reminders import Letter
from logbook.models.signatures import Signature
from logbook.queries.committee_decisions import dissents_of, letters_to
from logbook.queries.committee_minutes import approved
from logbook.queries.evidence import evidence_of
from logbook.queries.milestones import draft_in, latest, reviews_of
from logbook.services import (
    audit,
    committee_decisions,
    committee_letters,
    committee_minutes,
    committee_rating,
    committee_session,
    milestones,
)
from logbook.services.milestones import Rated
from logbook.services.refusals import Conflict, Invalid, Refused
from tests.cast import RIVERSIDE, TODAY, Member
from tests.makers import committee as made
from tests.makers.records import all_levels


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


def test_what_was_agreed_on_reaches_the_fellow_with_the_minutes(
    app: Flask, mia: Member, dana: Member, asha: Member
) -> None:
    meeting_id = made.a_session()
    made.decide(meeting_id, asha)
    made.close(meeting_id)
    assert asha.enrollment_id is not None
    assert reviews_of(asha.actor, asha.enrollment_id) == []
    assert evidence_of(RIVERSIDE, asha.enrollment_id, {MilestoneEvidence}) == []
    (held,) = reviews_of(dana.actor, asha.enrollment_id)
    assert held.agreed and draft_in([held]) is None
    with pytest.raises(Conflict):
        rated = Rated(held.reviewed_on, all_levels("5"))
        milestones.write(
            dana.actor, held.id, asha.enrollment_id, held.revision, rated, record=False
        )
    made.approve(meeting_id)
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
