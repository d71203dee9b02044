"""What every step of a sign-off shares: finding it, who stands how to it, and signing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from logbook.database import db
from logbook.domain import sign_offs as life
from logbook.domain.decisions import Message
from logbook.domain.events_sign_offs import SignOffMoved
from logbook.domain.privileges import Field
from logbook.domain.sign_off_rule import SignOffRule
from logbook.domain.sign_offs import Decided, Step
from logbook.domain.signatures import Ground, Meaning, Proven, Statement
from logbook.models.columns import new_id
from logbook.models.curriculum import CurriculumVersion, Enrollment
from logbook.models.programs import Membership, Program
from logbook.models.sign_offs import (
    Judgement,
    JudgeSeat,
    SignOff,
    SignOffDecision,
    SignOffGround,
)
from logbook.policy.actors import Actor, Role
from logbook.policy.sign_offs import Candidate, Ties, is_proved
from logbook.queries.conflicts import related_to
from logbook.queries.curriculum import curriculum_of
from logbook.queries.privileges import entitled, fields_of
from logbook.queries.sign_off_evidence import EvidenceFor
from logbook.queries.sign_off_visibility import sign_offs_visible_to
from logbook.queries.signing_credentials import standing_of
from logbook.services import signatures
from logbook.services.unit import Unit


class AlreadyDone(Exception):
    """The same was sent before; nothing more is to be done."""


def find(actor: Actor, sign_off_id: UUID) -> SignOff:
    """One that the actor may see, locked for a change. NoResultFound otherwise."""
    _hold_evidence(actor, sign_off_id)
    return db.session.scalars(
        select(SignOff)
        .where(sign_offs_visible_to(actor), SignOff.id == sign_off_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _hold_evidence(actor: Actor, sign_off_id: UUID) -> None:
    """Whoever takes evidence of this fellow away waits until this is done, or this waits for them:
    nothing is granted on what is gone since it was read. Before the sign-off itself is locked,
    since they lock the two in this order."""
    of = select(SignOff.enrollment_id).where(
        SignOff.program_id == actor.program_id, SignOff.id == sign_off_id
    )
    held = select(Enrollment.id).where(
        Enrollment.program_id == actor.program_id, Enrollment.id.in_(of)
    )
    db.session.execute(held.with_for_update())


def rule_of(sign_off: SignOff) -> SignOffRule:
    curriculum = curriculum_of(sign_off.program_id, sign_off.version_id)
    return curriculum.competencies[sign_off.competency].sign_off


def today_in(unit: Unit) -> date:
    return day_of(unit.actor, unit.now)


def day_of(actor: Actor, at: datetime) -> date:
    """Which day it is then where the program is."""
    return db.session.get_one(Program, actor.program_id).day_of(at)


def judgements_of(sign_off: SignOff) -> list[Judgement]:
    """In the order of the seats."""
    return _parts(Judgement, sign_off, Judgement.place)


def seats_of(sign_off: SignOff) -> list[JudgeSeat]:
    return _parts(JudgeSeat, sign_off, JudgeSeat.place)


def decisions_of(sign_off: SignOff) -> list[SignOffDecision]:
    return _parts(SignOffDecision, sign_off, SignOffDecision.decided_at, SignOffDecision.id)


_Part = TypeVar("_Part", Judgement, JudgeSeat, SignOffDecision)


def _parts(kind: type[_Part], sign_off: SignOff, *order: InstrumentedAttribute[Any]) -> list[_Part]:
    return list(
        db.session.scalars(
            select(kind)
            .where(kind.program_id == sign_off.program_id)
            .where(kind.sign_off_id == sign_off.id)
            .order_by(*order)
        )
    )


def ties_to(actor: Actor, sign_off: SignOff) -> Ties:
    """How the actor stands to a sign-off, read while it is locked."""
    seats, judgements = seats_of(sign_off), judgements_of(sign_off)
    own = next((seat.place for seat in seats if seat.judge_id == actor.id), None)
    taken = {one.place for one in judgements}
    in_order = rule_of(sign_off).in_order
    before = set(range(own)) if own is not None and in_order else set()
    settled = (Decided.BY_DIRECTOR, Decided.TOGETHER, Decided.UPHELD)
    return Ties(
        related=sign_off.fellow_id in related_to(actor.program_id, actor.id),
        asked=own is not None,
        judged=any(one.judge_id == actor.id for one in judgements),
        waits=not before <= taken,
        decided=any(
            one.decided_by_id == actor.id and one.decided in settled
            for one in decisions_of(sign_off)
        ),
    )


def candidate(
    member: Membership, fellow_id: UUID, today: date, asked: Collection[Field]
) -> Candidate:
    """`asked`: what the competency's requirements name."""
    related = fellow_id in related_to(member.program_id, member.id)
    privileged = member.id in entitled(member.program_id, [member.id], asked, today)
    return Candidate(
        member.as_actor(today),
        member.profession,
        member.joined_on,
        related,
        privileged,
        standing_of(member.program_id, member.id, today),
    )


