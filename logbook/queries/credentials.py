"""Credentials as lists and pages show them; a document is read only to be handed out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import aliased, undefer

from logbook.database import db
from logbook.domain.credentials import Validity, days_left, validity
from logbook.domain.opportunities import CredentialKind
from logbook.models.credentials import Credential
from logbook.models.curriculum import CurriculumVersion
from logbook.models.identity import Account
from logbook.models.programs import Membership
from logbook.policy.actors import Actor
from logbook.queries.credential_visibility import credentials_visible_to
from logbook.queries.curriculum import curriculum_of


@dataclass(frozen=True, slots=True)
class CredentialView:
    """One credential that has not been withdrawn."""

    id: UUID
    member_id: UUID
    holder: str
    kind: str
    issuer: str
    number: str
    issued_on: date
    expires_on: date | None
    document_name: str | None
    document_size: int | None
    verified_by: str | None
    verified_at: datetime | None
    revision: int
    validity: Validity
    days_left: int | None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is handed out."""

    name: str
    type: str
    content: bytes


_holder, _verifier = aliased(Membership), aliased(Membership)
_holders, _verifiers = aliased(Account), aliased(Account)
_CREDENTIALS = (
    select(Credential, _holders.name.label("holder"), _verifiers.name.label("verifier"))
    .join(
        _holder,
        (_holder.program_id == Credential.program_id) & (_holder.id == Credential.member_id),
    )
    .join(_holders, _holders.id == _holder.account_id)
    .outerjoin(
        _verifier,
        (_verifier.program_id == Credential.program_id)
        & (_verifier.id == Credential.verified_by_id),
    )
    .outerjoin(_verifiers, _verifiers.id == _verifier.account_id)
    .where(Credential.withdrawn_at.is_(None))
)


def kinds_of(program_id: UUID) -> dict[str, CredentialKind]:
    """By id, what the program's curricula ask for; the newest edition says what it is called."""
    ids = db.session.scalars(
        select(CurriculumVersion.id)
        .where(CurriculumVersion.program_id == program_id)
        .order_by(CurriculumVersion.published_at)
    )
    found: dict[str, CredentialKind] = {}
    for id_ in ids:
        found.update(curriculum_of(program_id, id_).offers.credentials)
    return found


def own(actor: Actor, today: date) -> list[CredentialView]:
    """The actor's own, those that end first before the others: one statement."""
    return _listed(actor, today, Credential.member_id == actor.id)


def of_member(actor: Actor, member_id: UUID, today: date) -> list[CredentialView]:
    """Those of one member that the actor may see: one statement."""
    return _listed(actor, today, Credential.member_id == member_id)


def of_all(actor: Actor, today: date) -> list[CredentialView]:
    """The program's of people who are there, what has lapsed or lapses soonest first: one
    statement."""
    here = _holder.left_on.is_(None) | (_holder.left_on > today)
    return _listed(actor, today, here)


def _listed(actor: Actor, today: date, *which: Any) -> list[CredentialView]:
    rows = db.session.execute(
        _CREDENTIALS.where(
            Credential.program_id == actor.program_id, credentials_visible_to(actor), *which
        )
    )
    found = [_view(row, today) for row in rows]
    return sorted(found, key=lambda one: (one.expires_on or date.max, one.holder, one.id))


def credential(actor: Actor, credential_id: UUID, today: date) -> CredentialView:
    """NoResultFound for one that is not there, withdrawn, or not the actor's to see."""
    row = db.session.execute(
        _CREDENTIALS.where(
            Credential.program_id == actor.program_id,
            Credential.id == credential_id,
            credentials_visible_to(actor),
        )
    ).one()
    return _view(row, today)


def document(actor: Actor, credential_id: UUID) -> Document:
    """NoResultFound where there is none."""
    found = db.session.scalars(
        select(Credential)
        .where(
            Credential.program_id == actor.program_id,
            Credential.id == credential_id,
            Credential.withdrawn_at.is_(None),
            Credential.document_sha256.is_not(None),
            credentials_visible_to(actor),
        )
        .options(undefer(Credential.document))
    ).one()
    return Document(found.document_name or "", found.document_type or "", found.document or b"")


def labels(kinds: Mapping[str, CredentialKind], language: str) -> dict[str, str]:
    return {kind.id: kind.name.in_(language) for kind in kinds.values()}


def _view(row: Row[*tuple[Any, ...]], today: date) -> CredentialView:
    one: Credential = row.Credential
    return CredentialView(
        id=one.id,
        member_id=one.member_id,
        holder=row.holder,
        kind=one.kind,
        issuer=one.issuer,
        number=one.number,
        issued_on=one.issued_on,
        expires_on=one.expires_on,
        document_name=one.document_name,
        document_size=one.document_size,
        verified_by=row.verifier,
        verified_at=one.verified_at,
        revision=one.revision,
        validity=validity(one.issued_on, one.expires_on, today),
        days_left=days_left(one.expires_on, today) if one.expires_on else None,
    )
