"""Who plans and runs the committee's meetings, who rates and decides, and who reads what."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from logbook.domain.committee import AHEAD, OVER, SHOWN, MeetingState
from logbook.domain.decisions import YES, Decision, no
from logbook.policy.actors import Actor, Role
from logbook.policy.cases import has_not_left

READERS = (Role.COMMITTEE, Role.DIRECTOR)
"""Who reads evidence, decisions and minutes, and can be invited."""
PLANNERS = (Role.COORDINATOR, Role.DIRECTOR)


class MeetingLike(Protocol):
    @property
    def chair_id(self) -> UUID: ...
    @property
    def state(self) -> MeetingState: ...


@dataclass(frozen=True, slots=True)
class Place:
    """How a member stands to a meeting and to one fellow of its agenda."""

    seated: bool = False
    """Invited."""
    present: bool | None = None
    """None before anybody has noted it."""
    related: bool = False
    """A conflict of interest between the two is declared."""
    chair_related: bool = False
    """One between the chair and the fellow is."""
    rated: bool = False
    is_next: bool = True
    """In the order of the agenda, this fellow is the next whom the member rates."""


def may_list(actor: Actor) -> Decision:
    if actor.is_(*READERS, Role.COORDINATOR, Role.AUDITOR):
        return has_not_left(actor)
    return no("Only the committee and those who run the program see its meetings.")


def may_open_own(actor: Actor) -> Decision:
    """What the committee wrote to oneself, and how one rates oneself."""
    if actor.is_(Role.FELLOW):
        return YES
    return no("Only fellows get letters of the committee.")


def may_plan(actor: Actor) -> Decision:
    if actor.is_(*PLANNERS):
        return has_not_left(actor)
    return no("Only a coordinator or a director plans a meeting.")


def may_see_meeting(actor: Actor, meeting: MeetingLike) -> Decision:
    """Its agenda and who was there. An auditor: once it is over."""
    if actor.is_(*READERS, Role.COORDINATOR):
        return has_not_left(actor)
    if actor.is_(Role.AUDITOR) and meeting.state in OVER:
        return has_not_left(actor)
    return no("Only the committee and those who run the program see its meetings.")


def may_change(actor: Actor, meeting: MeetingLike) -> Decision:
    if meeting.state is not MeetingState.PLANNED:
        return no("The members have begun; the agenda stays as it is.")
    return may_plan(actor)


def may_cancel(actor: Actor, meeting: MeetingLike) -> Decision:
    if meeting.state not in AHEAD:
        return no("This meeting has begun.")
    return may_plan(actor)


def may_ask(actor: Actor, meeting: MeetingLike) -> Decision:
    """For the ratings before the meeting."""
    if meeting.state is not MeetingState.PLANNED:
        return no("The members have been asked for their ratings.")
    return may_plan(actor) if actor.id != meeting.chair_id else has_not_left(actor)


def may_lead(actor: Actor, meeting: MeetingLike) -> Decision:
    """Open and close the session, and run it."""
    if actor.id == meeting.chair_id or actor.is_(Role.DIRECTOR):
        return has_not_left(actor)
    return no("Only the chair or a director runs the session.")


def may_note_attendance(actor: Actor, meeting: MeetingLike) -> Decision:
    if meeting.state in OVER or meeting.state is MeetingState.CANCELLED:
        return no("This meeting is over.")
    if actor.is_(Role.COORDINATOR):
        return has_not_left(actor)
    return may_lead(actor, meeting)


def may_read_fellow(actor: Actor, meeting: MeetingLike, fellow_id: UUID) -> Decision:
    """The page of one fellow in a meeting, with the evidence."""
    if actor.id == fellow_id:
        return no("Nobody sits on their own committee; you get a letter.")
    if actor.is_(*READERS) or (actor.is_(Role.AUDITOR) and meeting.state in OVER):
        return has_not_left(actor)
    return no("Only members of the committee and directors see this.")


def may_read_pre_ratings(
    actor: Actor, meeting: MeetingLike, fellow_id: UUID, related: bool, all_in: bool
) -> Decision:
    """Those of the others: each is to be the member's own."""
    if related:
        return no("A conflict of interest between you and this fellow is declared.")
    if meeting.state in SHOWN or (all_in and meeting.state is MeetingState.PRE_RATING):
        return may_read_fellow(actor, meeting, fellow_id)
    return no("Shown when all are in, or when the chair opens the session.")


def takes_part(actor: Actor, fellow_id: UUID, place: Place) -> Decision:
    """In what is said about this fellow."""
    if actor.id == fellow_id:
        return no("Nobody decides about themselves.")
    if not place.seated:
        return no("Only members who are invited to this meeting take part.")
    if place.present is False:
        return no("You are noted as absent from this meeting.")
    if place.related:
        return no("A conflict of interest between you and this fellow is declared.")
    return has_not_left(actor)


