"""Entering credentials, changing, verifying and withdrawing them.

Each step carries the holder's progress with it, on every enrollment: only what stands verified
counts, and a change takes the verification back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from logbook.database import db
from logbook.domain.credentials import CredentialContent, complaints, tidied
from logbook.domain.decisions import Message, say
from logbook.domain.document_names import about_name, kept_name
from logbook.domain.documents import Document, NotADocument, examine
from logbook.domain.events_credentials import (
    CredentialChanged,
    CredentialEntered,
    CredentialRemoved,
    CredentialVerified,
)
from logbook.models.credentials import Credential
from logbook.models.curriculum import Enrollment
from logbook.models.programs import Membership, Program
from logbook.policy import credentials as policy
from logbook.policy.actors import Actor
from logbook.queries.credential_visibility import credentials_visible_to
from logbook.queries.credentials import kinds_of
from logbook.queries.credentials_evidence import as_evidence
from logbook.services import progress
from logbook.services.refusals import Conflict, Invalid, insist
from logbook.services.sign_off_grounds import shake
from logbook.services.unit import Unit, unit_of_work


class AlreadyEntered(Exception):
    """The same credential was sent before; nothing more is to be done."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: nothing of it is believed yet."""

    name: str
    content: bytes


def add(
    actor: Actor,
    credential_id: UUID,
    member_id: UUID,
    content: CredentialContent,
    upload: Upload | None = None,
) -> None:
    """Enter one under the id that the client made. AlreadyEntered when it is sent twice;
    NoResultFound for a holder who is not of the program."""
    with unit_of_work(actor) as unit:
        holder = db.session.get_one(Membership, (actor.program_id, member_id))
        insist(policy.may_enter(actor, holder.id))
        found = db.session.get(Credential, (actor.program_id, credential_id))
        if found is not None:
            _stop(found, holder)
        content = tidied(content)
        document = _check(unit, content, upload)
        credential = Credential(
            program_id=actor.program_id,
            id=credential_id,
            member_id=holder.id,
            entered_at=unit.now,
            **asdict(content),
        )
        _attach(credential, upload, document)
        db.session.add(credential)
        entered = CredentialEntered(
            subject_id=credential.id,
            member_id=holder.id,
            kind=content.kind,
            document=credential.document_sha256,
        )
        unit.record(entered, of=credential)


def change(
    actor: Actor,
    credential_id: UUID,
    revision: int,
    content: CredentialContent,
    upload: Upload | None = None,
) -> None:
    """Say it otherwise; without a new document the old one stays. Somebody has to verify it
    anew."""
    with unit_of_work(actor) as unit:
        credential = _found(actor, credential_id)
        insist(policy.may_change(actor, credential))
        _still(credential, revision)
        content = tidied(content)
        document = _check(unit, content, upload)
        was_verified = credential.verified_at is not None
        said = asdict(content)
        changed = [name for name, value in said.items() if getattr(credential, name) != value]
        with _following(unit, credential):
            for name, value in said.items():
                setattr(credential, name, value)
            _attach(credential, upload, document)
            credential.verified_by_id = credential.verified_at = None
        if was_verified:
            shake(unit, "credential", credential.id)
        happened = CredentialChanged(
            subject_id=credential.id,
            fields=(*changed, *(["document"] if document else [])),
            unverified=was_verified,
            document=credential.document_sha256,
        )
        unit.record(happened, of=credential)


def verify(actor: Actor, credential_id: UUID, revision: int) -> None:
    """Somebody else than its holder has seen the original. From now on it counts."""
    with unit_of_work(actor) as unit:
        credential = _found(actor, credential_id)
        insist(policy.may_verify(actor, credential))
        _still(credential, revision)
        with _following(unit, credential):
            credential.verified_by_id, credential.verified_at = actor.id, unit.now
        unit.record(CredentialVerified(subject_id=credential.id), of=credential)


def withdraw(actor: Actor, credential_id: UUID) -> None:
    """Take it out of every list. Its document is erased; what the ledger sealed of it stays."""
    with unit_of_work(actor) as unit:
        credential = _found(actor, credential_id)
        insist(policy.may_change(actor, credential))
        with _following(unit, credential):
            credential.withdrawn_at, credential.document = unit.now, None
        shake(unit, "credential", credential.id)
        unverified = credential.verified_at is not None
        removed = CredentialRemoved(subject_id=credential.id, unverified=unverified)
        unit.record(removed, of=credential)


def _stop(found: Credential, holder: Membership) -> None:
    if found.member_id == holder.id:
        raise AlreadyEntered
    raise Conflict(say("Somebody else changed this at the same moment."))


def _check(unit: Unit, content: CredentialContent, upload: Upload | None) -> Document | None:
    """The document if there is one; Invalid with all that is wrong, so that nothing is half
    kept."""
    program_id = unit.actor.program_id
    today = db.session.get_one(Program, program_id).day_of(unit.now)
    wrong: dict[str, Message] = complaints(content, kinds_of(program_id), today)
    document = None
    if upload is not None:
        try:
            document = examine(upload.content)
        except NotADocument as refused:
            wrong["document"] = refused.reason
        if (said := about_name(upload.name)) is not None:
            wrong["document"] = said
    if wrong:
        raise Invalid(wrong)
    return document


def _attach(credential: Credential, upload: Upload | None, document: Document | None) -> None:
    if upload is None or document is None:
        return
    credential.document_name = kept_name(upload.name, document.type)
    credential.document_type = document.type.value
    credential.document_size = len(document.content)
    credential.document_sha256 = sha256(document.content).hexdigest()
    credential.document = document.content


@contextmanager
def _following(unit: Unit, credential: Credential) -> Iterator[None]:
    """The progress of its holder follows, on each of their enrollments."""
    before = as_evidence(credential)
    yield
    after = as_evidence(credential)
    if before == after:
        return
    rows = db.session.execute(
        select(Enrollment.id, Enrollment.version_id).where(
            Enrollment.program_id == credential.program_id,
            Enrollment.fellow_id == credential.member_id,
        )
    )
    for row in rows.all():
        progress.move(unit, row.id, row.version_id, gone=before, come=after)


def _still(credential: Credential, revision: int) -> None:
    if credential.revision != revision:
        raise Conflict(say("This credential was changed meanwhile. Look at it again."))


def _found(actor: Actor, credential_id: UUID) -> Credential:
    """One that the actor may see, locked for a change. NoResultFound otherwise."""
    return db.session.scalars(
        select(Credential)
        .where(
            Credential.program_id == actor.program_id,
            Credential.id == credential_id,
            credentials_visible_to(actor),
        )
        .with_for_update()
    ).one()
