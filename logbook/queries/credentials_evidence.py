"""What verified credentials show: read whole for one enrollment."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import bindparam, select

from logbook.database import db
from logbook.domain.evidence import CredentialEvidence, Evidence
from logbook.models.credentials import Credential
from logbook.models.curriculum import Enrollment

_VERIFIED = (
    select(Credential.kind, Credential.issued_on, Credential.expires_on)
    .join(
        Enrollment,
        (Enrollment.program_id == Credential.program_id)
        & (Enrollment.fellow_id == Credential.member_id),
    )
    .where(
        Enrollment.program_id == bindparam("in_program"),
        Enrollment.id == bindparam("of_enrollment"),
        Credential.verified_at.is_not(None),
        Credential.withdrawn_at.is_(None),
    )
)


def verified_credentials(asked: dict[str, UUID]) -> list[Evidence]:
    return [CredentialEvidence(*row) for row in db.session.connection().execute(_VERIFIED, asked)]


def as_evidence(credential: Credential) -> list[Evidence]:
    """What one shows now: nothing until somebody else has looked at it."""
    if credential.verified_at is None or credential.withdrawn_at is not None:
        return []
    return [CredentialEvidence(credential.kind, credential.issued_on, credential.expires_on)]


def held(program_id: UUID, member_id: UUID, kind: str) -> list[CredentialEvidence]:
    """The verified credentials of one kind, lapsed ones too."""
    return held_of(program_id, member_id, [kind])[kind]


def held_of(
    program_id: UUID, member_id: UUID, kinds: Collection[str]
) -> dict[str, list[CredentialEvidence]]:
    """The same of several kinds; no statement where none is asked for."""
    found: dict[str, list[CredentialEvidence]] = {kind: [] for kind in kinds}
    if not found:
        return found
    rows = db.session.execute(
        select(Credential.kind, Credential.issued_on, Credential.expires_on).where(
            Credential.program_id == program_id,
            Credential.member_id == member_id,
            Credential.kind.in_(found),
            Credential.verified_at.is_not(None),
            Credential.withdrawn_at.is_(None),
        )
    )
    for row in rows:
        found[row.kind].append(CredentialEvidence(*row))
    return found
