"""What can happen, in the past tense. Events keep codes, numbers and ids; never a sentence."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import ClassVar, TypeVar, dataclass_transform
from uuid import UUID

E = TypeVar("E", bound="Event")

EVENTS: dict[str, type["Event"]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to one subject."""

    name: ClassVar[str]
    subject_id: UUID

    def facts(self) -> dict[str, object]:
        """All but the subject, as plain JSON values."""
        return {
            field.name: plain(getattr(self, field.name))
            for field in fields(self)
            if field.name != "subject_id"
        }


def plain(value: object) -> object:
    """Ids as text, collections as lists; numbers, texts and None as they are."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (tuple, frozenset)):
        return [plain(part) for part in value]
    return value


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event(name: str) -> Callable[[type[E]], type[E]]:
    """Make a class an event under this name in the ledger; a name never changes its meaning."""

    def make(kind: type[E]) -> type[E]:
        made = dataclass(frozen=True, slots=True, kw_only=True)(kind)
        made.name = name
        EVENTS[name] = made
        return made

    return make


# ── identity: the installation's ledger ──────────────────────────────────────────────────────


@event("account.created")
class AccountCreated(Event):
    pass


@event("account.settings_changed")
class AccountSettingsChanged(Event):
    pass


@event("account.signed_in")
class SignedIn(Event):
    session_id: UUID


@event("account.sign_in_refused")
class SignInRefused(Event):
    """Subject: the account, or the installation when there is none; the address is not kept."""

    throttled: bool


@event("account.signed_out")
class SignedOut(Event):
    everywhere: bool = False


@event("account.program_switched")
class ProgramSwitched(Event):
    program_id: UUID


@event("account.password_link_asked")
class PasswordLinkAsked(Event):
    pass


@event("account.password_set")
class PasswordSet(Event):
    pass


@event("program.created")
class ProgramCreated(Event):
    pass


# ── programs ─────────────────────────────────────────────────────────────────────────────────


@event("member.invited")
class MemberInvited(Event):
    roles: tuple[str, ...]


@event("member.invitation_revoked")
class InvitationRevoked(Event):
    pass


@event("member.joined")
class MemberJoined(Event):
    roles: tuple[str, ...]


@event("member.roles_changed")
class MemberRolesChanged(Event):
    roles: tuple[str, ...]


@event("member.left")
class MemberLeft(Event):
    on: str


@event("member.since_changed")
class MemberSinceChanged(Event):
    since: str
    before: str


@event("member.returned")
class MemberReturned(Event):
    pass


@event("site.added")
class SiteAdded(Event):
    pass


# ── curriculum ───────────────────────────────────────────────────────────────────────────────


@event("curriculum.published")
class CurriculumPublished(Event):
    curriculum: str
    edition: str
    sha256: str


@event("curriculum.figure_confirmed")
class FigureConfirmed(Event):
    """Subject: the version. `figure_seal`: of the confirmation, in hex."""

    requirement: str
    value: int
    figure_id: UUID
    figure_seal: str


@event("enrollment.begun")
class FellowEnrolled(Event):
    fellow_id: UUID
    version_id: UUID


@event("enrollment.changed")
class EnrollmentChanged(Event):
    pass


# ── cases ────────────────────────────────────────────────────────────────────────────────────


@event("case.drafted")
class CaseDrafted(Event):
    pass


@event("case.changed")
class CaseChanged(Event):
    pass


@event("case.submitted")
class CaseSubmitted(Event):
    supervisor_id: UUID
    role: str


@event("case.imported")
class CaseImported(Event):
    batch_id: UUID
    row: int
    state: str


@event("case.withdrawn")
class CaseWithdrawn(Event):
    pass


@event("case.reopened")
class CaseReopened(Event):
    pass


@event("case.voided")
class CaseVoided(Event):
    pass


@event("case.reassigned")
class CaseReassigned(Event):
    supervisor_id: UUID
    before_id: UUID | None


# ── approval ─────────────────────────────────────────────────────────────────────────────────


@event("case.approved")
class CaseApproved(Event):
    answer_id: UUID
    role_logged: str
    role_stated: str
    scale: str
    level: str
    answer_seal: str


@event("case.returned")
class CaseReturned(Event):
    answer_id: UUID
    answer_seal: str


@event("case.not_observed")
class CaseNotObserved(Event):
    answer_id: UUID
    answer_seal: str


@event("case.answer_undone")
class AnswerUndone(Event):
    answer_id: UUID


# ── exchange ─────────────────────────────────────────────────────────────────────────────────


@event("import.prepared")
class ImportPrepared(Event):
    """Subject: the batch."""

    rows: int
    faulty: int


@event("import.advanced")
class ImportAdvanced(Event):
    done: int
    added: int


@event("import.undone")
class ImportUndone(Event):
    withdrawn: int


@event("cases.exported")
class CasesExported(Event):
    """Subject: the enrollment whose log left the service."""

    rows: int
    form: str
