"""Meetings of the committee for tests: mia chairs, dana sits with her, asha and finn are talked
about."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from logbook.database import db
from logbook.domain.committee import (
    AppealOutcome,
    DecisionTerms,
    MeetingState,
    MeetingTerms,
    Outcome,
    PlanTerms,
)
from logbook.domain.signatures import Method, Proven
from logbook.models.committee import AgendaItem, CommitteeMeeting
from logbook.models.committee_decisions import CommitteeLetter, CommitteePlan
from logbook.queries.committee_board import Board, board
from logbook.queries.committee_decisions import LetterView, letters_to
from logbook.queries.committee_minutes import minutes_said
from logbook.services import (
    committee_decisions,
    committee_letters,
    committee_meetings,
    committee_minutes,
    committee_rating,
    committee_session,
)
from logbook.services.committee_letters import Answer
from logbook.services.committee_rating import Thought
from tests.cast import CAST, RIVERSIDE, TODAY, Member
from tests.makers.records import all_levels

BY_PASSWORD = Proven(Method.PASSWORD)
WHY = "Steady work in all clinics; ready for lists of their own."


def terms(
    fellows: Sequence[Member] = (), members: Sequence[Member] = (), held_on: date = TODAY
) -> MeetingTerms:
    mia, dana = CAST["mia"], CAST["dana"]
    return MeetingTerms(
        held_on=held_on,
        place="Room 2.14",
        chair_id=mia.id,
        member_ids=[one.id for one in members or (mia, dana)],
        fellow_ids=[one.id for one in fellows or (CAST["asha"], CAST["finn"])],
    )


def a_meeting(
    fellows: Sequence[Member] = (), members: Sequence[Member] = (), held_on: date = TODAY
) -> UUID:
    """Planned by cora."""
    meeting_id = uuid4()
    committee_meetings.plan(CAST["cora"].actor, meeting_id, terms(fellows, members, held_on))
    return meeting_id


def an_asked_meeting(fellows: Sequence[Member] = (), members: Sequence[Member] = ()) -> UUID:
    """The members are to rate."""
    meeting_id = a_meeting(fellows, members)
    committee_meetings.ask_for_ratings(CAST["cora"].actor, meeting_id)
    return meeting_id


def pre_rate(
    meeting_id: UUID,
    by: Member,
    fellow: Member,
    code: str = "3",
    proposes: Outcome = Outcome.PROGRESS,
) -> UUID:
    rating_id = uuid4()
    thought = Thought(all_levels(code), proposes, "Seen in clinic.")
    committee_rating.pre_rate(by.actor, meeting_id, fellow.id, rating_id, thought)
    return rating_id


def rate_all(meeting_id: UUID, *members: Member) -> None:
    for member in members:
        while (fellow_id := the_board(meeting_id, member).next_of(member.id)) is not None:
            fellow = next(one for one in CAST.values() if one.id == fellow_id)
            pre_rate(meeting_id, member, fellow)


def a_session(fellows: Sequence[Member] = (), members: Sequence[Member] = ()) -> UUID:
    """All have rated and are there; mia has opened it."""
    meeting_id = an_asked_meeting(fellows, members)
    rate_all(meeting_id, *(members or (CAST["mia"], CAST["dana"])))
    begin(meeting_id, *(members or (CAST["mia"], CAST["dana"])))
    return meeting_id


def begin(meeting_id: UUID, *members: Member) -> None:
    mia = CAST["mia"]
    for member in members:
        committee_meetings.note_attendance(mia.actor, meeting_id, member.id, present=True)
    committee_meetings.open_session(mia.actor, meeting_id)


def a_plan(owner: Member | None = None, due_on: date = TODAY + timedelta(days=60)) -> PlanTerms:
    what = "Two observed lists a week, with feedback the same day."
    return PlanTerms(what, (owner or CAST["dana"]).id, TODAY, due_on)


def agree(meeting_id: UUID, fellow: Member, code: str = "3", by: Member | None = None) -> None:
    item = the_item(meeting_id, fellow)
    committee_session.keep_consensus(
        (by or CAST["mia"]).actor, meeting_id, fellow.id, item.revision, all_levels(code), WHY
    )


def decide(
    meeting_id: UUID,
    fellow: Member,
    outcome: Outcome = Outcome.PROGRESS,
    plan: PlanTerms | None = None,
    by: Member | None = None,
) -> UUID:
    """Agreed on and decided, recorded by mia. Returns the decision's id."""
    agree(meeting_id, fellow, by=by)
    decision_id = uuid4()
    committee_decisions.decide(
        (by or CAST["mia"]).actor,
        meeting_id,
        fellow.id,
        decision_id,
        DecisionTerms(outcome, WHY, plan),
    )
    return decision_id


