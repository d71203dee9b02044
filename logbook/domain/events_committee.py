"""What can happen in the committee. Ratings, decisions and words stay out of the ledger, their
seals are in it: whoever reads the ledger must not learn what a member said before the others."""

from uuid import UUID

from logbook.domain.events import Event, event


@event("meeting.planned")
class MeetingPlanned(Event):
    """Subject: the meeting."""

    on: str
    chair_id: UUID
    fellows: int


@event("meeting.changed")
class MeetingChanged(Event):
    """Subject: the meeting, which is still ahead."""

    on: str
    chair_id: UUID
    fellows: int


@event("meeting.moved")
class MeetingMoved(Event):
    """Subject: the meeting, which is in another state now."""

    before: str
    state: str
    missing: int
    """Ratings that were not in; of interest when the session is opened."""


@event("meeting.member_invited")
class MemberSeated(Event):
    """Subject: the seat."""

    meeting_id: UUID
    member_id: UUID
    invited: bool


@event("meeting.attendance_noted")
class AttendanceNoted(Event):
    """Subject: the seat."""

    meeting_id: UUID
    member_id: UUID
    present: bool


@event("meeting.fellow_listed")
class FellowListed(Event):
    """Subject: the item of the agenda."""

    meeting_id: UUID
    fellow_id: UUID
    listed: bool


@event("meeting.pre_rated")
class PreRated(Event):
    """Subject: the rating."""

    meeting_id: UUID
    fellow_id: UUID


@event("meeting.discussion_begun")
class DiscussionBegun(Event):
    """Subject: the item of the agenda."""

    fellow_id: UUID


@event("meeting.discussion_ended")
class DiscussionEnded(Event):
    """Subject: the item of the agenda."""

    fellow_id: UUID


@event("meeting.consensus_kept")
class ConsensusKept(Event):
    """Subject: the item of the agenda."""

    fellow_id: UUID


@event("committee.decided")
class CommitteeDecided(Event):
    """Subject: the decision."""

    fellow_id: UUID
    number: int


@event("committee.evidence_kept")
class EvidenceKept(Event):
    """Subject: the evidence as it stood then."""

    fellow_id: UUID


@event("committee.dissented")
class CommitteeDissented(Event):
    """Subject: the dissent."""

    decision_id: UUID
    member_id: UUID


@event("committee.plan_made")
class PlanMade(Event):
    """Subject: the plan."""

    fellow_id: UUID
    owner_id: UUID
    due_on: str


@event("committee.plan_done")
class PlanDone(Event):
    """Subject: the plan."""

    fellow_id: UUID


@event("committee.minutes_approved")
class MinutesApproved(Event):
    """Subject: the minutes; after the first, an amendment."""

    meeting_id: UUID
    number: int


@event("committee.letter_written")
class CommitteeLetterWritten(Event):
    """Subject: the letter to the fellow."""

    fellow_id: UUID
    decision_id: UUID


@event("committee.letter_acknowledged")
class CommitteeLetterAcknowledged(Event):
    """Subject: the letter."""


@event("committee.appeal_opened")
class AppealOpened(Event):
    """Subject: the letter whose decision the fellow appeals."""


@event("committee.appeal_answered")
class AppealAnswered(Event):
    """Subject: the letter."""

    outcome: str


@event("milestones.self_rated")
class MilestonesSelfRated(Event):
    """Subject: the fellow's own rating."""

    fellow_id: UUID
    on: str


@event("packet.asked")
class PacketAsked(Event):
    """Subject: the packet of a meeting."""

    meeting_id: UUID


@event("packet.made")
class PacketMade(Event):
    size: int
    sha256: str


@event("packet.taken")
class PacketTaken(Event):
    """A file of it left."""

    form: str
