"""What a competency of one fellow can be signed on: every piece with what it says today.

The same list is shown, hashed into what is signed, and kept as the grounds of the sign-off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.assessments import SAID
from logbook.domain.cases import Answer
from logbook.domain.cases import State as CaseState
from logbook.domain.catalogue import CaseRole
from logbook.domain.credentials import Validity, validity
from logbook.domain.curriculum import Curriculum
from logbook.domain.evidence import ActivityEvidence, CredentialEvidence
from logbook.domain.portfolio import ItemState
from logbook.domain.requirements import Requirement, cases_asked
from logbook.domain.signatures import Ground, digest
from logbook.models.assessments import Assessment
from logbook.models.cases import Case, CaseAnswer
from logbook.models.credentials import Credential
from logbook.models.identity import Account
from logbook.models.portfolio import PortfolioItem
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.policy.assessments import may_read_judgement
from logbook.queries.curriculum import confirmed_curriculum
from logbook.queries.progress import Enrolled, RequirementLine, progress_of


@dataclass(frozen=True, slots=True)
class CaseShown:
    id: UUID
    on: date
    procedure: str
    role: CaseRole | None
    """As the supervisor stated it."""
    supervisor: str
    scale: str | None
    level: str | None
    words: str


@dataclass(frozen=True, slots=True)
class AssessmentShown:
    id: UUID
    on: date
    form: str
    assessor: str
    scale: str | None
    level: str | None
    went_well: str
    next_step: str
    told: bool
    """Whether the reader may read what was said."""


@dataclass(frozen=True, slots=True)
class CredentialShown:
    id: UUID
    kind: str
    expires_on: date | None
    validity: Validity


@dataclass(frozen=True, slots=True)
class ItemShown:
    id: UUID
    on: date
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class EvidenceFor:
    """All for one competency of one fellow."""

    enrolled: Enrolled
    curriculum: Curriculum
    competency: str
    lines: list[RequirementLine]
    """What the curriculum wants met before this is signed."""
    cases: list[CaseShown]
    assessments: list[AssessmentShown]
    credentials: list[CredentialShown]
    items: list[ItemShown]
    grounds: tuple[Ground, ...]

    @property
    def missing(self) -> list[str]:
        """Ids of the requirements that are not met."""
        return [line.requirement.id for line in self.lines if not line.met]

    @property
    def seen(self) -> str:
        """The digest of all pieces: what a signer has seen is what is signed."""
        return digest(self.grounds)


def evidence_for(actor: Actor, enrollment_id: UUID, competency: str, today: date) -> EvidenceFor:
    """NoResultFound for an enrollment of another program; KeyError for a competency that its
    curriculum does not know. Whether the actor may see it is for the caller to ask."""
    progress = progress_of(actor, enrollment_id, today)
    enrolled = progress.enrolled
    curriculum = confirmed_curriculum(actor, enrolled.version_id)
    rule = curriculum.competencies[competency].sign_off
    own = [one for one in curriculum.requirements.values() if one.competency == competency]
    grounds: list[Ground] = []
    return EvidenceFor(
        enrolled,
        curriculum,
        competency,
        lines_wanted(progress.lines, competency, rule.evidence),
        _cases(actor, enrollment_id, categories_of(curriculum, competency, own), grounds),
        _assessments(actor, enrollment_id, competency, grounds),
        _credentials(actor, enrolled.fellow_id, own, today, grounds),
        _items(actor, enrollment_id, own, grounds),
        tuple(grounds),
    )


def lines_wanted(
    lines: Sequence[RequirementLine], competency: str, named: tuple[str, ...] | None
) -> list[RequirementLine]:
    """Those that the rule names, or all that hold somebody up for this competency."""
    if named is not None:
        return [line for line in lines if line.requirement.id in named]
    return [
        line
        for line in lines
        if line.requirement.competency == competency
        and line.requirement.blocks
        and line.required is not None
    ]


def categories_of(
    curriculum: Curriculum, competency: str, own: Sequence[Requirement]
) -> frozenset[str]:
    """Of the cases that show this competency."""
    belonging = {one.id for one in curriculum.categories.values() if one.competency == competency}
    return frozenset(belonging | {rule.category for one in own if (rule := cases_asked(one))})


def _cases(
    actor: Actor, enrollment_id: UUID, categories: frozenset[str], grounds: list[Ground]
) -> list[CaseShown]:
    rows = db.session.execute(
        select(Case, CaseAnswer, Account.name)
        .join(
            CaseAnswer,
            (CaseAnswer.program_id == Case.program_id)
            & (CaseAnswer.case_id == Case.id)
            & (CaseAnswer.case_revision == Case.revision - 1)
            & (CaseAnswer.answer == Answer.APPROVED),
        )
        .join(
            Membership,
            (Membership.program_id == Case.program_id) & (Membership.id == Case.supervisor_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(
            Case.program_id == actor.program_id,
            Case.enrollment_id == enrollment_id,
            Case.state == CaseState.APPROVED,
            Case.category.in_(categories),
        )
        .order_by(Case.performed_on, Case.id)
    ).all()
    for case, answer, _ in rows:
        grounds.append(Ground("case", case.id, case.seal().hex()))
        grounds.append(Ground("case_answer", answer.id, answer.seal().hex()))
    return [_case(case, answer, name) for case, answer, name in rows]


def _case(case: Case, answer: CaseAnswer, supervisor: str) -> CaseShown:
    return CaseShown(
        case.id,
        case.performed_on,
        case.procedure,
        case.credited_role,
        supervisor,
        answer.scale,
        answer.level,
        answer.words,
    )


def _assessments(
    actor: Actor, enrollment_id: UUID, competency: str, grounds: list[Ground]
) -> list[AssessmentShown]:
    rows = db.session.execute(
        select(Assessment, Account.name)
        .join(
            Membership,
            (Membership.program_id == Assessment.program_id)
            & (Membership.id == Assessment.assessor_id),
        )
        .join(Account, Account.id == Membership.account_id)
        .where(
            Assessment.program_id == actor.program_id,
            Assessment.enrollment_id == enrollment_id,
            Assessment.competency == competency,
            Assessment.state.in_(SAID),
        )
        .order_by(Assessment.happened_on, Assessment.id)
    ).all()
    grounds.extend(Ground("assessment", one.id, one.seal().hex()) for one, _ in rows)
    return [_shown(actor, one, name) for one, name in rows]


def _shown(actor: Actor, one: Assessment, assessor: str) -> AssessmentShown:
    told = bool(may_read_judgement(actor, one))
    return AssessmentShown(
        one.id,
        one.happened_on,
        one.form,
        assessor,
        one.scale if told else None,
        one.level if told else None,
        one.went_well if told else "",
        one.next_step if told else "",
        told,
    )


def _credentials(
    actor: Actor, fellow_id: UUID, own: Sequence[Requirement], today: date, grounds: list[Ground]
) -> list[CredentialShown]:
    found = db.session.scalars(
        select(Credential)
        .where(
            Credential.program_id == actor.program_id,
            Credential.member_id == fellow_id,
            Credential.verified_at.is_not(None),
            Credential.withdrawn_at.is_(None),
        )
        .order_by(Credential.kind, Credential.id)
    )
    wanted = [one for one in found if _concerns(own, _as_evidence(one))]
    grounds.extend(Ground("credential", one.id, one.seal().hex()) for one in wanted)
    return [
        CredentialShown(
            one.id, one.kind, one.expires_on, validity(one.issued_on, one.expires_on, today)
        )
        for one in wanted
    ]


def _items(
    actor: Actor, enrollment_id: UUID, own: Sequence[Requirement], grounds: list[Ground]
) -> list[ItemShown]:
    found = db.session.scalars(
        select(PortfolioItem)
        .where(
            PortfolioItem.program_id == actor.program_id,
            PortfolioItem.enrollment_id == enrollment_id,
            PortfolioItem.state == ItemState.ACCEPTED,
        )
        .order_by(PortfolioItem.done_on, PortfolioItem.id)
    )
    wanted = [
        one for one in found if _concerns(own, ActivityEvidence(one.kind, one.done_on, one.minutes))
    ]
    grounds.extend(Ground("portfolio_item", one.id, one.seal().hex()) for one in wanted)
    return [ItemShown(one.id, one.done_on, one.kind, one.title) for one in wanted]


def _as_evidence(one: Credential) -> CredentialEvidence:
    return CredentialEvidence(one.kind, one.issued_on, one.expires_on)


def _concerns(own: Sequence[Requirement], evidence: CredentialEvidence | ActivityEvidence) -> bool:
    return any(one.rule.concerned_by(evidence) for one in own)