def may_pre_rate(actor: Actor, meeting: MeetingLike, fellow_id: UUID, place: Place) -> Decision:
    if meeting.state is not MeetingState.PRE_RATING:
        return no("Ratings are given between the invitation and the session.")
    decision = takes_part(actor, fellow_id, place)
    if not decision:
        return decision
    if place.rated:
        return no("You have rated this fellow; what is sent stays.")
    return YES if place.is_next else no("Rate the fellows in the order of the agenda.")


def may_record(actor: Actor, meeting: MeetingLike, fellow_id: UUID, place: Place) -> Decision:
    """What the committee agrees and decides, while it sits: the chair or a director; of a fellow
    with whom the chair has a conflict of interest, any other member."""
    if meeting.state is not MeetingState.IN_SESSION:
        return no("This is recorded while the session is open.")
    decision = takes_part(actor, fellow_id, place)
    if not decision or place.chair_related:
        return decision
    return may_lead(actor, meeting)


def may_dissent(actor: Actor, meeting: MeetingLike, fellow_id: UUID, place: Place) -> Decision:
    if meeting.state not in (MeetingState.IN_SESSION, MeetingState.CLOSED):
        return no("Dissent is recorded before the minutes are approved.")
    return takes_part(actor, fellow_id, place)


def may_approve(actor: Actor, meeting: MeetingLike) -> Decision:
    """The minutes, and amendments to them."""
    if meeting.state not in OVER:
        return no("Minutes are approved once the session is closed.")
    if actor.id != meeting.chair_id:
        return no("Only the chair approves the minutes.")
    return has_not_left(actor)


def may_read_minutes(actor: Actor, meeting: MeetingLike, on_agenda: bool) -> Decision:
    """A coordinator plans meetings and reads nothing of what is said in them."""
    if on_agenda:
        return no("Nobody sits on their own committee; you get a letter.")
    if meeting.state not in OVER:
        return no("There are minutes once the session is closed.")
    if actor.is_(*READERS, Role.AUDITOR):
        return has_not_left(actor)
    return no("Only members of the committee and directors see this.")


def may_take_packet(actor: Actor, meeting: MeetingLike, on_agenda: bool) -> Decision:
    if on_agenda:
        return no("Nobody sits on their own committee; you get a letter.")
    if not actor.is_(*READERS):
        return no("Only members of the committee and directors take the packet.")
    if meeting.state is MeetingState.CANCELLED:
        return no("This meeting is cancelled.")
    return has_not_left(actor)


def may_read_of(actor: Actor, fellow_id: UUID) -> Decision:
    """Decisions, letters and own ratings of a fellow: themselves, and who reads the committee."""
    if actor.id == fellow_id:
        return YES
    if actor.is_(*READERS, Role.AUDITOR):
        return has_not_left(actor)
    return no("Only the fellow, the committee, directors and auditors see this.")


def may_read_plan(actor: Actor, fellow_id: UUID, owner_id: UUID) -> Decision:
    return YES if actor.id == owner_id else may_read_of(actor, fellow_id)


def may_finish_plan(actor: Actor, fellow_id: UUID, owner_id: UUID, done: bool) -> Decision:
    if done:
        return no("This plan is done.")
    if actor.id == fellow_id:
        return no("Who sees to the plan says that it is done.")
    if actor.id == owner_id or actor.is_(Role.DIRECTOR):
        return has_not_left(actor)
    return no("Only who sees to the plan or a director says that it is done.")


def may_acknowledge(actor: Actor, fellow_id: UUID) -> Decision:
    """Whoever has left has a right to this as well."""
    return YES if actor.id == fellow_id else no("Only the fellow answers this letter.")


def may_appeal(actor: Actor, fellow_id: UUID, appealed: bool) -> Decision:
    if appealed:
        return no("You have appealed against this decision.")
    return may_acknowledge(actor, fellow_id)


def may_answer(actor: Actor) -> Decision:
    """Appeals at all."""
    if actor.is_(*READERS):
        return has_not_left(actor)
    return no("Only members of the committee and directors answer an appeal.")


def may_answer_appeal(
    actor: Actor, fellow_id: UUID, recorded_by_id: UUID, related: bool
) -> Decision:
    """Somebody else than who recorded the decision."""
    if actor.id == fellow_id:
        return no("Nobody decides about themselves.")
    if actor.id == recorded_by_id:
        return no("You recorded this decision; somebody else answers the appeal.")
    if related:
        return no("A conflict of interest between you and this fellow is declared.")
    return may_answer(actor)


def may_rate_self(actor: Actor) -> Decision:
    if actor.is_(Role.FELLOW):
        return has_not_left(actor)
    return no("Only fellows rate themselves.")
