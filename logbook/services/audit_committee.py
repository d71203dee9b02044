"""Which records of the committee `flask ledger verify` holds against the ledger."""

from logbook.models.committee import AgendaItem, CommitteeMeeting, CommitteeSeat, PreRating
from logbook.models.committee_decisions import (
    CommitteeDecision,
    CommitteeDissent,
    CommitteeLetter,
    CommitteePlan,
    MeetingEvidence,
    MeetingMinutes,
)
from logbook.models.milestones import SelfRating

Sat = CommitteeMeeting | CommitteeSeat | AgendaItem | PreRating | SelfRating
CommitteeKept = (
    Sat
    | CommitteeDecision
    | CommitteeDissent
    | CommitteePlan
    | CommitteeLetter
    | MeetingMinutes
    | MeetingEvidence
)
COMMITTEE_KINDS: tuple[type[CommitteeKept], ...] = (
    CommitteeMeeting,
    CommitteeSeat,
    AgendaItem,
    PreRating,
    SelfRating,
    CommitteeDecision,
    CommitteeDissent,
    CommitteePlan,
    CommitteeLetter,
    MeetingEvidence,
    MeetingMinutes,
)