def dissent(meeting_id: UUID, fellow: Member, by: Member, of: Member | None = None) -> UUID:
    dissent_id = uuid4()
    committee_decisions.dissent(
        by.actor, meeting_id, fellow.id, (of or by).id, dissent_id, "Too few lists seen."
    )
    return dissent_id


def close(meeting_id: UUID) -> None:
    committee_meetings.close_session(CAST["mia"].actor, meeting_id)


def approve(meeting_id: UUID, by: Member | None = None) -> UUID:
    by, minutes_id = by or CAST["mia"], uuid4()
    committee_minutes.approve(by.actor, meeting_id, minutes_id, seen(meeting_id), BY_PASSWORD)
    return minutes_id


def seen(meeting_id: UUID) -> str:
    mia, found = CAST["mia"], the_meeting(meeting_id)
    said = minutes_said(mia.actor, the_board(meeting_id, mia), found.closed_at or found.planned_at)
    return committee_minutes.digest_of(said)


def a_held_meeting(outcome: Outcome = Outcome.TARGETED_SUPPORT) -> UUID:
    """Closed, decided about asha with a plan, dana dissenting, finn put off; minutes approved."""
    meeting_id, asha, dana = a_session(), CAST["asha"], CAST["dana"]
    committee_session.begin_discussion(CAST["mia"].actor, meeting_id, asha.id)
    decide(meeting_id, asha, outcome, a_plan())
    dissent(meeting_id, asha, dana)
    close(meeting_id)
    approve(meeting_id)
    return meeting_id


def appealed(letter_id: UUID) -> None:
    committee_letters.appeal(CAST["asha"].actor, letter_id, "The list of June is not counted.")


def answered(letter_id: UUID, outcome: AppealOutcome = AppealOutcome.STANDS) -> None:
    """By dana, who did not record it."""
    instead = DecisionTerms(Outcome.PROGRESS, WHY) if outcome is AppealOutcome.CHANGED else None
    answer = Answer(outcome, "We looked at the list of June again.", instead)
    committee_letters.answer_appeal(CAST["dana"].actor, letter_id, uuid4(), answer)


def the_letter(fellow: Member) -> LetterView:
    """The last one."""
    return letters_to(fellow.actor, fellow.id)[0]


def the_plan(fellow: Member) -> CommitteePlan:
    return db.session.query(CommitteePlan).filter_by(fellow_id=fellow.id).one()


def the_kept_letter(letter_id: UUID) -> CommitteeLetter:
    db.session.expire_all()
    return db.session.get_one(CommitteeLetter, (RIVERSIDE, letter_id))


def the_board(meeting_id: UUID, by: Member) -> Board:
    return board(by.actor, meeting_id)


def the_meeting(meeting_id: UUID) -> CommitteeMeeting:
    db.session.expire_all()
    return db.session.get_one(CommitteeMeeting, (RIVERSIDE, meeting_id))


def the_item(meeting_id: UUID, fellow: Member) -> AgendaItem:
    db.session.expire_all()
    return db.session.query(AgendaItem).filter_by(meeting_id=meeting_id, fellow_id=fellow.id).one()


def state_of(meeting_id: UUID) -> MeetingState:
    return the_meeting(meeting_id).state
