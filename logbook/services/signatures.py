"""Signing, inside the use case that decides: the signature and what it is under stand or fall
together."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.decisions import say
from logbook.domain.events_signatures import SignatureGiven
from logbook.domain.signatures import Method, Signer, Statement
from logbook.models.columns import new_id
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.models.signatures import Signature
from logbook.policy.actors import Actor, Role
from logbook.services.refusals import Conflict
from logbook.services.unit import Unit


def sign(
    unit: Unit, statement: Statement, method: Method, proof: dict[str, Any] | None = None
) -> Signature:
    """Put a signature under a record, in the unit of work that makes or changes the record.
    Conflict when this person has signed it in this meaning already."""
    if _is_signed(statement):
        raise Conflict(say("You have signed this already."))
    signature = Signature(
        program_id=statement.program_id,
        id=new_id(),
        record=statement.record,
        record_id=statement.record_id,
        meaning=statement.meaning,
        signer_id=statement.signer.id,
        method=method,
        text=statement.canonical().decode(),
        proof=proof,
        signed_at=statement.at,
    )
    db.session.add(signature)
    unit.record(
        SignatureGiven(
            subject_id=signature.id,
            record=signature.record,
            record_id=signature.record_id,
            meaning=signature.meaning,
            method=method,
        ),
        of=signature,
    )
    return signature


def signer_of(actor: Actor, role: Role) -> Signer:
    """Who the actor is at this moment, in the role in which they sign."""
    row = db.session.execute(
        select(Account.name, Membership.profession)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.program_id == actor.program_id, Membership.id == actor.id)
    ).one()
    return Signer(actor.id, row.name, role, row.profession)


def signatures_under(program_id: UUID, record: str, record_id: UUID) -> list[Signature]:
    """In the order in which they were given."""
    return list(
        db.session.scalars(
            select(Signature)
            .where(
                Signature.program_id == program_id,
                Signature.record == record,
                Signature.record_id == record_id,
            )
            .order_by(Signature.signed_at, Signature.id)
        )
    )


def _is_signed(statement: Statement) -> bool:
    same = select(Signature.id).where(
        Signature.program_id == statement.program_id,
        Signature.record == statement.record,
        Signature.record_id == statement.record_id,
        Signature.signer_id == statement.signer.id,
        Signature.meaning == statement.meaning,
    )
    return db.session.scalars(same).first() is not None
