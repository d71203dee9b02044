"""The life of a meeting of the committee, and what is decided in it about each fellow."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from logbook.domain.case_content import about_text
from logbook.domain.competencies import Scale
from logbook.domain.decisions import Message, say
from logbook.domain.life import Life
from logbook.domain.milestones import codes

WORDS_LIMIT = 600
NARRATIVE_LIMIT = 3000
PLACE_LIMIT = 120
FEWEST_MEMBERS = 2
"""Whoever decides about a fellow does not do it alone."""


class MeetingState(StrEnum):
    PLANNED = "planned"
    PRE_RATING = "pre_rating"
    """Each member rates each fellow, and sees nothing of the others."""
    IN_SESSION = "in_session"
    CLOSED = "closed"
    """All is said; the minutes wait for the chair."""
    APPROVED = "approved"
    """The minutes are signed. From now on there are amendments only."""
    CANCELLED = "cancelled"


class MeetingStep(StrEnum):
    ASK = "ask"
    """The members, for their ratings before the meeting."""
    OPEN = "open"
    CLOSE = "close"
    APPROVE = "approve"
    CANCEL = "cancel"


TRANSITIONS: dict[tuple[MeetingState, MeetingStep], MeetingState] = {
    (MeetingState.PLANNED, MeetingStep.ASK): MeetingState.PRE_RATING,
    (MeetingState.PLANNED, MeetingStep.CANCEL): MeetingState.CANCELLED,
    (MeetingState.PRE_RATING, MeetingStep.OPEN): MeetingState.IN_SESSION,
    (MeetingState.PRE_RATING, MeetingStep.CANCEL): MeetingState.CANCELLED,
    (MeetingState.IN_SESSION, MeetingStep.CLOSE): MeetingState.CLOSED,
    (MeetingState.CLOSED, MeetingStep.APPROVE): MeetingState.APPROVED,
}
_LIFE = Life(TRANSITIONS)
after, allows = _LIFE.after, _LIFE.allows

AHEAD = frozenset({MeetingState.PLANNED, MeetingState.PRE_RATING})
SHOWN = frozenset({MeetingState.IN_SESSION, MeetingState.CLOSED, MeetingState.APPROVED})
"""The chair has opened the session: the ratings before it are no secret any more."""
OVER = frozenset({MeetingState.CLOSED, MeetingState.APPROVED})


class Outcome(StrEnum):
    """What the committee decides about a fellow. None of it signs a competency."""

    PROGRESS = "progress"
    TARGETED_SUPPORT = "targeted_support"
    FORMAL_PLAN = "formal_plan"
    PROMOTE = "promote"
    COMPLETE = "complete"


WITH_PLAN = frozenset({Outcome.TARGETED_SUPPORT, Outcome.FORMAL_PLAN})
"""What says that somebody needs help also says which, from whom and until when."""


class AppealOutcome(StrEnum):
    STANDS = "stands"
    CHANGED = "changed"


class PlanState(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"


def plan_state(done_at: datetime | None, due_on: date, today: date) -> PlanState:
    """The day it is due is still in time."""
    if done_at is not None:
        return PlanState.DONE
    return PlanState.OVERDUE if today > due_on else PlanState.OPEN


def minutes_of(began_at: datetime | None, ended_at: datetime | None, now: datetime) -> int:
    """How long a fellow was talked about, in whole minutes begun; one who is still talked about,
    until now."""
    if began_at is None:
        return 0
    seconds = max(0, int(((ended_at or now) - began_at).total_seconds()))
    return -(-seconds // 60)


@dataclass(frozen=True, slots=True)
class MeetingTerms:
    """What is entered where a meeting is planned."""

    held_on: date
    place: str
    chair_id: UUID
    member_ids: Sequence[UUID]
    fellow_ids: Sequence[UUID]
    """In the order in which they are rated and talked about."""


def about_meeting(
    terms: MeetingTerms, members: Collection[UUID], fellows: Collection[UUID], today: date
) -> dict[str, Message]:
    """What is wrong, by field. `members`, `fellows`: those who can be invited and talked about."""
    wrong: dict[str, Message] = {}
    if terms.held_on < today:
        wrong["held_on"] = say("This date is in the past.")
    if not terms.place.strip():
        wrong["place"] = say("Say where it is held, or that it is held online.")
    else:
        wrong |= dict(about_text("place", terms.place, PLACE_LIMIT))
    invited, listed = set(terms.member_ids), set(terms.fellow_ids)
    if len(invited) < FEWEST_MEMBERS:
        wrong["members"] = say("Invite at least %(n)s members.", n=FEWEST_MEMBERS)
    elif not invited <= set(members):
        wrong["members"] = say("Only members of the committee and directors are invited.")
    if terms.chair_id not in invited:
        wrong["chair"] = say("The chair is one of those who are invited.")
    if not listed:
        wrong["fellows"] = say("Choose at least one fellow.")
    elif not listed <= set(fellows):
        wrong["fellows"] = say("Choose fellows in training.")
    elif listed & invited:
        wrong["fellows"] = say("Nobody decides about themselves.")
    return wrong


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What a fellow is to do, who sees to it, and until when."""

    what: str
    owner_id: UUID | None
    starts_on: date
    due_on: date | None


