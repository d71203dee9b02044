"""List twin of `policy.sign_offs.may_view`, and how a member stands to a fellow."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select, true

from logbook.database import db
from logbook.domain.assessments import SAID
from logbook.domain.cases import State as CaseState
from logbook.models.assessments import Assessment
from logbook.models.cases import Case
from logbook.models.sign_offs import ConflictOfInterest, Judgement, JudgeSeat, SignOff
from logbook.policy.actors import Actor
from logbook.policy.cases import OVERSEERS
from logbook.prepared import Prepared

# Asked whenever a case is handed in or answered: part of the daily path.
_BETWEEN = Prepared(
    select(ConflictOfInterest.id).where(
        ConflictOfInterest.program_id == bindparam("in_program"),
        ConflictOfInterest.member_id == bindparam("first"),
        ConflictOfInterest.other_id == bindparam("second"),
        ConflictOfInterest.ended_at.is_(None),
    )
)


def sign_offs_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Always within the actor's own program."""
    ways: list[ColumnElement[bool]] = [SignOff.fellow_id == actor.id, is_asked(actor.id)]
    if actor.is_(*OVERSEERS) and not actor.left:
        ways.append(true())
    return and_(SignOff.program_id == actor.program_id, or_(*ways))


def is_asked(member_id: UUID) -> ColumnElement[bool]:
    """Whether this member is one of a sign-off's judges."""
    return (
        exists()
        .where(
            JudgeSeat.program_id == SignOff.program_id,
            JudgeSeat.sign_off_id == SignOff.id,
            JudgeSeat.judge_id == member_id,
        )
        .correlate(SignOff)
    )


def has_judged(member_id: UUID) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Judgement.program_id == SignOff.program_id,
            Judgement.sign_off_id == SignOff.id,
            Judgement.judge_id == member_id,
        )
        .correlate(SignOff)
    )


def are_related(program_id: UUID, one: UUID, other: UUID) -> bool:
    """Whether a conflict of interest between the two is declared."""
    first, second = sorted((one, other))  # as they are kept
    return bool(_BETWEEN.all(in_program=program_id, first=first, second=second))


def related_to(program_id: UUID, member_id: UUID) -> frozenset[UUID]:
    """With whom this member has a declared conflict of interest."""
    rows = db.session.execute(
        select(ConflictOfInterest.member_id, ConflictOfInterest.other_id).where(
            ConflictOfInterest.program_id == program_id,
            ConflictOfInterest.ended_at.is_(None),
            or_(
                ConflictOfInterest.member_id == member_id,
                ConflictOfInterest.other_id == member_id,
            ),
        )
    )
    return frozenset(one for row in rows for one in row if one != member_id)


def knows(actor: Actor, fellow_id: UUID) -> bool:
    """Whether the actor has approved a case of this fellow, or assessed them."""
    approved = select(Case.id).where(
        Case.program_id == actor.program_id,
        Case.fellow_id == fellow_id,
        Case.supervisor_id == actor.id,
        Case.state == CaseState.APPROVED,
    )
    assessed = select(Assessment.id).where(
        Assessment.program_id == actor.program_id,
        Assessment.fellow_id == fellow_id,
        Assessment.assessor_id == actor.id,
        Assessment.state.in_(SAID),
    )
    return any(db.session.scalars(one.limit(1)).first() is not None for one in (approved, assessed))
