"""Every table, imported once, and the names of those that belong to no program."""

from logbook.models.assessments import Assessment
from logbook.models.audit import LedgerEntry, LedgerHead
from logbook.models.calendars import CalendarFeed
from logbook.models.cases import Case, CaseAnswer
from logbook.models.certificates import Certificate
from logbook.models.checkpoints import SignedCheckpoint, SigningKey
from logbook.models.committee import (
    AgendaItem,
    CommitteeMeeting,
    CommitteePacket,
    CommitteeSeat,
    PreRating,
)
from logbook.models.committee_decisions import (
    CommitteeDecision,
    CommitteeDissent,
    CommitteeLetter,
    CommitteePlan,
    MeetingEvidence,
    MeetingMinutes,
)
from logbook.models.credentials import Credential
from logbook.models.curriculum import CurriculumVersion, Enrollment, FigureConfirmation
from logbook.models.curriculum_drafts import CurriculumDraft
from logbook.models.devices import Passkey, RecoveryCode, SecondFactor
from logbook.models.exchange import ImportBatch, ImportRow
from logbook.models.expected import ExpectedCase
from logbook.models.follow_ups import FollowUp
from logbook.models.hospital import (
    CodeMap,
    HospitalImport,
    HospitalImportRow,
    HospitalProcedure,
    HospitalStaff,
    KeptColumns,
)
from logbook.models.identity import Account, Attempt, PasswordLink, QueueLink, SignInSession
from logbook.models.institutions import Institution, InstitutionOfficer, ProgramRollup
from logbook.models.knowledge import Sitting
from logbook.models.milestones import MilestoneReview, SelfRating
from logbook.models.pinned_kinds import PinnedKind
from logbook.models.portfolio import PortfolioItem, TeachingSession
from logbook.models.privileges import Privilege
from logbook.models.programs import Invitation, Membership, Program, Site
from logbook.models.progress import Progress, ProgressMonth
from logbook.models.reconcile import HospitalShare, ReconcileAnswer
from logbook.models.record_copies import RecordCopy
from logbook.models.record_reads import RecordRead
from logbook.models.reminders import Delegation, Letter, LetterWish, Nudge, StandIn, WeekStanding
from logbook.models.rotations import Leave, Rotation
from logbook.models.rounds import FeedbackRound, RaterInvitation, RoundAnswer
from logbook.models.saved_views import SavedView
from logbook.models.seen_together import CodeSecret, SeenTogether
from logbook.models.sign_offs import (
    ConflictOfInterest,
    Judgement,
    JudgeSeat,
    SignOff,
    SignOffDecision,
    SignOffGround,
)
from logbook.models.signatures import Signature
from logbook.models.suggestions import Suggestion
from logbook.models.tokens import AnsweredRequest, ApiToken
from logbook.models.webhooks import Webhook, WebhookDelivery

REFERENCE_TABLES = frozenset(
    {"program", "account", "sign_in_session", "password_link", "queue_link", "attempt"}
    | {"signing_key", "second_factor", "recovery_code", "passkey"}
    | {"institution", "institution_officer"}
    | {"api_token"}
)
"""Shared by all programs; they never point at a program-owned table."""

__all__ = [
    "REFERENCE_TABLES",
    "Account",
    "AgendaItem",
    "AnsweredRequest",
    "ApiToken",
    "Assessment",
    "Attempt",
    "CalendarFeed",
    "Case",
    "CaseAnswer",
    "Certificate",
    "CodeMap",
    "CodeSecret",
    "CommitteeDecision",
    "CommitteeDissent",
    "CommitteeLetter",
    "CommitteeMeeting",
    "CommitteePacket",
    "CommitteePlan",
    "CommitteeSeat",
    "ConflictOfInterest",
    "Credential",
    "CurriculumDraft",
    "CurriculumVersion",
    "Delegation",
    "Enrollment",
    "ExpectedCase",
    "FeedbackRound",
    "FigureConfirmation",
    "FollowUp",
    "HospitalImport",
    "HospitalImportRow",
    "HospitalProcedure",
    "HospitalShare",
    "HospitalStaff",
    "ImportBatch",
    "ImportRow",
    "Institution",
    "InstitutionOfficer",
    "Invitation",
    "JudgeSeat",
    "Judgement",
    "KeptColumns",
    "Leave",
    "LedgerEntry",
    "LedgerHead",
    "Letter",
    "LetterWish",
    "MeetingEvidence",
    "MeetingMinutes",
    "Membership",
    "MilestoneReview",
    "Nudge",
    "Passkey",
    "PasswordLink",
    "PinnedKind",
    "PortfolioItem",
    "PreRating",
    "Privilege",
    "Program",
    "ProgramRollup",
    "Progress",
    "ProgressMonth",
    "QueueLink",
    "RaterInvitation",
    "ReconcileAnswer",
    "RecordCopy",
    "RecordRead",
    "RecoveryCode",
    "Rotation",
    "RoundAnswer",
    "SavedView",
    "SecondFactor",
    "SeenTogether",
    "SelfRating",
    "SignInSession",
    "SignOff",
    "SignOffDecision",
    "SignOffGround",
    "Signature",
    "SignedCheckpoint",
    "SigningKey",
    "Site",
    "Sitting",
    "StandIn",
    "Suggestion",
    "TeachingSession",
    "Webhook",
    "WebhookDelivery",
    "WeekStanding",
]
