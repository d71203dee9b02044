"""List twin of `policy.sign_offs.may_view`, and how a member stands to a fellow."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, true

from logbook.database import db
from logbook.domain.assessments import SAID
from logbook.domain.cases import State as CaseState
from logbook.models.assessments import Assessment
from logbook.models.cases import Case
from logbook.models.sign_offs import Judgement, JudgeSeat, SignOff
from logbook.policy.actors import Actor
from logbook.policy.cases import OVERSEERS


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
