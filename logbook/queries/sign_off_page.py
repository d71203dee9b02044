"""One sign-off, whole: what is under it, who said what, and what each signature says."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute

from logbook.database import db
from logbook.domain.lacking import Lacking
from logbook.domain.sign_offs import Decided
from logbook.domain.signatures import Meaning, Method
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.models.sign_offs import (
    Judgement,
    JudgeSeat,
    SignOff,
    SignOffDecision,
    SignOffGround,
)
from logbook.models.signatures import Signature
from logbook.policy.actors import Actor
from logbook.policy.sign_offs import Ties, may_read_judgement
from logbook.queries.conflicts import related_to
from logbook.queries.sign_off_evidence import EvidenceFor, evidence_for
from logbook.queries.sign_off_visibility import knows
from logbook.queries.sign_offs import SignOffLine, line


@dataclass(frozen=True, slots=True)
class SeatShown:
    place: int
    judge_id: UUID
    judge: str
    profession: str
    judged: bool


@dataclass(frozen=True, slots=True)
class JudgementShown:
    """One that the reader may read."""

    judge_id: UUID
    judge: str
    level: str
    words: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class DecisionShown:
    id: UUID
    by_id: UUID
    by: str
    decided: Decided
    level: str | None
    words: str
    missing: tuple[str, ...]
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class SignatureShown:
    """As 21 CFR 11.50 asks: who, as what, when, and what it means."""

    name: str
    role: str
    profession: str
    meaning: Meaning
    method: Method
    at: datetime
    grounds: int
    sha256: str
    decided: str | None
    """Of a decision: which."""
    lacking: Lacking


@dataclass(frozen=True, slots=True)
class SignOffPage:
    line: SignOffLine
    proposer: str
    seats: list[SeatShown]
    judgements: list[JudgementShown]
    decisions: list[DecisionShown]
    signatures: list[SignatureShown]
    evidence: EvidenceFor
    gone: list[str]
    """Kinds of the pieces that were signed on and no longer stand."""
    amended_by_id: UUID | None
    ties: Ties

    @property
    def overrides(self) -> list[DecisionShown]:
        return [one for one in self.decisions if one.decided is Decided.OVERRIDDEN]

    @property
    def overridden(self) -> list[str]:
        return [name for one in self.overrides for name in one.missing]


def page(actor: Actor, sign_off_id: UUID, today: date) -> SignOffPage:
    """NoResultFound for one that is not there or not the actor's to see."""
    one = line(actor, sign_off_id, today)
    names = _names(actor, one)
    judgements = _rows(actor, Judgement, one.id, Judgement.place)
    seats = _seats(actor, one, names, judgements)
    decisions = _rows(actor, SignOffDecision, one.id, SignOffDecision.decided_at)
    evidence = evidence_for(actor, one.enrollment_id, one.competency.id, today)
    return SignOffPage(
        one,
        names[one.proposed_by_id][0],
        seats,
        [
            _as_judgement(said, names)
            for said in judgements
            if may_read_judgement(actor, one, said.judge_id)
        ],
        [_as_decision(made, names) for made in decisions],
        _signatures(actor, one.id, [made.id for made in decisions]),
        evidence,
        _gone(actor, one.id, evidence),
        _amended_by(actor, one.id),
        _ties(actor, one, seats, decisions),
    )


Names = dict[UUID, tuple[str, str]]
"""Name and profession, by membership."""


def _seats(
    actor: Actor, one: SignOffLine, names: Names, judgements: list[Judgement]
) -> list[SeatShown]:
    taken = {said.place for said in judgements}
    return [
        SeatShown(seat.place, seat.judge_id, *names[seat.judge_id], seat.place in taken)
        for seat in _rows(actor, JudgeSeat, one.id, JudgeSeat.place)
    ]


def _as_judgement(said: Judgement, names: Names) -> JudgementShown:
    name, _ = names[said.judge_id]
    return JudgementShown(said.judge_id, name, said.level, said.words, said.given_at)


def _as_decision(made: SignOffDecision, names: Names) -> DecisionShown:
    return DecisionShown(
        made.id,
        made.decided_by_id,
        names[made.decided_by_id][0],
        made.decided,
        made.level,
        made.words,
        tuple(made.missing),
        made.decided_at,
    )


Part = TypeVar("Part", JudgeSeat, Judgement, SignOffDecision)