def asked_by(sign_off: SignOff) -> list[Field]:
    curriculum = curriculum_of(sign_off.program_id, sign_off.version_id)
    return fields_of(curriculum, sign_off.competency)


def unproved(rule: SignOffRule, by: Proven) -> dict[str, Message]:
    """What is wrong with how the signer proved who they are, under the name `presence`."""
    decision = is_proved(by.method, rule.strength)
    return {"presence": decision.reason} if decision.reason is not None else {}


def move(unit: Unit, sign_off: SignOff, step: Step) -> None:
    before = sign_off.state
    sign_off.state = life.after(before, step)
    if sign_off.state is before:
        return  # the decision itself is all that there is to tell
    moved = SignOffMoved(
        subject_id=sign_off.id,
        fellow_id=sign_off.fellow_id,
        competency=sign_off.competency,
        before=before,
        state=sign_off.state,
    )
    unit.record(moved, of=sign_off)


def keep_grounds(sign_off: SignOff, grounds: Sequence[Ground]) -> None:
    """Remember what it stands on now, beside what it stood on before."""
    known = {
        (row.kind, row.ground_id)
        for row in db.session.execute(
            select(SignOffGround.kind, SignOffGround.ground_id).where(
                SignOffGround.program_id == sign_off.program_id,
                SignOffGround.sign_off_id == sign_off.id,
            )
        )
    }
    db.session.add_all(
        SignOffGround(
            program_id=sign_off.program_id,
            id=new_id(),
            sign_off_id=sign_off.id,
            kind=one.kind,
            ground_id=one.id,
        )
        for one in grounds
        if (one.kind, one.id) not in known
    )


@dataclass(frozen=True, slots=True)
class Words:
    """What one signature says beside what it is about."""

    role: Role
    meaning: Meaning
    said: dict[str, object]
    decision_id: UUID | None = None
    """Under a decision; None: under the sign-off itself."""


def statement_of(
    actor: Actor, sign_off: SignOff, found: EvidenceFor, words: Words, at: datetime
) -> Statement:
    """What the actor signs about this sign-off at that instant, with all that it stands on."""
    return Statement(
        program_id=sign_off.program_id,
        record="sign_off" if words.decision_id is None else "sign_off_decision",
        record_id=words.decision_id or sign_off.id,
        meaning=words.meaning,
        signer=signatures.signer_of(actor, words.role),
        at=at,
        content={**about(sign_off, found), **words.said},
        grounds=found.grounds,
    )


def put_signature(
    unit: Unit, sign_off: SignOff, found: EvidenceFor, words: Words, by: Proven
) -> None:
    at = signatures.instant_of(unit, by)
    signatures.sign(unit, statement_of(unit.actor, sign_off, found, words, at), by.method, by.proof)


def about(sign_off: SignOff, found: EvidenceFor) -> dict[str, object]:
    """Which competency of whom, by which words of which curriculum, and how far it is."""
    curriculum, competency = found.curriculum, found.curriculum.competencies[sign_off.competency]
    sha256 = db.session.scalars(
        select(CurriculumVersion.sha256).where(
            CurriculumVersion.program_id == sign_off.program_id,
            CurriculumVersion.id == sign_off.version_id,
        )
    ).one()
    return {
        "sign_off": str(sign_off.id),
        "amends": str(sign_off.amends_id) if sign_off.amends_id else None,
        "fellow": {"id": str(sign_off.fellow_id), "name": found.enrolled.fellow},
        "competency": {
            "id": competency.id,
            "code": competency.code,
            "name": competency.name.in_("en"),
        },
        "curriculum": {"id": curriculum.id, "edition": curriculum.edition, "sha256": sha256},
        "target": {"scale": competency.target.scale, "level": competency.target.level},
        "requirements": [
            {"id": line.requirement.id, "credit": line.credit, "required": line.required}
            for line in found.lines
        ],
    }
