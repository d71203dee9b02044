"""Who signed what, as it stands in what they signed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.lacking import Lacking
from logbook.domain.signatures import Meaning, Method
from logbook.models.cases import Case, CaseAnswer
from logbook.models.signatures import Signature
from logbook.policy.actors import Actor, Role
from logbook.queries.visibility import cases_visible_to


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """What is shown of a signature with its record (21 CFR 11.50), and how it was given."""

    id: UUID
    record_id: UUID
    name: str
    """Of the signer, as all of this: at the moment of signing."""
    role: Role
    profession: str
    meaning: Meaning
    method: Method
    at: datetime
    sha256: str
    """Of the signed text, in hex."""
    lacking: Lacking
    """What the signer lacked, as it says."""


def signatures_of(
    actor: Actor, record: str, record_ids: Sequence[UUID]
) -> dict[UUID, list[SignatureRow]]:
    """By record, in the order in which they were given: one statement. For whoever may see the
    records: that is asked where they are read."""
    found: dict[UUID, list[SignatureRow]] = {record_id: [] for record_id in record_ids}
    if not found:
        return found
    for one in db.session.scalars(
        select(Signature)
        .where(
            Signature.program_id == actor.program_id,
            Signature.record == record,
            Signature.record_id.in_(found),
        )
        .order_by(Signature.signed_at, Signature.id)
    ):
        found[one.record_id].append(_row(one))
    return found


def approvals_of(actor: Actor, fellow_id: UUID) -> dict[UUID, SignatureRow]:
    """Of each of the fellow's cases that the actor may see, the signature of the approval that
    stands, by case: one statement."""
    rows = db.session.execute(
        select(Case.id, Signature)
        .join(
            CaseAnswer,
            (CaseAnswer.program_id == Signature.program_id)
            & (CaseAnswer.id == Signature.record_id),
        )
        .join(Case, (Case.program_id == CaseAnswer.program_id) & (Case.id == CaseAnswer.case_id))
        .where(
            cases_visible_to(actor),
            Case.fellow_id == fellow_id,
            CaseAnswer.undone_at.is_(None),
            Signature.record == "case_answer",
            Signature.meaning == Meaning.SUPERVISED,
        )
    )
    return {row.id: _row(row.Signature) for row in rows}


def _row(one: Signature) -> SignatureRow:
    said = json.loads(one.text)
    signer = said["signer"]
    return SignatureRow(
        id=one.id,
        record_id=one.record_id,
        name=signer["name"],
        role=Role(signer["role"]),
        profession=signer["profession"],
        meaning=one.meaning,
        method=one.method,
        at=one.signed_at,
        sha256=one.sha256.hex(),
        lacking=Lacking.in_(said["content"]),
    )