def _rows(
    actor: Actor, kind: type[Part], sign_off_id: UUID, order: InstrumentedAttribute[Any]
) -> list[Part]:
    asked = select(kind).where(kind.program_id == actor.program_id)
    return list(db.session.scalars(asked.where(kind.sign_off_id == sign_off_id).order_by(order)))


def _amended_by(actor: Actor, sign_off_id: UUID) -> UUID | None:
    return db.session.scalars(
        select(SignOff.id)
        .where(SignOff.program_id == actor.program_id, SignOff.amends_id == sign_off_id)
        .order_by(SignOff.proposed_at.desc())
    ).first()


def _names(actor: Actor, one: SignOffLine) -> Names:
    """Name and profession of all who have to do with it."""
    ids = [
        select(column).where(table.program_id == actor.program_id, table.sign_off_id == one.id)
        for table, column in (
            (JudgeSeat, JudgeSeat.judge_id),
            (Judgement, Judgement.judge_id),
            (SignOffDecision, SignOffDecision.decided_by_id),
        )
    ]
    rows = db.session.execute(
        select(Membership.id, Account.name, Membership.profession)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.program_id == actor.program_id,
            or_(Membership.id == one.proposed_by_id, *(Membership.id.in_(some) for some in ids)),
        )
    )
    return {row.id: (row.name, row.profession) for row in rows}


def _signatures(actor: Actor, sign_off_id: UUID, decision_ids: list[UUID]) -> list[SignatureShown]:
    found = db.session.scalars(
        select(Signature)
        .where(
            Signature.program_id == actor.program_id,
            Signature.record.in_(("sign_off", "sign_off_decision")),
            Signature.record_id.in_([sign_off_id, *decision_ids]),
        )
        .order_by(Signature.signed_at, Signature.id)
    )
    shown = []
    for one in found:
        said = json.loads(one.text)
        signer = said["signer"]
        shown.append(
            SignatureShown(
                signer["name"],
                signer["role"],
                signer["profession"],
                one.meaning,
                one.method,
                one.signed_at,
                len(said["grounds"]),
                one.sha256.hex(),
                said["content"].get("decided"),
                Lacking.in_(said["content"]),
            )
        )
    return shown


def _gone(actor: Actor, sign_off_id: UUID, evidence: EvidenceFor) -> list[str]:
    here = {(one.kind, one.id) for one in evidence.grounds}
    rows = db.session.execute(
        select(SignOffGround.kind, SignOffGround.ground_id)
        .where(
            SignOffGround.program_id == actor.program_id,
            SignOffGround.sign_off_id == sign_off_id,
        )
        .order_by(SignOffGround.kind)
    )
    return [row.kind for row in rows if (row.kind, row.ground_id) not in here]


def ties_to_fellow(actor: Actor, fellow_id: UUID) -> Ties:
    return Ties(
        knows=knows(actor, fellow_id),
        related=fellow_id in related_to(actor.program_id, actor.id),
    )


def _ties(
    actor: Actor, one: SignOffLine, seats: list[SeatShown], decisions: list[SignOffDecision]
) -> Ties:
    own = next((seat for seat in seats if seat.judge_id == actor.id), None)
    in_order = one.competency.sign_off.in_order
    settled = (Decided.BY_DIRECTOR, Decided.TOGETHER, Decided.UPHELD)
    return Ties(
        related=one.fellow_id in related_to(actor.program_id, actor.id),
        asked=own is not None,
        judged=bool(own and own.judged),
        waits=bool(
            own and in_order and any(not seat.judged for seat in seats if seat.place < own.place)
        ),
        decided=any(
            made.decided_by_id == actor.id and made.decided in settled for made in decisions
        ),
    )


def signers_of(program_id: UUID, sign_off_id: UUID) -> list[UUID]:
    """The members whose signature is under a sign-off or a decision on it."""
    made = select(SignOffDecision.id).where(
        SignOffDecision.program_id == program_id, SignOffDecision.sign_off_id == sign_off_id
    )
    asked = (
        select(Signature.signer_id)
        .where(
            Signature.program_id == program_id,
            or_(Signature.record_id == sign_off_id, Signature.record_id.in_(made)),
        )
        .distinct()
        .order_by(Signature.signer_id)
    )
    return list(db.session.scalars(asked))
