"""Signing, inside the use case that decides: the signature and what it is under stand or fall
together."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from logbook.database import db
from logbook.domain.decisions import Message, say
from logbook.domain.events_signatures import SignatureGiven
from logbook.domain.signatures import Method, Presence, Proven, Signer, Statement, over
from logbook.models.columns import new_id
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.models.sealed import new_salt
from logbook.models.signatures import Signature
from logbook.policy.actors import Actor, Role
from logbook.prepared import Prepared
from logbook.services.refusals import Conflict, Invalid
from logbook.services.unit import Unit

# Every approval of a case is a signature: this is part of the daily path.
_IS_SIGNED = Prepared(
    select(Signature.id).where(
        Signature.program_id == bindparam("in_program"),
        Signature.record == bindparam("kind"),
        Signature.record_id == bindparam("under"),
        Signature.signer_id == bindparam("by"),
        Signature.meaning == bindparam("said"),
    )
)
_SIGNER = Prepared(
    select(Account.name, Membership.profession)
    .join(Account, Account.id == Membership.account_id)
    .where(Membership.program_id == bindparam("in_program"), Membership.id == bindparam("by"))
)


def sign(
    unit: Unit, statement: Statement, method: Method, proof: Mapping[str, str] | None = None
) -> Signature:
    """Put a signature under a record, in the unit of work that makes or changes the record.
    Conflict when this person has signed it in this meaning already; Invalid for a passkey's answer
    that is over another text, whatever else is right with it. The signature stays outside the
    session."""
    if _is_signed(statement):
        raise Conflict(say("You have signed this already."))
    if proof is not None and not over(proof, statement.sha256):
        raise _not_this(say("Your passkey has signed something else than this. Sign again."))
    signature = Signature(
        program_id=statement.program_id,
        id=new_id(),
        record=statement.record,
        record_id=statement.record_id,
        meaning=statement.meaning,
        signer_id=statement.signer.id,
        method=method,
        text=statement.canonical().decode(),
        proof=None if proof is None else dict(proof),
        signed_at=statement.at,
    )
    signature.salt = new_salt()
    unit.insert(signature)
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
    row = _SIGNER.one(in_program=actor.program_id, by=actor.id)
    return Signer(actor.id, row.name, role, row.profession)


def instant_of(unit: Unit, by: Proven) -> datetime:
    """The instant that the signed text says. Invalid when what a passkey signed lies too far back,
    or ahead: it was asked under another clock."""
    if by.at is None:
        return unit.now
    if by.at > unit.now:
        raise _not_this(say("The clock was set back since your passkey was asked. Sign again."))
    if not Presence(by.method, by.at).is_fresh(unit.now):
        raise _not_this(say("Your passkey was asked too long ago. Sign again."))
    return by.at


def _not_this(why: Message) -> Invalid:
    return Invalid({"passkey": why})


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
    same = _IS_SIGNED.one_or_none(
        in_program=statement.program_id,
        kind=statement.record,
        under=statement.record_id,
        by=statement.signer.id,
        said=statement.meaning,
    )
    return same is not None