@dataclass(frozen=True, slots=True)
class DecisionTerms:
    """What is entered where a decision is recorded."""

    outcome: Outcome
    words: str
    plan: PlanTerms | None = None


def about_decision(
    terms: DecisionTerms, owners: Collection[UUID], today: date
) -> dict[str, Message]:
    wrong = dict(about_text("words", terms.words.strip(), WORDS_LIMIT))
    if not terms.words.strip():
        wrong["words"] = say("Say why; the fellow reads it in the letter.")
    if terms.outcome in WITH_PLAN and terms.plan is None:
        wrong["what"] = say("Say what is to be done; this decision needs a plan.")
    if terms.plan is not None:
        wrong |= about_plan(terms.plan, owners, today)
    return wrong


def about_plan(plan: PlanTerms, owners: Collection[UUID], today: date) -> dict[str, Message]:
    wrong = dict(about_text("what", plan.what.strip(), WORDS_LIMIT))
    if not plan.what.strip():
        wrong["what"] = say("Say what is to be done; this decision needs a plan.")
    if plan.owner_id not in owners:
        wrong["owner"] = say("Choose who sees to it.")
    if plan.due_on is None:
        wrong["due_on"] = say("Say until when.")
    elif plan.due_on < max(today, plan.starts_on):
        wrong["due_on"] = say("This is before it begins.")
    return wrong


@dataclass(frozen=True, slots=True)
class Spread:
    """How the members rated one subcompetency before the meeting."""

    counts: tuple[tuple[str, int], ...]
    """Codes of the scale that were said, lowest first, and how often."""
    apart: int
    """How many steps of the scale lie between the lowest and the highest; 'not yet assessable' is
    no step."""

    @property
    def agreed(self) -> str | None:
        """The code that all said."""
        return self.counts[0][0] if len(self.counts) == 1 else None


def spread(levels: Sequence[Mapping[str, str]], subcompetency: str, scale: Scale) -> Spread:
    """Compared and counted, never averaged."""
    said = Counter(one[subcompetency] for one in levels if subcompetency in one)
    known = codes(scale)
    orders = [one.order for one in scale.levels if one.code in said]
    places = {one.order: place for place, one in enumerate(scale.levels)}
    apart = places[max(orders)] - places[min(orders)] if orders else 0
    return Spread(tuple((one.code, said[one.code]) for one in known if said[one.code]), apart)


def next_to_rate(
    agenda: Sequence[UUID], rated: Collection[UUID], not_for: Collection[UUID]
) -> UUID | None:
    """Whom a member rates next: fellows in the order of the agenda, without those whom they have
    rated and those with whom they have a conflict of interest. None when all are rated."""
    return next((one for one in agenda if one not in rated and one not in not_for), None)
